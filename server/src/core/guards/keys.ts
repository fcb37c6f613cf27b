/** Keys for arguments: two calls with equal keys come to the same outcome. */
import { type Value } from './value';

const MAX_LENGTH = 400;

/** A text that stands for the arguments, or undefined where they hold something that can't be compared by its text. */
export function argumentsKey(args: readonly Value[]): string | undefined {
  let key = '';
  for (const arg of args) {
    const own = valueKey(arg, 3);
    if (own === undefined) return undefined;
    key += `${own};`;
    if (key.length > MAX_LENGTH) return undefined;
  }
  return key;
}

function valueKey(value: Value, depth: number): string | undefined {
  let key = '';
  for (const atom of value) {
    // Causes travel in values: calls that differ by them must not share an outcome.
    if (atom.cause) return undefined;
    const head = `${atom.bits},${atom.gates}`;
    switch (atom.k) {
      case 'const':
        key += `c${typeof atom.v}${String(atom.v)}|${head}/`;
        break;
      case 'unknown':
        key += `u${head}/`;
        break;
      case 'lib':
        if (atom.given.length > 0) return undefined;
        key += `l${atom.spec}.${atom.name}|${head}/`;
        break;
      case 'module':
        key += `m${atom.path}/`;
        break;
      case 'obj': {
        if (depth === 0 || atom.cls || atom.getters) return undefined;
        key += `{${head}`;
        for (const [name, part] of atom.props) {
          const own = valueKey(part, depth - 1);
          if (own === undefined) return undefined;
          key += `${name}:${own}`;
        }
        if (atom.rest) {
          const own = valueKey(atom.rest, depth - 1);
          if (own === undefined) return undefined;
          key += `*${own}`;
        }
        key += '}';
        break;
      }
      case 'arr': {
        if (depth === 0) return undefined;
        key += `[${head}`;
        for (const part of [...atom.items, atom.rest ?? []]) {
          const own = valueKey(part, depth - 1);
          if (own === undefined) return undefined;
          key += `${own},`;
        }
        key += ']';
        break;
      }
      case 'fn':
        if (atom.closure.frame || atom.closure.self) return undefined;
        key += `f${atom.closure.path}#${atom.closure.fn.id}/`;
        break;
      default:
        return undefined;
    }
    if (key.length > MAX_LENGTH) return undefined;
  }
  return key;
}
