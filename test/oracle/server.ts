/** Starts a built app on a port of this machine, and asks it what its manifests do not say. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { nextBin, nextEnvironment, type OracleBuild } from './builds';
import { type BuiltRoutes } from './manifests';

/** A running `next start`. */
export interface StartedApp {
  /** Requests a path; basePath is added. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** What the server has printed so far. */
  printed(): string;
  stop(): Promise<void>;
}

/** Starts the build in `folder`; ready when it says so. */
export async function startApp(build: OracleBuild, folder: string, basePath: string): Promise<StartedApp> {
  return startNext(nextBin(build.next), folder, basePath);
}

/** Starts what `script`, a Next.js of any folder, has built in `folder`; `env` comes on top of the environment. */
export async function startNext(
  script: string,
  folder: string,
  basePath: string,
  env: NodeJS.ProcessEnv = {},
): Promise<StartedApp> {
  const port = await freePort();
  const args = [script, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...nextEnvironment(), ...env } });
  const printed = await ready(child);
  return {
    printed,
    request: (path, init) =>
      fetch(`http://127.0.0.1:${port}${basePath}${path}`, { redirect: 'manual', ...init }),
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** Waits until it serves; the result is all that it printed, also later. */
async function ready(child: ChildProcess): Promise<() => string> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (data: Buffer): void => {
      output += String(data);
      if (output.includes('Ready in')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`next start ended:\n${output}`)));
  });
  return () => output;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  server.close();
  await once(server, 'close');
  return address.port;
}

/** A URL that a route answers to: every dynamic part filled in. */
export function exampleOf(url: string): string {
  return url
    .replace(/\/\[\[\.\.\.[^\]]+\]\]/g, '')
    .replace(/\[\.\.\.[^\]]+\]/g, 'x/y')
    .replace(/\[[^\]]+\]/g, 'x');
}

/** What browsers get of the pages that were not prerendered, the intercepted ones as soft navigations request them. */
export async function renderedTexts(app: StartedApp, { pages, prerendered }: BuiltRoutes): Promise<string> {
  const texts: string[] = [];
  for (const url of pages.filter((page) => !prerendered.has(page) && !page.startsWith('/_'))) {
    const intercepting = /^(.*)\/\((\.{1,3}|\.\.\)\(\.\.)\)([^/]+.*)$/.exec(url);
    if (!intercepting) texts.push(await (await app.request(exampleOf(url))).text());
    else {
      const [, from = '', dots = '', rest = ''] = intercepting;
      const base = dots === '.' ? from : dots === '...' ? '' : from.slice(0, from.lastIndexOf('/'));
      const headers = { RSC: '1', 'Next-Url': exampleOf(from) || '/' };
      texts.push(await (await followed(app, exampleOf(`${base}/${rest}`), headers)).text());
    }
  }
  return texts.join('\n');
}

/** Next.js redirects to a URL that repeats what the headers say. */
async function followed(
  app: StartedApp,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const first = await app.request(path, { headers });
  const location = first.headers.get('location');
  return location === null ? first : fetch(new URL(location, first.url), { headers });
}

/** The methods that a route's own exports answer to, from the `Allow` of the automatic OPTIONS; undefined without one. */
export async function allowedMethods(app: StartedApp, url: string): Promise<readonly string[] | undefined> {
  const response = await app.request(exampleOf(url), { method: 'OPTIONS' });
  const allow = response.headers.get('allow');
  if (response.status !== 204 || allow === null) return undefined;
  return allow.split(', ').filter((method) => method !== 'OPTIONS');
}
