/** Keys for calls: two calls with equal keys come to the same outcome. */
import { idOf, type Memory } from './memory';
import { type World } from './run';
import { type Closure, type Frame, type Value } from './value';

const MAX_LENGTH = 900;

/** A text that stands for a call, or undefined where it holds something that can't be compared by its text. */
export function callKey(
  world: World,
  memory: Memory,
  closure: Closure,
  args: readonly Value[],
  self: Value | undefined,
): string | undefined {
  let key = `${world}|${closure.id}${framesKey(memory, closure.frame)}(`;
  for (const arg of self ? [self, ...args] : args) {
    const own = valueKey(memory, arg, 4);
    if (own === undefined) return undefined;
    key += `${own};`;
    if (key.length > MAX_LENGTH) return undefined;
  }
  return key;
}

/** The variables around a function: which frames, and in which state. */
function framesKey(memory: Memory, frame: Frame | undefined): string {
  let key = '';
  for (let at = frame; at; at = at.parent) key += `@${idOf(memory, at)}.${at.version}`;
  return key;
}

function valueKey(memory: Memory, value: Value, depth: number): string | undefined {
  let key = '';
  for (const atom of value) {
    key += `${atom.k}${atom.bits},${atom.gates}`;
    if (atom.cause) key += `?${idOf(memory, atom.cause)}`;
    switch (atom.k) {
      case 'const':
        key += `${typeof atom.v}${String(atom.v)}`;
        break;
      case 'unknown':
        if (atom.truthy) key += '!';
        if (atom.text !== undefined) key += `"${atom.text}"`;
        break;
      case 'lib':
        key += `${atom.spec}.${atom.name}`;
        if (atom.given.length > 0) key += `#${idOf(memory, atom.given)}`;
        break;
      case 'module':
        key += atom.path;
        break;
      case 'fn':
        key += `${atom.closure.id}~${atom.closure.edition}${framesKey(memory, atom.closure.frame)}`;
        if (atom.closure.self) {
          const own = depth === 0 ? undefined : valueKey(memory, atom.closure.self, depth - 1);
          if (own === undefined) return undefined;
          key += `!${own}`;
        }
        break;
      case 'cls':
        key += `${atom.cls.path}#${atom.cls.ir.name ?? ''}${idOf(memory, atom.cls.ir)}${framesKey(memory, atom.cls.frame)}`;
        break;
      case 'obj':
      case 'host': {
        // Objects can change: what they hold now belongs to the key.
        if (depth === 0) return undefined;
        if (atom.k === 'obj') key += atom.cls ? `c${idOf(memory, atom.cls.ir)}` : '';
        else key += atom.host;
        key += '{';
        for (const [name, part] of atom.props) {
          const own = valueKey(memory, part, depth - 1);
          if (own === undefined) return undefined;
          key += `${name}:${own},`;
          if (key.length > MAX_LENGTH) return undefined;
        }
        if (atom.k === 'obj' && atom.rest) {
          const own = valueKey(memory, atom.rest, depth - 1);
          if (own === undefined) return undefined;
          key += `*${own}`;
        }
        key += '}';
        break;
      }
      case 'arr':
        if (depth === 0) return undefined;
        key += '[';
        for (const part of atom.rest ? [...atom.items, atom.rest] : atom.items) {
          const own = valueKey(memory, part, depth - 1);
          if (own === undefined) return undefined;
          key += `${own},`;
          if (key.length > MAX_LENGTH) return undefined;
        }
        key += ']';
        break;
      case 're':
        key += atom.source;
        break;
      case 'native':
      case 'builder':
      case 'promise':
        key += `#${idOf(memory, atom)}`;
    }
    key += '/';
    if (key.length > MAX_LENGTH) return undefined;
  }
  return key;
}
