/** The built language server: as a process that any editor can start, and as a worker that has nothing of Node. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, Script } from 'node:vm';
import { type Diagnostic } from 'vscode-languageserver/node';
import { type AnalysisHost } from '../../server/src/core/analysis';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { type FilePath, filePath } from '../../server/src/core/text/filePath';
import { diagnosticsOf } from '../../server/src/lsp/diagnostics';
import { toUri } from '../../server/src/lsp/toProto';
import { createNodeFiles } from '../../server/src/node/nodeFiles';
import {
  FIND_FILES_REQUEST,
  READ_FILE_REQUEST,
  REPORT_REQUEST,
  type SurfaceResult,
} from '../../server/src/protocol';
import { allRules } from '../../server/src/rules/index';
import { FULL_CLIENT } from '../support/lspSession';

const ROOT = join(__dirname, '../..');
const SERVER = join(ROOT, 'dist/server.js');
const WORKER = join(ROOT, 'dist/web/server.js');
const SHOP = filePath(join(ROOT, 'examples/shop').replaceAll('\\', '/'));

/** A JSON-RPC message, in either direction. */
interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A client that knows nothing but JSON-RPC: it numbers requests and answers the server's with null. */
class PlainClient {
  readonly #send: (message: object) => void;
  readonly #answer: (method: string, params: unknown) => unknown;
  readonly #open = new Map<number, (message: Message) => void>();
  #next = 1;

  constructor(
    send: (message: object) => void,
    answer: (method: string, params: unknown) => unknown = () => null,
  ) {
    this.#send = send;
    this.#answer = answer;
  }

  receive(message: Message): void {
    if (message.method === undefined) this.#open.get(Number(message.id))?.(message);
    else if (message.id !== undefined) {
      const result = this.#answer(message.method, message.params) ?? null;
      this.#send({ jsonrpc: '2.0', id: message.id, result });
    }
  }

  notify(method: string, params?: object): void {
    this.#send({ jsonrpc: '2.0', method, ...(params && { params }) });
  }

  async request<Result>(method: string, params?: object): Promise<Result> {
    const id = this.#next++;
    const answer = new Promise<Message>((resolve) => this.#open.set(id, resolve));
    this.#send({ jsonrpc: '2.0', id, method, ...(params && { params }) });
    const message = await answer;
    if (message.error) throw new Error(message.error.message);
    // What a method returns is the protocol's promise; the tests assert its content.
    return message.result as Result;
  }

  async initialize(root: string): Promise<void> {
    const workspaceFolders = [{ uri: root, name: 'shop' }];
    const capabilities = { textDocument: FULL_CLIENT.textDocument };
    await this.request('initialize', { processId: null, rootUri: root, workspaceFolders, capabilities });
    this.notify('initialized', {});
  }
}

describe('dist/server.js', function () {
  this.timeout(60_000);
  let server: ChildProcessWithoutNullStreams;
  let client: PlainClient;
  let errors = '';

  before(() => assert.ok(existsSync(SERVER), 'dist/server.js is missing: run npm run build'));
  beforeEach(() => {
    errors = '';
    server = spawn(process.execPath, [SERVER, '--stdio']);
    server.stderr.on('data', (chunk) => (errors += String(chunk)));
    client = new PlainClient((message) => {
      const body = JSON.stringify(message);
      server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
    let pending = Buffer.alloc(0);
    server.stdout.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const end = pending.indexOf('\r\n\r\n');
        if (end < 0) return;
        const header = pending.subarray(0, end).toString('ascii');
        const length = /^Content-Length: (\d+)$/m.exec(header)?.[1];
        assert.ok(length, `something other than a message on stdout: ${header}`);
        const start = end + 4;
        if (pending.length < start + Number(length)) return;
        client.receive(JSON.parse(pending.subarray(start, start + Number(length)).toString('utf8')));
        pending = pending.subarray(start + Number(length));
      }
    });
  });
  afterEach(() => void server.kill('SIGKILL'));

  it('gives a plain JSON-RPC client the diagnostics that the engine gives in process', async () => {
    await client.initialize(toUri(SHOP));
    await client.request('nextSurface/report', {});
    const { host, paths } = engineInProcess();
    let found = 0;
    for (const path of paths) {
      const uri = toUri(path);
      // The example is sound, so that a build accepts it; without its `async` it is not.
      const text = (host.snapshot().text(path) ?? '').replaceAll('export async function', 'export function');
      host.applyChange({ files: new Map([[path, { read: () => text }]]) });
      client.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'typescript', version: 1, text },
      });
      // Is answered when everything is known, and so the diagnostics after it are whole.
      await client.request(REPORT_REQUEST, {});
      const report: { items: Diagnostic[] } = await client.request('textDocument/diagnostic', {
        textDocument: { uri },
      });
      assert.deepEqual(report.items, diagnosticsOf(host.snapshot(), path, 'whole'), path);
      found += report.items.length;
    }
    assert.ok(found >= 5, `${found} diagnostics`);
    assert.equal(errors, '');
  });

  it('finds the surface of the example', async () => {
    await client.initialize(toUri(SHOP));
    await client.request('nextSurface/report', {});
    const surface: SurfaceResult = await client.request('nextSurface/surface');
    assert.equal(surface.state, 'ready');
    assert.deepEqual(
      surface.apps.map(({ name }) => name),
      ['shop'],
    );
    assert.ok(surface.endpoints.some(({ id }) => id === 'app/api/orders/route.ts#GET'));
  });

  it('ends with code 0 after shutdown and exit', async () => {
    await client.initialize(toUri(SHOP));
    await client.request('shutdown');
    client.notify('exit');
    assert.deepEqual(await once(server, 'exit'), [0, null]);
    assert.equal(errors, '');
  });

  it('ends by itself when its parent is gone', async () => {
    await client.initialize(toUri(SHOP));
    server.stdin.end();
    assert.deepEqual(await once(server, 'exit'), [1, null]);
  });

  it('says how it is started when it is started otherwise', async () => {
    const lonely = spawn(process.execPath, [SERVER]);
    let said = '';
    lonely.stderr.on('data', (chunk) => (said += String(chunk)));
    const [code] = await once(lonely, 'close');
    assert.equal(code, 1);
    assert.match(said, /--stdio/);
  });
});

