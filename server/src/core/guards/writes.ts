/** What a package changes that the catalogue says nothing of: its members say so. */
import { type Run } from './run';
import { type Atom, Bits, bitsOf, type Value } from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** Members of what a package made that say to change something. */
export const WRITES =
  /\(\)(?:\.\w+)*\.(?:create|update|upsert|delete|remove|insert|send|publish|cancel|archive|revoke|invite|enqueue|refund|charge|post|put|patch|register)(?:[A-Z]\w*)?$/;

/** An awaited call of a package's client that says to change something, given what the request brought. */
export function isWrite(run: Run, atom: Library, args: readonly Value[]): boolean {
  if (run.inModule > 0 || run.inDefinition || !WRITES.test(atom.name) || atom.spec === 'global:')
    return false;
  if (run.code.catalogue.knows(atom.spec)) return false;
  return args.some((arg) => (bitsOf(arg) & BROUGHT) !== 0);
}

const BROUGHT = Bits.INPUT | Bits.IDENTITY | Bits.STORE | Bits.VISITOR;
