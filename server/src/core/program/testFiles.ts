/** Files that no build of an app holds, though they lie beside its code: tests, stories and mocks. */
import { type FilePath } from '../text/filePath';

const TEST_FILE = /\.(?:test|spec|stories|story|cy)\.[cm]?[jt]sx?$|\/__(?:tests|mocks)__\//;

/** True for tests, stories and mocks: what they declare or use is no part of the surface. */
export function isTestFile(path: FilePath): boolean {
  return TEST_FILE.test(path);
}
