/** Reads the default export of a `next.config.*` without running it. (Placeholder until the reader lands.) */
import { type ParsedFile } from '../syntax/parse';
import { type StaticValue } from './staticValue';

/** The statically readable configuration. */
export function readConfigValue(_file: ParsedFile): StaticValue {
  return { kind: 'unknown' };
}
