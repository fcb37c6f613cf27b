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

/** Every so many keystrokes somebody thinks, for so long (milliseconds) that the server begins what it left for later. */
const THINKING = { every: 9, for: 300 };

/** The start of a file, where an import is added. */
const START = { line: 0, character: 0 };

/**
 * @typedef {object} Typing
 * @property {readonly number[]} keystrokes From sending a change to having the file's diagnostics: the server's work, both
 *   ways through its pipe, and nothing else. Empty when there is no route file to type into.
 * @property {readonly number[]} imports The same for an edit that adds an import to a route file.
 * @property {readonly number[]} linked The whole surface report after such an edit: everything that it changes is known.
 * @property {readonly number[]} reports The whole surface report when nothing was edited.
 */

/**
 * All in milliseconds.
 * @param {string} server Absolute path of the built server.
 * @param {string} workspace Absolute path.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Typing>}
 */
export async function measureTyping(server, workspace, env) {
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
        workspace: { workspaceFolders: true, configuration: true, diagnostics: { refreshSupport: true } },
      },
    });
    await connection.sendNotification('initialized', {});
    // Is answered when the first scan is done.
    const report = await connection.sendRequest('nextSurface/report', { uri });
    /** @type {{ keystrokes: number[], imports: number[], linked: number[], reports: number[] }} */
    const times = { keystrokes: [], imports: [], linked: [], reports: [] };
    for (const target of await targetsOf(report, workspace)) {
      times.keystrokes.push(...(await typeInto(connection, target)));
      const { diagnostics, linked, again } = await addImport(connection, target, uri);
      times.imports.push(diagnostics);
      times.linked.push(linked);
      times.reports.push(again);
    }
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
  await open(connection, uri, text);
  const before = text.slice(0, offset).split('\n');
  let line = before.length - 1;
  let character = before[line]?.length ?? 0;
  const times = [];
  for (const [index, typed] of [...TYPED].entries()) {
    if (index % THINKING.every === 0) await new Promise((resolve) => setTimeout(resolve, THINKING.for));
    times.push(await insert(connection, uri, index + 2, { line, character }, typed));
    if (typed === '\n') {
      line++;
      character = 0;
    } else character++;
  }
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  return times;
}

/**
 * @param {import('vscode-languageserver/node').ProtocolConnection} connection
 * @param {Target} target
 * @param {string} workspace Its URI.
 */
async function addImport(connection, { uri, text }, workspace) {
  const report = () => connection.sendRequest('nextSurface/report', { uri: workspace });
  await open(connection, uri, text);
  await report();
  const again = await timed(report);
  const diagnostics = await insert(connection, uri, 2, START, "import { probe } from './probe';\n");
  const linked = await timed(report);
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  return { diagnostics, linked, again };
}

/**
 * @param {import('vscode-languageserver/node').ProtocolConnection} connection
 * @param {string} uri
 * @param {string} text
 */
async function open(connection, uri, text) {
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: 1, text },
  });
  await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
}

/**
 * Milliseconds from an edit to the file's diagnostics.
 * @param {import('vscode-languageserver/node').ProtocolConnection} connection
 * @param {string} uri
 * @param {number} version
 * @param {{ line: number, character: number }} position
 * @param {string} text
 */
function insert(connection, uri, version, position, text) {
  return timed(async () => {
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: position, end: position }, text }],
    });
    await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  });
}

/** @param {() => Promise<unknown>} task */
async function timed(task) {
  const started = performance.now();
  await task();
  return performance.now() - started;
}
