/** Keeps one language server running: starts, restarts and stops it, and tells when it is gone for good. */
import { EventEmitter, type Disposable, type LogOutputChannel, type WorkspaceEdit } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  RevealOutputChannelOn,
  State,
  type BaseLanguageClient,
  type DocumentSelector,
  type ErrorHandler,
  type LanguageClientOptions,
  type WorkspaceEdit as LspWorkspaceEdit,
} from 'vscode-languageclient';
import {
  FIND_FILES_REQUEST,
  READ_FILE_REQUEST,
  SURFACE_CHANGED_NOTIFICATION,
} from '../../server/src/protocol';
import { findFiles, readFile } from './workspaceFiles';

/** The part of a language client that is used here. */
export type LanguageClientLike = Pick<
  BaseLanguageClient,
  | 'createDefaultErrorHandler'
  | 'dispose'
  | 'error'
  | 'onDidChangeState'
  | 'onNotification'
  | 'onRequest'
  | 'protocol2CodeConverter'
  | 'sendRequest'
  | 'start'
>;

/** Makes a client that has not been started; the host's entry point decides how its server is reached. */
export type CreateClient = (id: string, name: string, options: LanguageClientOptions) => LanguageClientLike;

/** What can be said of the server. */
export type ConnectionStatus = 'starting' | 'running' | 'failed' | 'stopped';

/** One server at a time. A restart makes a new client, because a client whose start failed can't be started again. */
export class ServerConnection implements Disposable {
  private readonly statusEmitter = new EventEmitter<ConnectionStatus>();
  private readonly surfaceEmitter = new EventEmitter<void>();
  readonly onDidChangeStatus = this.statusEmitter.event;
  /** The server says that the surface is no longer what it was. */
  readonly onDidChangeSurface = this.surfaceEmitter.event;
  private client: LanguageClientLike | undefined;
  private status: ConnectionStatus = 'stopped';
  /** Whether the latest server has ever answered. */
  private hasRun = false;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly createClient: CreateClient,
    private readonly output: LogOutputChannel,
    private readonly documentSelector: DocumentSelector,
  ) {}

  /** Ends the server if there is one and starts another, whose status then tells how it goes. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      this.begin();
    });
  }

  /** Ends the server; resolves when it is gone. */
  stop(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      this.setStatus('stopped');
    });
  }

  /** Sends a request of our own protocol; rejects when no server runs. */
  async request<Answer>(method: string, parameters?: object): Promise<Answer> {
    if (this.client === undefined || this.status !== 'running') {
      throw new Error('The language server of Next Surface is not running.');
    }
    return parameters === undefined
      ? this.client.sendRequest<Answer>(method)
      : this.client.sendRequest<Answer>(method, parameters);
  }

  /** An LSP `WorkspaceEdit` in VS Code's words; rejects when no server runs. */
  async toWorkspaceEdit(edit: object): Promise<WorkspaceEdit> {
    if (this.client === undefined) throw new Error('The language server of Next Surface is not running.');
    // The server declares what it sends as the protocol's type; `protocol.ts` can't name it.
    return this.client.protocol2CodeConverter.asWorkspaceEdit(edit as LspWorkspaceEdit);
  }

  /** True when the server that has failed had been running; false when it could not be started. */
  get hasCrashed(): boolean {
    return this.status === 'failed' && this.hasRun;
  }

  dispose(): void {
    this.statusEmitter.dispose();
    this.surfaceEmitter.dispose();
  }

  /** One start or stop after the other, however fast somebody clicks. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step);
    return this.turn;
  }

  private begin(): void {
    let isUp = false;
    const fail = (): void => {
      if (this.client === client) this.setStatus('failed');
    };
    const errorHandler: ErrorHandler = {
      error: async (error, message, count) => {
        const result = await standard.error(error, message, count);
        if (result.action === ErrorAction.Shutdown) fail();
        return { ...result, handled: true };
      },
      closed: async () => {
        // A server that ends before it has answered once would only do so again.
        const result = isUp ? await standard.closed() : { action: CloseAction.DoNotRestart };
        if (result.action === CloseAction.DoNotRestart) fail();
        return { ...result, handled: true };
      },
    };
    const client = this.createClient('nextSurface', 'Next Surface', {
      documentSelector: this.documentSelector,
      outputChannel: this.output,
      // `nextSurface.disableRule` and `nextSurface.applyAssist` ask for what only the user knows.
      initializationOptions: { asksReasons: true },
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler,
    });
    const standard = client.createDefaultErrorHandler();
    // The library's own notification offers the output only; ours offers a restart as well, and one is enough.
    const log = client.error.bind(client);
    client.error = (message, data) => log(message, data, false);
    client.onNotification(SURFACE_CHANGED_NOTIFICATION, () => this.surfaceEmitter.fire());
    client.onRequest(FIND_FILES_REQUEST, findFiles);
    client.onRequest(READ_FILE_REQUEST, readFile);
    client.onDidChangeState(({ newState }) => {
      isUp = newState === State.Running;
      if (this.client !== client) return;
      this.hasRun ||= isUp;
      if (newState === State.Running) this.setStatus('running');
      if (newState === State.Starting) this.setStatus('starting');
      if (newState === State.StartFailed) fail();
    });
    this.client = client;
    this.hasRun = false;
    this.setStatus('starting');
    // The client logs the reason. Nothing waits for it, so that a server that hangs can be restarted.
    client.start().catch(fail);
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch {
      // A server that is not running, or does not answer, can't be asked to stop; the client ends its process.
    }
  }

  private setStatus(status: ConnectionStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.statusEmitter.fire(status);
  }
}
