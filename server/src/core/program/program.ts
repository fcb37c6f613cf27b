/** The linked program: what all files together serve. Made from link facts alone, so it cannot hold a position. */
import { type FactId, type LinkFacts } from '../facts/fileFacts';
import { type ModuleScan } from '../facts/moduleScan';
import { type App, type Project } from '../project/project';
import { type FilePath } from '../text/filePath';

import { type Importers } from './importers';
import { type ProxyCoverage } from './proxyCoverage';

/** The kinds of endpoints; see the glossary in ARCHITECTURE.md. */
export type EndpointKind = 'route' | 'action' | 'inline-action' | 'pages-api';

/** One thing that answers requests. */
export interface Endpoint {
  /** `<path>#<name>`, with `@2`, `@3` for repeated names of one file in source order. */
  readonly id: string;
  readonly app: App | undefined;
  /** Roots of the apps that reach it, where that is known; else its own app. */
  readonly apps: readonly FilePath[];
  readonly kind: EndpointKind;
  readonly framework: boolean;
  /** An inline action that stands right where a JSX prop takes it. */
  readonly passed: boolean;
  readonly name: string;
  readonly path: FilePath;
  readonly fact: FactId;
  readonly method: string | undefined;
  /** Next.js notation without basePath: `/api/users/[id]`. */
  readonly url: string | undefined;
}

/** What the program is linked from: the files' quick facts, and link facts for the files that are worth parsing. */
export interface ProgramFiles {
  paths(): Iterable<FilePath>;
  /** Listed files that hold no code, the metadata files of app folders among them: known by name alone. */
  otherPaths(): Iterable<FilePath>;
  scanOf(path: FilePath): ModuleScan | undefined;
  /** Parses when asked: call it only for files whose exports or actions matter. */
  linkFactsOf(path: FilePath): LinkFacts | undefined;
  /** The same for files that may hold endpoints; with `isTraced` it will be asked what their functions set in answers. */
  holderFactsOf(path: FilePath, isTraced: boolean): LinkFacts | undefined;
}

/** The program of one revision. */
export interface Program {
  readonly project: Project;
  /** The files that may hold endpoints, sorted: those that it was linked from. */
  readonly holders: readonly FilePath[];
  /** Sorted by app, path, and then as the file's facts order them. */
  readonly endpoints: readonly Endpoint[];
  endpointsOf(path: FilePath): readonly Endpoint[];
  /** What `app` serves, its pages aside, by URL in Next.js notation. */
  endpointsByUrl(app: App): ReadonlyMap<string, readonly Endpoint[]>;
  /** Who imports a module: the import graph of all files, backwards. */
  importers(): Importers;
  /** The files that can lead to code which says who may read an answer. */
  originModules(): ReadonlySet<FilePath>;
  /** Whether the app's proxy sees the endpoint's requests; undefined for code that no app holds. */
  proxyOf(endpoint: Endpoint): ProxyCoverage | undefined;
  /** The endpoints that a rewrite or redirect of `app` can lead to. */
  destinationOf(app: App, destination: string): readonly Endpoint[];
  /** Every source file of the workspace, in no particular order. */
  paths(): Iterable<FilePath>;
  /** The URLs of the app's pages, of either router, in Next.js notation and without basePath. */
  pageUrls(app: App): readonly string[];
  linkFactsOf(path: FilePath): LinkFacts | undefined;
}
