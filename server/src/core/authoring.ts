/** What the engine knows when code is written for an app: its ways to guard, its style, and the snippets that fit. */
import { type FileFacts } from './facts/fileFacts';
import { guardIdioms } from './features/guardIdiom/appIdioms';
import { type GuardIdiom, type GuardPlace } from './features/guardIdiom/guardIdiom';
import { type IdiomSource } from './features/guardIdiom/idiomSource';
import {
  type SnippetCompletion,
  snippetCompletions,
  type SnippetSource,
} from './features/snippets/completions';
import { type FilePath, folderOf } from './text/filePath';

/** The workspace as far as authors of code are concerned. */
export interface Authoring extends IdiomSource {
  textOf(path: FilePath): string | undefined;
  factsOf(path: FilePath): FileFacts | undefined;
  isListed(path: FilePath): boolean;
}

/** How a guard of that kind can be written in the file's app, best first; empty for files outside of apps. */
export function idiomsFor(authoring: Authoring, path: FilePath, place: GuardPlace): readonly GuardIdiom[] {
  const app = authoring.program.project.appOf(path);
  return app ? guardIdioms(authoring, app, place) : [];
}

/** The snippets for the word that ends at `offset` of a listed file. */
export function snippetsAt(
  authoring: Authoring,
  path: FilePath,
  offset: number,
): readonly SnippetCompletion[] {
  const text = authoring.textOf(path);
  const facts = text === undefined ? undefined : authoring.factsOf(path);
  if (text === undefined || !facts) return [];
  return snippetCompletions(snippetSource(authoring, path), path, text, facts, offset);
}

/** The source of snippets for one file, which need not exist yet. */
export function snippetSource(authoring: Authoring, path: FilePath): SnippetSource {
  return {
    ...authoring,
    idiomsFor: (place) => idiomsFor(authoring, path, place),
    siblingTexts: () => siblingTexts(authoring, path),
  };
}

/** So many show how an app is written. */
const SIBLINGS = 6;

/** A few files that are likely written as the file's author writes: of its folder, then the app's endpoints. */
function siblingTexts({ program, files, textOf }: Authoring, path: FilePath): readonly string[] {
  const folder = folderOf(path);
  const app = program.project.appOf(path);
  const beside = [...files.paths()].filter((other) => folderOf(other) === folder);
  const others = program.endpoints.filter((each) => each.app === app).map((each) => each.path);
  return [...new Set([...beside, ...others])]
    .filter((other) => other !== path)
    .slice(0, SIBLINGS)
    .map(textOf)
    .filter((text) => text !== undefined);
}
