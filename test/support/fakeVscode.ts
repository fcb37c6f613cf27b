/**
 * Stands in for the `vscode` module outside of an editor. Import it before anything that imports `vscode`: it answers that name
 * in this process, and nothing else about module loading changes. It keeps what was shown, so that tests can look at it.
 */
import Module from 'node:module';
import { type ExtensionContext } from 'vscode';
import { URI } from 'vscode-uri';

type Listener<T> = (event: T) => unknown;

class Disposable {
  static from(...disposables: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => disposables.forEach((disposable) => disposable.dispose()));
  }
  constructor(private readonly release: () => unknown) {}
  dispose(): void {
    this.release();
  }
}

class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.listeners.add(listener);
    return new Disposable(() => this.listeners.delete(listener));
  };
  fire(event: T): void {
    for (const listener of [...this.listeners]) listener(event);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
}

class ThemeColor {
  constructor(readonly id: string) {}
}

class ThemeIcon {
  static readonly File = new ThemeIcon('file');
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

class MarkdownString {
  constructor(readonly value: string) {}
}

class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState: number = 0,
  ) {}
}

/** A notification; `choose` clicks one of its buttons. */
export interface ShownError {
  readonly message: string;
  readonly buttons: readonly string[];
  choose(button: string): void;
}

/** A tree view as the extension made it. */
export interface ShownTreeView {
  readonly id: string;
  readonly options: { readonly treeDataProvider: unknown; readonly showCollapseAll?: boolean };
  message: string | undefined;
  readonly visible: boolean;
  /** Brings it into sight or out of it. */
  setVisible(visible: boolean): void;
}

/** A language status item as the extension made it. */
export interface ShownStatusItem {
  readonly id: string;
  text: string;
  busy: boolean;
  severity: number;
  command?: { readonly command: string };
}

/** Everything that the extension has shown or registered since the last `resetFakeVscode`. */
export interface FakeEditor {
  readonly commands: ReadonlyMap<string, (...args: readonly unknown[]) => unknown>;
  /** Executed commands that no extension registered: VS Code's own. */
  readonly executed: readonly { readonly command: string; readonly args: readonly unknown[] }[];
  readonly contextKeys: ReadonlyMap<string, unknown>;
  readonly errors: readonly ShownError[];
  readonly treeViews: readonly ShownTreeView[];
  readonly statusItems: readonly ShownStatusItem[];
  readonly clipboard: string | undefined;
  /** Texts of the documents that were opened and shown. */
  readonly shownTexts: readonly string[];
  readonly outputShown: boolean;
  readonly messages: readonly string[];
  /** What applied edits inserted, with 0-based places. */
  readonly inserted: readonly FakeInsert[];
  /** The input boxes that were shown; whether what is typed into them is hidden. */
  readonly inputs: readonly { readonly password: boolean }[];
  /** The labels of each list that the user was to choose from. */
  readonly choices: readonly (readonly string[])[];
  /** Progress bars that have not ended. */
  readonly runningProgress: number;
  /** Settings by their whole name, and what the extension wrote into which of them: `user` or `workspace`. */
  readonly settings: ReadonlyMap<string, unknown>;
  readonly written: readonly { readonly setting: string; readonly value: unknown; readonly target: string }[];
  /** Changes a setting of the user like the settings editor does. */
  set(setting: string, value: unknown): void;
  /** Runs a command like the palette does. */
  run(command: string, ...args: readonly unknown[]): Promise<unknown>;
}

/** One insertion of an applied edit. */
export interface FakeInsert {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  readonly text: string;
}

/** What the workspace of a test holds. */
export interface FakeWorkspace {
  /** URIs of the workspace folders. */
  readonly folders?: readonly string[];
  /** Texts by URI. */
  readonly files?: Readonly<Record<string, string>>;
  /** Settings by their whole name, those of the user and those of the workspace. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly workspaceSettings?: Readonly<Record<string, unknown>>;
  /** Which folder, or which label of a list, the user picks when asked; none cancels. */
  readonly pick?: string;
  /** What the user types into input boxes, one after the other; nothing cancels. */
  readonly typed?: readonly string[];
}

const configurationChanges = new EventEmitter<{ affectsConfiguration(section: string): boolean }>();

