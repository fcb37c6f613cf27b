/** Answers how a handler is cached and who may read it, and remembers answers with the files that they rest on. */
import { type ModuleBehavior } from '../behavior/ir';
import { type ModuleScan } from '../facts/moduleScan';
import { type Endpoint, type Program } from '../program/program';
import { type App } from '../project/project';
import { type FilePath } from '../text/filePath';
import { type Caching, judgeCaching } from './caching';
import { type ConfigOrigins, configOrigins, NOTHING } from './configHeaders';
import { allowedOrigins, type AllowedOrigins, type Cors, corsOf, NO_ORIGINS } from './cors';
import { type HandlerTrace, traceHandler, type TraceTarget } from './traceHandler';

/** What answers are made from beside the program. */
export interface HandlerFiles {
  paths(): Iterable<FilePath>;
  scanOf(path: FilePath): ModuleScan | undefined;
  /** Parses when asked. The same object as long as the file's text is the same. */
  behaviorOf(path: FilePath): ModuleBehavior | undefined;
}

/** Facts of route handlers. */
export interface HandlerFacts {
  /** Undefined for actions. */
  cachingOf(endpoint: Endpoint): Caching | undefined;
  /** Undefined for actions, and where it is not known. */
  corsOf(endpoint: Endpoint): Cors | undefined;
}

interface Memo {
  readonly trace: HandlerTrace;
  readonly reads: readonly (readonly [FilePath, ModuleBehavior | undefined])[];
}

/** Makes facts for one program. Bodies may change under it: an answer is made anew when a file that it read did. */
export function handlerFacts(program: Program, files: HandlerFiles): HandlerFacts {
  return new Facts(program, files);
}

class Facts implements HandlerFacts {
  readonly #program: Program;
  readonly #files: HandlerFiles;
  readonly #memos = new Map<string, Memo>();

  constructor(program: Program, files: HandlerFiles) {
    this.#program = program;
    this.#files = files;
  }

  cachingOf(endpoint: Endpoint): Caching | undefined {
    if (endpoint.kind !== 'route' && endpoint.kind !== 'pages-api') return undefined;
    const target = targetOf(endpoint, endpoint.name === 'HEAD' ? 'GET' : endpoint.name);
    return judgeCaching({
      endpoint,
      link: this.#program.linkFactsOf(endpoint.path),
      methods: this.#methodsOf(endpoint.path),
      trace: () => this.#trace(target),
      traceOwn: () => this.#trace(target, 'own', (path) => path === endpoint.path),
    });
  }

  corsOf(endpoint: Endpoint): Cors | undefined {
    const { app, url, method, path, kind } = endpoint;
    if ((kind !== 'route' && kind !== 'pages-api') || !app || url === undefined) return undefined;
    // One function of the Pages Router answers all methods: https://nextjs.org/docs/pages/building-your-application/routing/api-routes
    const answersAll = kind === 'pages-api';
    const hasOptions = answersAll || (!endpoint.framework && this.#methodsOf(path).has('OPTIONS'));
    return corsOf({
      method,
      handler: this.#allowed(endpoint, endpoint.name),
      options: hasOptions ? this.#allowed(endpoint, 'OPTIONS') : undefined,
      config: this.#configOrigins(app, url),
      configPath: app.configPath,
      proxy: this.#proxyOrigins(endpoint),
      refusesOptions: () => !url.includes('[') && this.#isPrerendered(path),
    });
  }

  /** A configuration whose text never names the header sets none, however little of it can be read. */
  #configOrigins(app: App, url: string): ConfigOrigins {
    if (app.configPath !== undefined && !this.#reachesMention(app.configPath)) return NOTHING;
    return configOrigins(app, url);
  }

  #isPrerendered(path: FilePath): boolean {
    const get = this.#program.endpointsOf(path).find(({ method }) => method === 'GET');
    return get !== undefined && this.cachingOf(get)?.mode === 'static';
  }

  #methodsOf(path: FilePath): ReadonlySet<string> {
    return new Set(this.#program.endpointsOf(path).flatMap(({ method }) => method ?? []));
  }

  /** What an exported function sets. Code from which nothing that names the header can be reached is not looked at. */
  #allowed(endpoint: Endpoint, name: string): AllowedOrigins {
    const { path } = endpoint;
    if (!this.#reachesMention(path)) return this.#comesFromPackage(path, name) ? NOT_FOLLOWED : NO_ORIGINS;
    const found = allowedOrigins(
      this.#traceOrigins(targetOf(endpoint, endpoint.framework ? 'default' : name)),
    );
    return found.origins.length === 0 && this.#comesFromPackage(path, name) ? NOT_FOLLOWED : found;
  }

