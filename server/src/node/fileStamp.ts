/** Tells whether a file of the disk is the one that was seen before. */
import { lstatSync } from 'node:fs';
import { type FilePath } from '../core/text/filePath';

/** The file's time of change (milliseconds) and size (bytes); undefined where there is none. Links are not followed. */
export function stampOf(path: FilePath): string | undefined {
  try {
    const stat = lstatSync(path);
    return `${stat.mtimeMs}:${stat.size}`;
  } catch {
    return undefined;
  }
}