class Editor implements FakeEditor {
  readonly commands = new Map<string, (...args: readonly unknown[]) => unknown>();
  readonly executed: { command: string; args: readonly unknown[] }[] = [];
  readonly contextKeys = new Map<string, unknown>();
  readonly errors: ShownError[] = [];
  readonly treeViews: ShownTreeView[] = [];
  readonly statusItems: ShownStatusItem[] = [];
  readonly shownTexts: string[] = [];
  readonly messages: string[] = [];
  readonly inserted: FakeInsert[] = [];
  readonly inputs: { readonly password: boolean }[] = [];
  readonly choices: (readonly string[])[] = [];
  readonly settings: Map<string, unknown>;
  readonly written: { setting: string; value: unknown; target: string }[] = [];
  clipboard: string | undefined;
  outputShown = false;
  runningProgress = 0;
  readonly folders: readonly { readonly uri: URI; readonly name: string; readonly index: number }[];

  constructor(readonly workspace: FakeWorkspace) {
    const { settings, workspaceSettings } = workspace;
    this.settings = new Map(Object.entries({ ...settings, ...workspaceSettings }));
    this.folders = (workspace.folders ?? []).map((uri, index) => ({
      uri: URI.parse(uri),
      name: `folder ${index}`,
      index,
    }));
  }

  set(setting: string, value: unknown): void {
    this.settings.set(setting, value);
    configurationChanges.fire({ affectsConfiguration: (section) => setting.startsWith(section) });
  }

  async run(command: string, ...args: readonly unknown[]): Promise<unknown> {
    const handler = this.commands.get(command);
    if (handler !== undefined) return handler(...args);
    if (command === 'setContext') this.contextKeys.set(String(args[0]), args[1]);
    else this.executed.push({ command, args });
    return undefined;
  }
}

let editor = new Editor({});

/** Forgets everything and starts over with a workspace. */
export function resetFakeVscode(workspace: FakeWorkspace = {}): FakeEditor {
  configurationChanges.dispose();
  editor = new Editor(workspace);
  return editor;
}

/** What `activate()` is given. */
export function fakeContext(): ExtensionContext {
  // The extension uses nothing else of it.
  return { subscriptions: [] as { dispose(): unknown }[] } as ExtensionContext;
}

const output = { show: () => void (editor.outputShown = true), dispose: () => undefined };

const window = {
  createOutputChannel: () => output,
  createTreeView(id: string, options: ShownTreeView['options']) {
    const visibility = new EventEmitter<{ readonly visible: boolean }>();
    const view = {
      id,
      options,
      message: undefined,
      visible: false,
      onDidChangeVisibility: visibility.event,
      setVisible(visible: boolean) {
        view.visible = visible;
        visibility.fire({ visible });
      },
      dispose: () => undefined,
    };
    editor.treeViews.push(view);
    return view;
  },
  showErrorMessage(message: string, ...buttons: readonly string[]) {
    return new Promise<string>((resolve) => {
      editor.errors.push({ message, buttons, choose: resolve });
    });
  },
  async showInputBox(options: {
    readonly password?: boolean;
    readonly validateInput?: (text: string) => unknown;
  }) {
    const typed = editor.workspace.typed?.[editor.inputs.length];
    editor.inputs.push({ password: options.password === true });
    // VS Code does not accept what the box calls invalid.
    const accepted = typed !== undefined && (await options.validateInput?.(typed)) === undefined;
    return accepted ? typed : undefined;
  },
  showQuickPick: async (
    items: readonly { readonly label: string }[],
    options?: { readonly canPickMany?: boolean },
  ) => {
    editor.choices.push(items.map(({ label }) => label));
    if (options?.canPickMany)
      return items.filter(({ label }) => editor.workspace.pick?.split(' ').includes(label));
    return items.find(({ label }) => label === editor.workspace.pick);
  },
  showInformationMessage: (message: string) => Promise.resolve(void editor.messages.push(message)),
  showWarningMessage: (message: string) => Promise.resolve(void editor.messages.push(message)),
  setStatusBarMessage: () => new Disposable(() => undefined),
  async withProgress<T>(_options: unknown, task: () => Promise<T>): Promise<T> {
    const shownIn = editor;
    shownIn.runningProgress += 1;
    try {
      return await task();
    } finally {
      shownIn.runningProgress -= 1;
    }
  },
  showWorkspaceFolderPick: async () =>
    editor.folders.find((folder) => folder.uri.toString() === editor.workspace.pick),
  showTextDocument: async (document: { readonly content: string }) =>
    void editor.shownTexts.push(document.content),
};