  /** `export const { GET, POST } = handlers` of a package: what its answers hold can't be seen. */
  #comesFromPackage(path: FilePath, name: string): boolean {
    const link = this.#program.linkFactsOf(path);
    const value = link?.exports.find((each) => each.name === name)?.value;
    if (value?.kind === 'reexport') return this.#isPackage(path, value.specifier);
    if (value?.kind === 'import') return this.#isPackage(path, value.specifier);
    if (value?.kind !== 'call' || value.callee === undefined) return value?.kind === 'destructured';
    const root = value.callee.split('.')[0];
    const imported = link?.imports.find(({ local }) => local === root);
    return imported !== undefined && this.#isPackage(path, imported.specifier);
  }

  #isPackage(from: FilePath, specifier: string): boolean {
    return this.#program.project.resolve(from, specifier).kind !== 'file';
  }

  #proxyOrigins(endpoint: Endpoint): AllowedOrigins & { readonly answersOptions: boolean } {
    const { covered, path } = this.#program.proxyOf(endpoint) ?? { covered: false, path: undefined };
    if (covered === false || path === undefined || !this.#reachesMention(path))
      return { ...NO_ORIGINS, answersOptions: false };
    const exported = this.#program.linkFactsOf(path)?.exports ?? [];
    const name = PROXY_EXPORTS.find((candidate) => exported.some((each) => each.name === candidate));
    if (name === undefined) return { ...NO_ORIGINS, answersOptions: false };
    const { method, url = '' } = endpoint;
    const pathname = url.includes('[') ? undefined : url;
    const traceOf = (asked: string | undefined): AllowedOrigins =>
      allowedOrigins(
        this.#traceOrigins({ path, name, request: { method: asked, pathname }, withRequest: true }),
      );
    const found = traceOf(method);
    const certain = found.certain && covered === true;
    if (covered === 'unknown')
      return { ...NO_ORIGINS, certain: found.origins.length === 0, answersOptions: false };
    const text = JSON.stringify(this.#files.behaviorOf(path)?.functions ?? {});
    const answersOptions = text.includes('"OPTIONS"') && traceOf('OPTIONS').origins.length > 0;
    return { ...found, certain, answersOptions };
  }

  #reachesMention(path: FilePath): boolean {
    return this.#program.originModules().has(path);
  }

  /** Only for its headers: files that lead to no mention of one are left out. */
  #traceOrigins(target: TraceTarget): HandlerTrace {
    return this.#trace(target, 'origins', (path) => this.#reachesMention(path));
  }

  #trace(target: TraceTarget, purpose = '', matters: (path: FilePath) => boolean = () => true): HandlerTrace {
    const { path, name, request } = target;
    const key = `${purpose} ${path}#${name} ${request.method ?? ''} ${request.pathname ?? ''}`;
    const memo = this.#memos.get(key);
    if (memo?.reads.every(([read, behavior]) => this.#files.behaviorOf(read) === behavior)) return memo.trace;
    const { project } = this.#program;
    const trace = traceHandler(
      {
        behaviorOf: (asked) => this.#files.behaviorOf(asked),
        resolve: (from, specifier) => project.resolve(from, specifier),
        directiveOf: (asked) => this.#files.scanOf(asked)?.directive,
        matters,
      },
      target,
    );
    const reads = [...trace.reads].map((read) => [read, this.#files.behaviorOf(read)] as const);
    this.#memos.set(key, { trace, reads });
    return trace;
  }
}

const NOT_FOLLOWED: AllowedOrigins = { origins: [], site: undefined, always: false, certain: false };

/** https://nextjs.org/docs/app/api-reference/file-conventions/proxy: a named export, or the default one. */
const PROXY_EXPORTS: readonly string[] = ['proxy', 'middleware', 'default'];

function targetOf({ path, kind, framework, method, url = '' }: Endpoint, name: string): TraceTarget {
  return {
    path,
    name: framework || kind === 'pages-api' ? 'default' : name,
    request: {
      method: method === 'HEAD' ? 'GET' : name === 'OPTIONS' ? 'OPTIONS' : method,
      pathname: url.includes('[') || kind === 'pages-api' ? undefined : url,
    },
    withRequest: kind === 'route' && !framework,
  };
}
