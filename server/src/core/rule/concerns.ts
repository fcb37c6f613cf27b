/** Tells the files without endpoints that some rule wants to see, so that a report parses no others. */
import { type ModuleScan } from '../facts/moduleScan';
import { pageName } from '../program/routes';
import { type Project } from '../project/project';
import { type FileGlance, type Rule } from './rule';
import { type FilePath } from '../text/filePath';

/** True when a rule may have something to say of the file. */
export function concernsRule(
  rules: readonly Rule[],
  project: Project,
  files: {
    scanOf(path: FilePath): ModuleScan | undefined;
    text(path: FilePath): string | undefined;
  },
  path: FilePath,
): boolean {
  const app = project.appOf(path);
  const scan = app && files.scanOf(path);
  if (!app || !scan || path.endsWith('.d.ts')) return false;
  const name = pageName(app, path) ?? '';
  let text: string | undefined;
  // Read from disk at most once, however many rules ask.
  const glance: FileGlance = { path, app, name, scan, text: () => (text ??= files.text(path) ?? '') };
  return rules.some((rule) => rule.concerns?.(glance));
}