class WorkspaceEdit {
  readonly inserts: FakeInsert[] = [];
  insert(uri: URI, { line, character }: Position, text: string): void {
    this.inserts.push({ uri: uri.toString(), line, character, text });
  }
  replace(uri: URI, { start }: Range, text: string): void {
    this.insert(uri, start, text);
  }
  /** A new file is kept as an insertion at its beginning. */
  createFile(uri: URI, { contents }: { readonly contents: Uint8Array }): void {
    this.insert(uri, new Position(0, 0), new TextDecoder().decode(contents));
  }
}

/** https://code.visualstudio.com/api/references/vscode-api#ConfigurationTarget */
const CONFIGURATION_TARGET = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };

const workspace = {
  applyEdit: async (edit: WorkspaceEdit) => {
    editor.inserted.push(...edit.inserts);
    return true;
  },
  onDidChangeConfiguration: configurationChanges.event,
  getConfiguration: (section: string) => ({
    get: (key: string) => editor.settings.get(`${section}.${key}`),
    inspect: (key: string) => ({ workspaceValue: editor.workspace.workspaceSettings?.[`${section}.${key}`] }),
    update: async (key: string, value: unknown, target: number) => {
      const setting = `${section}.${key}`;
      editor.written.push({
        setting,
        value,
        target: target === CONFIGURATION_TARGET.Global ? 'user' : 'workspace',
      });
      editor.set(setting, value);
    },
  }),
  get workspaceFolders() {
    return editor.folders;
  },
  findFiles: async () => Object.keys(editor.workspace.files ?? {}).map((uri) => URI.parse(uri)),
  fs: {
    async readFile(uri: URI): Promise<Uint8Array> {
      const text = editor.workspace.files?.[uri.toString()];
      if (text === undefined) throw new Error(`no such file: ${uri.toString()}`);
      return new TextEncoder().encode(text);
    },
  },
  openTextDocument: async (document: { readonly content: string }) => document,
};

const languages = {
  createLanguageStatusItem(id: string) {
    const item: ShownStatusItem & { dispose(): void } = {
      id,
      text: '',
      busy: false,
      severity: 0,
      dispose: () => undefined,
    };
    editor.statusItems.push(item);
    return item;
  },
};

const commands = {
  registerCommand(command: string, handler: (...args: readonly unknown[]) => unknown) {
    editor.commands.set(command, handler);
    return new Disposable(() => undefined);
  },
  executeCommand: (command: string, ...args: readonly unknown[]) => editor.run(command, ...args),
};

/** What the language client's classes extend; they are never made here. */
const unusedClasses = Object.fromEntries(
  [
    'CallHierarchyItem',
    'CancellationError',
    'CodeAction',
    'CodeLens',
    'CompletionItem',
    'Diagnostic',
    'DocumentLink',
    'InlayHint',
    'SymbolInformation',
    'TypeHierarchyItem',
  ].map((name) => [name, class {}]),
);

const fakeModule = {
  ...unusedClasses,
  commands,
  ConfigurationTarget: CONFIGURATION_TARGET,
  Disposable,
  env: { clipboard: { writeText: async (text: string) => void (editor.clipboard = text) } },
  EventEmitter,
  l10n: {
    t: (text: string, ...args: readonly unknown[]) =>
      text.replace(/\{(\d+)\}/g, (_, at: string) => String(args[Number(at)])),
  },
  languages,
  LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
  MarkdownString,
  Position,
  ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  Uri: URI,
  window,
  workspace,
  WorkspaceEdit,
};

// Node's typings leave the loader out, though it is documented as the place for such a hook by long use.
const loader = Module as unknown as { _load(request: string, ...rest: readonly unknown[]): unknown };
const load = loader._load;
loader._load = (request, ...rest) =>
  request === 'vscode' ? fakeModule : load.call(Module, request, ...rest);
