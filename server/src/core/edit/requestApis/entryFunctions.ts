/** Finds the functions of a file that Next.js hands `params` and `searchParams` to. */
import { type Program } from '../../program/program';
import { nextMajor } from '../../program/nextMajor';
import { HTTP_METHODS, pageName, routeFileOf } from '../../program/routes';
import { type App } from '../../project/project';
import { type ParameterDeclaration } from '../../syntax/ast';
import { type ExportedFunction, exportedFunction } from '../../syntax/exportedFunctions';
import { type FileFacts } from '../../facts/fileFacts';
import { type ParsedFile } from '../../syntax/parse';
import { type FilePath, isWithin } from '../../text/filePath';

/** One such function, with the parameter whose properties are promises since Next.js 15. */
export interface EntryFunction extends ExportedFunction {
  /** `GET`, `default`, `generateMetadata` … */
  readonly exported: string;
  /** The props, or a route handler's context; undefined where the function takes none. */
  readonly parameter: ParameterDeclaration | undefined;
  readonly promised: readonly ('params' | 'searchParams')[];
}

/** What the plan is made from: a rule's context and an assist's both have it. */
export interface RequestContext {
  readonly path: FilePath;
  readonly file: FileFacts;
  program(): Program;
  syntax(): ParsedFile;
}

const IMAGES: ReadonlySet<string> = new Set(['opengraph-image', 'twitter-image', 'icon', 'apple-icon']);

/**
 * The entries of the context's file, by its place in the app.
 * https://nextjs.org/docs/app/guides/upgrading/version-15#async-request-apis-breaking-change; images since
 * https://nextjs.org/docs/app/guides/upgrading/version-16#async-request-apis-breaking-change
 */
export function entryFunctions(ctx: RequestContext): readonly EntryFunction[] {
  const app = ctx.program().project.appOf(ctx.path);
  if (!app?.appDir || !isWithin(ctx.path, app.appDir)) return [];
  const file = ctx.syntax();
  const entry = (
    exported: string,
    position: number,
    promised: EntryFunction['promised'],
  ): readonly EntryFunction[] => {
    const found = exportedFunction(file, exported);
    return found ? [{ ...found, exported, parameter: found.node.parameters[position], promised }] : [];
  };
  if (routeFileOf(app, ctx.path)?.kind === 'handler') {
    return HTTP_METHODS.flatMap((method) => entry(method, 1, ['params']));
  }
  const name = pageName(app, ctx.path) ?? '';
  const promised = promisedTo(app, name);
  if (promised.length === 0) return [];
  const isImage = IMAGES.has(name.replace(/\d$/, ''));
  return [
    ...entry('default', 0, promised),
    ...(isImage
      ? []
      : [...entry('generateMetadata', 0, promised), ...entry('generateViewport', 0, promised)]),
  ];
}

/** What the default export of such a file is given as promises; nothing for files that are no entries. */
export function promisedTo(app: App, name: string): EntryFunction['promised'] {
  if (name === 'page') return ['params', 'searchParams'];
  if (name === 'layout' || name === 'default') return ['params'];
  return IMAGES.has(name.replace(/\d$/, '')) && nextMajor(app) >= 16 ? ['params'] : [];
}
