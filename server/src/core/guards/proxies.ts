/** Members of a `new Proxy(target, { get })`: what the trap answers, as where a database's client is made when it is first used. */
import { callValue } from './call';
import { maybe } from './lists';
import { getMember } from './members';
import { type Run } from './run';
import { type Atom, constant, join, type Value } from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** The member of a proxy; undefined for anything else. https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Proxy */
export function proxyMember(run: Run, atom: Library, name: string): Value | undefined {
  if (atom.spec !== 'global:' || atom.name !== 'new Proxy()') return undefined;
  const [target = [], traps = []] = atom.given;
  const [get] = getMember(run, traps, 'get');
  if (get?.k !== 'fn') return getMember(run, target, name);
  const { path, fn } = get.closure;
  const args = [target, constant(name), [atom]];
  // A trap that always throws stands for what is never used.
  const found = maybe(run, () => callValue(run, [get], args, { path, fn: fn.id, place: 0 }, name));
  return found.map(bare).reduce(join, [] as Value);
}

/** `value.bind(client)` does what `value` does. */
function bare(atom: Atom): Value {
  return atom.k === 'lib' && atom.name.endsWith('.bind()')
    ? [{ ...atom, name: atom.name.slice(0, -'.bind()'.length), given: [] }]
    : [atom];
}
