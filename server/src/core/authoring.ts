/** What the engine knows when code is written for an app: its ways to guard, its style, and the snippets that fit. */
import { type Analysis } from './analysis';
import { type Assessments } from './assessments';
import { type FileFacts } from './facts/fileFacts';
import { guardIdioms } from './features/guardIdiom/appIdioms';
import { type GuardIdiom, type GuardPlace } from './features/guardIdiom/guardIdiom';
import { type IdiomSource } from './features/guardIdiom/idiomSource';
import {
  type SnippetCompletion,
  snippetCompletions,
  type SnippetSource,
} from './features/snippets/completions';
import {
  newAction,
  type NewEndpoint,
  type NewEndpointSource,
  newRoute,
  urlOfFolder,
} from './features/snippets/newEndpoint';
import { type FileStore } from './fileStore';
import { type Program, type ProgramFiles } from './program/program';
import { type App } from './project/project';
import { type FilePath, folderOf, isWithin, joinPath } from './text/filePath';

/** The workspace as far as authors of code are concerned. */
export interface Authoring extends IdiomSource {
  textOf(path: FilePath): string | undefined;
  factsOf(path: FilePath): FileFacts | undefined;
  isListed(path: FilePath): boolean;
}

/** The authoring of one revision. */
export function authoringOver(
  files: FileStore,
  program: Program,
  programFiles: ProgramFiles,
  assessments: Assessments,
): Authoring {
  return {
    program,
    files: programFiles,
    behaviorOf: (path) => files.behaviorOf(path)?.behavior,
    assessmentOf: (endpoint) => assessments.of(endpoint),
    textOf: (path) => files.text(path),
    factsOf: (path) => files.factsOf(path),
    isListed: (path) => files.has(path),
  };
}

/** The façade's answers for authors of code. */
export function authoringAnswers(
  authoring: () => Authoring,
): Pick<Analysis, 'guardIdioms' | 'snippets' | 'newEndpoint' | 'urlNear'> {
  return {
    guardIdioms: (path, place) => idiomsFor(authoring(), path, place),
    snippets: (path, offset) => snippetsAt(authoring(), path, offset),
    newEndpoint: (near, wanted) => endpointNear(authoring(), near, wanted),
    urlNear: (near) => urlNear(authoring(), near),
  };
}

/** How a guard of that kind can be written in the file's app, best first; empty for files outside of apps. */
function idiomsFor(authoring: Authoring, path: FilePath, place: GuardPlace): readonly GuardIdiom[] {
  const app = authoring.program.project.appOf(path);
  return app ? guardIdioms(authoring, app, place) : [];
}

/** The snippets for the word that ends at `offset` of a listed file. */
function snippetsAt(authoring: Authoring, path: FilePath, offset: number): readonly SnippetCompletion[] {
  const text = authoring.textOf(path);
  const facts = text === undefined ? undefined : authoring.factsOf(path);
  if (text === undefined || !facts) return [];
  return snippetCompletions(snippetSource(authoring, path), path, text, facts, offset);
}

/** The source of snippets for one file, which need not exist yet. */
function snippetSource(authoring: Authoring, path: FilePath): SnippetSource {
  return {
    ...authoring,
    idiomsFor: (place) => idiomsFor(authoring, path, place),
    siblingTexts: () => siblingTexts(authoring, path),
  };
}

/** A new endpoint as it was asked for. */
export type WantedEndpoint =
  | { readonly kind: 'route'; readonly url: string; readonly methods: readonly string[] }
  | { readonly kind: 'action'; readonly name: string };

/** A new handler or action near a file or folder; undefined where that is in no app. */
function endpointNear(authoring: Authoring, near: FilePath, wanted: WantedEndpoint): NewEndpoint | undefined {
  const app = appNear(authoring, near);
  if (!app) return undefined;
  const source: NewEndpointSource = {
    sourceFor: (path) => snippetSource(authoring, path),
    textOf: (path) => authoring.textOf(path),
    paths: () => authoring.files.paths(),
  };
  return wanted.kind === 'route'
    ? newRoute(source, app, near, wanted.url, wanted.methods)
    : newAction(source, app, near, authoring.isListed(near), wanted.name);
}

/** What the URL of a new handler near a file or folder starts with; undefined where that is in no app. */
function urlNear(authoring: Authoring, near: FilePath): string | undefined {
  const app = appNear(authoring, near);
  return app && urlOfFolder(app, authoring.isListed(near) ? folderOf(near) : near);
}

/** The app that the path lies in; of a folder above a single app, that app. */
function appNear({ program }: Authoring, near: FilePath): App | undefined {
  const { project } = program;
  const below = project.apps.filter(({ root }) => isWithin(root, near));
  return project.appOf(joinPath(near, 'file')) ?? (below.length === 1 ? below[0] : undefined);
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
