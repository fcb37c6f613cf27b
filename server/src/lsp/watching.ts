/** Which changes on disk the server asks to hear of, and which of those it hears it acts on. */
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type FileEvent,
  type FileSystemWatcher,
  WatchKind,
} from 'vscode-languageserver';
import { baseName, type FilePath, folderOf } from '../core/text/filePath';
import { pathOf } from './fromProto';

const WATCHERS: readonly FileSystemWatcher[] = [
  { globPattern: '**/*.{ts,tsx,js,jsx,mjs,cjs,mts,cts}' },
  { globPattern: '**/{package,jsconfig,tsconfig*,next-surface,package-lock,npm-shrinkwrap}.json' },
  { globPattern: '**/next.config.*' },
  { globPattern: '**/{pnpm-workspace.yaml,pnpm-lock.yaml,yarn.lock,bun.lock,.gitignore}' },
  { globPattern: '**/node_modules/next/package.json' },
  // Of a folder that is moved or removed as a whole, editors report the folder alone, which no pattern for files matches.
  { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete },
];

/** Asks the client to report changes on disk. */
export async function registerWatchers(connection: Connection): Promise<void> {
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...WATCHERS] });
}

/** The path that must be read again because of an event; undefined where nothing depends on it. */
export function touchedPath(event: FileEvent): FilePath | undefined {
  if (IGNORED.test(event.uri) && !event.uri.endsWith('/node_modules/next/package.json')) return undefined;
  const path = pathOf(event.uri);
  // Which files of a folder are listed depends on its .gitignore.
  return path !== undefined && baseName(path) === '.gitignore' ? folderOf(path) : path;
}

/** Installs and builds touch many thousands of files; these are dropped before anything else looks at them. */
const IGNORED = /\/(?:node_modules|\.git|\.next|\.turbo)\//;
