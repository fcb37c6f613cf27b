// Types into route files of a workspace through the built language server, and measures how long each answer takes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** What is typed into a handler, one character at a time: half-typed code most of the time, as in life. */
const TYPED =
  "\n  const probe = await fetch(`/api/${1}`, { method: 'POST' });\n  if (!probe.ok) throw new Error('no');";

/** Files that are typed into, from small to the largest. */
const FILES = 5;

/**
 * Milliseconds from sending a change to having the file's diagnostics, for each keystroke: the server's work, both ways
 * through its pipe, and nothing else.
 * @param {string} server Absolute path of the built server.
 * @param {string} workspace Absolute path.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<readonly number[]>} Empty when there is no route file to type into.
 */
export async function measureKeystrokes(server, workspace, env) {
  const child = spawn(process.execPath, [server, '--stdio'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  // What a server may ask of an editor, answered like by one that has no settings.
  connection.onRequest('workspace/configuration', (params) => params.items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.listen();
  try {
    const uri = pathToFileURL(workspace).href;
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: path.basename(workspace) }],
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { workspaceFolders: true, configuration: true },
      },
    });
    await connection.sendNotification('initialized', {});
    // Is answered when the first scan is done.
    const report = await connection.sendRequest('nextSurface/report', { uri });
    const times = [];
    for (const target of await targetsOf(report, workspace))
      times.push(...(await typeInto(connection, target)));
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    return times;
  } finally {
    child.stdin.end();
    await Promise.race([once(child, 'close'), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    child.kill('SIGKILL');
    connection.dispose();
  }
}

/**
 * @typedef {object} Target
 * @property {string} uri
 * @property {string} text
 * @property {number} offset Where to type: behind the brace that opens a handler's body.
 */

/**
 * Route files evenly chosen by size, the largest among them.
 * @param {{ endpoints: readonly { kind: string, framework: boolean, file: string, line: number }[] }} report
 * @param {string} workspace
 * @returns {Promise<readonly Target[]>}
 */
async function targetsOf(report, workspace) {
  const lines = new Map();
  for (const { kind, framework, file, line } of report.endpoints) {
    if (kind === 'route' && !framework && !lines.has(file)) lines.set(file, line);
  }
  const targets = [];
  for (const [file, line] of lines) {
    const text = await readFile(path.join(workspace, file), 'utf8');
    const start = text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length;
    const brace = text.indexOf('{\n', start);
    if (brace >= 0)
      targets.push({ uri: pathToFileURL(path.join(workspace, file)).href, text, offset: brace + 1 });
  }
  targets.sort((a, b) => a.text.length - b.text.length);
  const step = Math.max(1, Math.floor((targets.length - 1) / (FILES - 1)));
  return targets
    .reverse()
    .filter((_, index) => index % step === 0)
    .slice(0, FILES);
}

/**
 * @param {import('vscode-languageserver/node').ProtocolConnection} connection
 * @param {Target} target
 */
async function typeInto(connection, { uri, text, offset }) {
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: 1, text },
  });
  const ask = () => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  await ask();
  const before = text.slice(0, offset).split('\n');
  let line = before.length - 1;
  let character = before[line]?.length ?? 0;
  const times = [];
  for (const [index, typed] of [...TYPED].entries()) {
    const position = { line, character };
    const started = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: index + 2 },
      contentChanges: [{ range: { start: position, end: position }, text: typed }],
    });
    await ask();
    times.push(performance.now() - started);
    if (typed === '\n') {
      line++;
      character = 0;
    } else character++;
  }
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  return times;
}