describe('dist/web/server.js', function () {
  this.timeout(60_000);
  before(() => assert.ok(existsSync(WORKER), 'dist/web/server.js is missing: run npm run build'));

  it('answers from a worker without Node, with files that the client reads for it', async () => {
    const files = new Map<string, string>([
      ['vscode-vfs://github/o/r/package.json', '{ "dependencies": { "next": "16.4.6" } }'],
      ['vscode-vfs://github/o/r/app/%5Bid%5D/route.ts', 'export const GET = wrap(async () => {});'],
      ['vscode-vfs://github/o/r/app/actions.ts', "'use server';\nexport function save() {}\n"],
      ['vscode-vfs://github/o/r/node_modules/x/app/route.ts', 'export function GET() {}'],
    ]);
    const read: string[] = [];
    const { client, failures } = startWorker((method, params) => {
      if (method === FIND_FILES_REQUEST) return [...files.keys()];
      if (method !== READ_FILE_REQUEST) return null;
      // The parameters of our own request, as protocol.ts has them.
      const { uri } = params as { uri: string };
      read.push(uri);
      return files.get(uri);
    });
    await client.initialize('vscode-vfs://github/o/r');
    await client.request('nextSurface/report', {});
    const surface: SurfaceResult = await client.request('nextSurface/surface');
    assert.deepEqual(
      surface.endpoints.map(({ id, url, uri }) => ({ id, url, uri })),
      [
        { id: 'app/[id]/route.ts#GET', url: '/[id]', uri: 'vscode-vfs://github/o/r/app/%5Bid%5D/route.ts' },
        { id: 'app/actions.ts#save', url: null, uri: 'vscode-vfs://github/o/r/app/actions.ts' },
      ],
    );
    const report: { items: Diagnostic[] } = await client.request('textDocument/diagnostic', {
      textDocument: { uri: 'vscode-vfs://github/o/r/app/actions.ts' },
    });
    assert.deepEqual(
      report.items.map(({ code }) => code),
      ['require-async-server-action'],
    );
    assert.deepEqual(
      read.filter((uri) => uri.includes('node_modules')),
      [],
    );
    assert.deepEqual(failures, []);
  });
});

/** The engine in this process over the example, and the example's TypeScript files. */
function engineInProcess(): { readonly host: AnalysisHost; readonly paths: readonly FilePath[] } {
  const host = createAnalysisHost(allRules, { version: '0.0.0-test' });
  const listed = [...createNodeFiles().list(SHOP)].filter((file) => file !== undefined);
  host.applyChange({ roots: [SHOP], files: new Map(listed.map(({ path, input }) => [path, input])) });
  return { host, paths: listed.map(({ path }) => path).filter((path) => path.endsWith('.ts')) };
}

/** Runs the worker's bundle where only a worker's globals exist. */
function startWorker(answer: (method: string, params: unknown) => unknown) {
  const failures: string[] = [];
  const listeners = new Map<string, (event: object) => void>();
  const scope: Record<string, unknown> = {
    postMessage: (message: Message) => setImmediate(() => client.receive(structuredClone(message))),
    addEventListener: (type: string, listener: (event: object) => void) => listeners.set(type, listener),
    console: { error: (text: unknown) => failures.push(String(text)) },
    MessageChannel,
    performance,
    setTimeout,
    clearTimeout,
    TextDecoder,
    TextEncoder,
    URL,
  };
  scope['self'] = scope;
  const context = createContext(scope);
  new Script(readFileSync(WORKER, 'utf8'), { filename: pathToFileURL(WORKER).href }).runInContext(context);
  const client = new PlainClient((message) => {
    const data: unknown = structuredClone(message);
    const { onmessage } = scope;
    setImmediate(() => (typeof onmessage === 'function' ? onmessage : listeners.get('message'))?.({ data }));
  }, answer);
  return { client, failures };
}
