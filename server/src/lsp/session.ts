/** What the parts of one running language server share. */
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { type AnalysisHost } from '../core/analysis';
import { type Background } from './background';
import { describeError, type Log, type ServerEnvironment } from './environment';
import { type ClientTraits } from './fromProto';
import { type ServerSettings } from './settings';
import { type Workspace } from './workspace';

/** One running server. `client` and `settings` change during its life, so they are asked for. */
export interface Session {
  readonly connection: Connection;
  readonly environment: ServerEnvironment;
  readonly host: AnalysisHost;
  readonly log: Log;
  readonly workspace: Workspace;
  readonly background: Background;
  client(): ClientTraits;
  settings(): ServerSettings;
}

/** Wraps a request's handler: an error is logged with its stack and answered as one, and the server lives on. */
export function guarded<P, R>(
  log: Log,
  name: string,
  handler: (params: P, token: CancellationToken) => R | Promise<R>,
): (params: P, token: CancellationToken) => Promise<R> {
  return async (params, token) => {
    try {
      return await handler(params, token);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      log.error(`${name} failed: ${describeError(error)}`);
      throw new ResponseError(
        ErrorCodes.InternalError,
        `${name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
}

/** Ends a handler whose request was cancelled. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Request cancelled');
}

/** The document that a request names. Clients of all kinds connect, so its shape is checked where it comes in. */
export function documentUri(params: unknown): string {
  const uri = field(field(params, 'textDocument'), 'uri');
  if (typeof uri !== 'string')
    throw new ResponseError(ErrorCodes.InvalidParams, 'textDocument.uri must be a string');
  return uri;
}

/** A property of a value of unknown shape; undefined where there is none. */
export function field(value: unknown, name: string): unknown {
  // Reading a property of any object is safe; what it holds stays unknown.
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
