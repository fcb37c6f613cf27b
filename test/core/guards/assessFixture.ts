/** Assesses the endpoints of a fixture with a small catalogue of made-up packages, so that tests are about behavior, not data. */
import assert from 'node:assert/strict';
import { placeRange } from '../../../server/src/core/behavior/scope';
import { extractBehavior, type ExtractedBehavior } from '../../../server/src/core/behavior/extractBehavior';
import { createCatalogue } from '../../../server/src/core/catalogue/catalogue';
import { type Behavior, type CatalogueEntry } from '../../../server/src/core/catalogue/entry';
import { assess, type Assessment } from '../../../server/src/core/guards/assess';
import { createMemory } from '../../../server/src/core/guards/memory';
import { type CodeBase } from '../../../server/src/core/guards/run';
import { type Target } from '../../../server/src/core/guards/request';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { type FilePath, relativePath } from '../../../server/src/core/text/filePath';
import { LineIndex } from '../../../server/src/core/text/lineIndex';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

function entry(
  id: string,
  imports: readonly string[],
  rules: Readonly<Record<string, Behavior>>,
  async = false,
): CatalogueEntry {
  return {
    id,
    category: 'authentication',
    packages: [id],
    imports,
    source: 'https://example.com',
    rules: Object.entries(rules).map(([call, behavior]) => ({
      call,
      behavior,
      ...(async && { async: true }),
    })),
  };
}

const effect = (kind: 'database' | 'mail' | 'job'): Behavior => ({ role: 'effect', effect: kind });

/** `session`, `raw`, `token`, `db`, `schema`, `builder`, `procedure`, `frames`, `hmac`, `mail`: one package for each idiom. */
export const ENTRIES: readonly CatalogueEntry[] = [
  entry(
    'session',
    ['session'],
    {
      getSession: { role: 'identity', kind: 'session', absent: 'null' },
      requireSession: { role: 'asserts', kind: 'session' },
      getAuth: {
        role: 'identity',
        kind: 'session',
        absent: { userId: 'null', protect: 'rejects', has: 'denies' },
      },
      signIn: { role: 'credential' },
    },
    true,
  ),
  entry('session-factory', ['session-factory'], {
    'createAuth().api.getSession': { role: 'identity', kind: 'session', absent: 'null' },
    'createAuth().handlers.*': { role: 'delegates', note: 'session-factory', publicByDesign: true },
    'new Auth().getSession': { role: 'identity', kind: 'session', absent: 'null' },
  }),
  entry('raw', ['raw'], { decode: { role: 'identity', kind: 'token', absent: 'null', raw: true } }),
  entry('token', ['token'], { verify: { role: 'asserts', kind: 'token' } }),
  entry('webhook', ['webhook'], {
    'new Webhook().verify': { role: 'asserts', kind: 'signature' },
    verifySignature: { role: 'wraps', kind: 'signature', handler: 0 },
  }),
  entry('db', ['db'], {
    'db.*.find': { role: 'read', single: true },
    'db.*.list': { role: 'read', single: false },
    'db.*.create': effect('database'),
    'db.*.update': effect('database'),
    'db.*.delete': effect('database'),
  }),
  entry('schema', ['schema'], {
    '**.parse': { role: 'validates', mode: 'throws' },
    '**.safeParse': { role: 'validates', mode: 'result' },
  }),
  entry('builder', ['builder'], {
    createClient: {
      role: 'builder',
      methods: {
        use: { does: 'middleware', style: 'object' },
        schema: { does: 'schema' },
        action: { does: 'handler', input: 'parsedInput' },
      },
    },
  }),
  entry('procedure', ['procedure'], {
    createProcedure: {
      role: 'builder',
      methods: {
        handler: { does: 'middleware', style: 'procedure' },
        createAction: {
          does: 'chain',
          methods: { input: { does: 'schema' }, handler: { does: 'handler', input: 'input' } },
        },
      },
    },
  }),
  entry('trace', ['trace'], { withTrace: { role: 'neutral', argument: 0 } }),
  entry('handlers', ['handlers'], { REST: { role: 'delegates', note: 'handlers' } }),
  entry('hmac', ['hmac'], { createHmac: { role: 'secret' }, timingSafeEqual: { role: 'compares' } }),
  entry('mail', ['mail'], { send: effect('mail') }),
];

/** An assessment with its place as `file:line` (1-based). */
export interface Assessed extends Assessment {
  readonly at: string | undefined;
}

/** The workspace of a fixture as the analysis sees it. */
export function codeOf(files: ReadonlyMap<FilePath, string>): {
  readonly code: CodeBase;
  extracted(path: FilePath): ExtractedBehavior | undefined;
} {
  const program = engineOver(files).snapshot().program();
  const known = new Map<FilePath, ExtractedBehavior>();
  const extracted = (path: FilePath): ExtractedBehavior | undefined => {
    const text = files.get(path);
    if (text === undefined || !/\.[jt]sx?$/.test(path)) return undefined;
    let found = known.get(path);
    if (!found) known.set(path, (found = extractBehavior(parseFile(path, text))));
    return found;
  };
  const code: CodeBase = {
    catalogue: createCatalogue(ENTRIES),
    behaviorOf: (path) => extracted(path)?.behavior,
    resolve: (from, specifier) => program.project.resolve(from, specifier),
    projectModules: new Set(),
  };
  return { code, extracted };
}

/** Assesses the fixture's endpoint of that name, or its only one. A fixture without `//-` is `app/api/route.ts`. */
export function assessFixture(source: string, name?: string): Assessed {
  const text = /^\s*\/\/- /m.test(source) ? source : `//- app/api/route.ts\n${source}`;
  const withApp = text.includes('//- package.json')
    ? text
    : `//- package.json\n{ "dependencies": { "next": "16.0.0" } }\n${text}`;
  const { files } = parseFixture(withApp);
  const { code, extracted } = codeOf(files);
  const { endpoints } = engineOver(files).snapshot().program();
  const found = name === undefined ? endpoints : endpoints.filter((each) => each.name === name);
  const [endpoint] = found;
  assert.ok(endpoint, `no endpoint ${name ?? ''} in ${endpoints.map((each) => each.id).join(', ')}`);
  const target: Target = {
    path: endpoint.path,
    kind: endpoint.kind,
    name: endpoint.name,
    inline: endpoint.kind === 'inline-action' ? Number(endpoint.fact.split(':')[1]) : undefined,
    framework: endpoint.framework,
    method: endpoint.method,
    url: endpoint.url,
  };
  const assessment = assess(code, createMemory(), target);
  const { at } = assessment.guard;
  const range = at && placeRange(extracted(at.path)?.places ?? {}, `at:${at.fn}:${at.place}`);
  const line = at && range && new LineIndex(files.get(at.path) ?? '').positionAt(range.start).line + 1;
  return { ...assessment, at: at && `${relativePath(FIXTURE_ROOT, at.path)}:${String(line)}` };
}
