/** A language client without a server: tests say what the server answers and what becomes of it. */
import './fakeVscode';
import { CloseAction, ErrorAction, State, type LanguageClientOptions } from 'vscode-languageclient';
import { type CreateClient, type LanguageClientLike } from '../../client/src/serverConnection';

type Handler = (parameters?: unknown) => unknown;

/** One client, as the extension made it. */
export class FakeLanguageClient {
  /** What the server answers, by the request's method. */
  readonly answers = new Map<string, Handler>();
  /** Requests that were sent. */
  readonly requests: { readonly method: string; readonly parameters: unknown }[] = [];
  /** Errors of the library that would have shown a notification of its own. */
  readonly ownNotifications: string[] = [];
  /** What the protocol's edits become: an edit as the fake editor applies it, given away by the server. */
  readonly protocol2CodeConverter = { asWorkspaceEdit: async (edit: unknown): Promise<unknown> => edit };
  isDisposed = false;
  isAskedToStart = false;
  private readonly handlers = new Map<string, Handler>();
  private readonly stateListeners: ((event: { oldState: State; newState: State }) => void)[] = [];
  private settle: { resolve(): void; reject(error: Error): void } | undefined;
  private crashes = 0;

  constructor(readonly options: LanguageClientOptions) {}

  /** The server has answered the first request. */
  run(): void {
    this.setState(State.Running);
    this.settle?.resolve();
  }

  /** The server can't be reached, as the library reports it. */
  async failToStart(): Promise<void> {
    await this.options.errorHandler?.closed();
    this.setState(State.StartFailed);
    this.error("couldn't create connection to server.", undefined, 'force');
    this.settle?.reject(new Error('no server'));
    await settled();
  }

  /** The server's process ends; the library restarts it if the error handler says so. */
  async crash({ comesBack = true }: { readonly comesBack?: boolean } = {}): Promise<void> {
    const result = await this.options.errorHandler?.closed();
    if (result?.action === CloseAction.Restart) {
      this.setState(State.Stopped);
      this.setState(State.Starting);
      this.setState(comesBack ? State.Running : State.StartFailed);
    } else {
      this.error('Connection to server got closed.', undefined, result?.handled === true ? false : 'force');
      this.setState(State.Stopped);
    }
    await settled();
  }

  /** The server sends a notification. */
  async notify(method: string): Promise<void> {
    this.handlers.get(method)?.();
    await settled();
  }

  /** The server sends a request. */
  async ask(method: string, parameters?: unknown): Promise<unknown> {
    return this.handlers.get(method)?.(parameters);
  }

  createDefaultErrorHandler() {
    return {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => ({ action: (this.crashes += 1) <= 4 ? CloseAction.Restart : CloseAction.DoNotRestart }),
    };
  }

  error(message: string, _data?: unknown, showNotification: boolean | 'force' = true): void {
    if (showNotification !== false) this.ownNotifications.push(message);
  }

  onDidChangeState(listener: (event: { oldState: State; newState: State }) => void): void {
    this.stateListeners.push(listener);
  }

  onNotification(method: string, handler: Handler): void {
    this.handlers.set(method, handler);
  }

  onRequest(method: string, handler: Handler): void {
    this.handlers.set(method, handler);
  }

  async sendRequest(method: string, parameters?: unknown): Promise<unknown> {
    this.requests.push({ method, parameters });
    const answer = this.answers.get(method);
    if (answer === undefined) throw new Error(`no answer to ${method}`);
    return answer(parameters);
  }

  start(): Promise<void> {
    this.isAskedToStart = true;
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }

  private setState(newState: State): void {
    for (const listener of this.stateListeners) listener({ oldState: State.Stopped, newState });
  }
}

/** Makes fake clients and keeps them, the latest last. */
export function fakeClients(prepare: (client: FakeLanguageClient) => void): {
  readonly created: readonly FakeLanguageClient[];
  readonly create: CreateClient;
} {
  const created: FakeLanguageClient[] = [];
  const create: CreateClient = (_id, _name, options) => {
    const client = new FakeLanguageClient(options);
    prepare(client);
    created.push(client);
    // The fake has the methods that are used, but not their many overloads.
    return client as unknown as LanguageClientLike;
  };
  return { created, create };
}

/** Resolves when everything that was only waiting for promises has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
