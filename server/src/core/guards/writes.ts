/** What a package changes that the catalogue says nothing of: its members say so. */
import { type Run } from './run';
import { type Atom, Bits, bitsOf, type Value } from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** Members of what a package made that say to change something. */
export const WRITES =
  /\(\)(?:\.\w+)*\.(?:create|update|upsert|delete|remove|destroy|insert|send|publish|cancel|archive|activate|deactivate|upgrade|revoke|invite|enqueue|refund|charge|post|put|patch|register|share)(?:[A-Z]\w*)?$/;

/** An awaited call of a package's client that says to change something, given what the request brought. */
export function isWrite(run: Run, atom: Library, args: readonly Value[]): boolean {
  if (run.inModule > 0 || run.inDefinition || !WRITES.test(atom.name) || atom.spec === 'global:')
    return false;
  if (run.code.catalogue.knowsWrites(atom.spec) || args[0]?.some(asks)) return false;
  return args.some((arg) => (bitsOf(arg) & BROUGHT) !== 0);
}

/** True for a call that asks the app's own account at AWS for something, whatever key it does so with. */
export function asksAccount(atom: Atom, args: readonly Value[]): boolean {
  return atom.k === 'lib' && atom.spec.startsWith('@aws-sdk/client-') && (args[0]?.some(asks) ?? false);
}

/** `client.send(new DescribeInstancesCommand(…))`: a command of the AWS SDK says by its name what it does. */
function asks(atom: Atom): boolean {
  return atom.k === 'lib' && ASKING.test(atom.name);
}

const ASKING =
  /^new (?:Get|BatchGet|List|Describe|Filter|Head|Query|Scan|Search|Select|Lookup|Test)\w*Command\(\)$/;

const BROUGHT = Bits.INPUT | Bits.IDENTITY | Bits.STORE | Bits.VISITOR;
