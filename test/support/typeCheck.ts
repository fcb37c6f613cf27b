/** Type-checks an app with the real compiler, again after each change, in memory. */
import { join } from 'node:path';
import * as ts from 'typescript';

/** A compiler that knows an app. */
export interface TypeCheck {
  /**
   * What the compiler says of the app with these files changed (absolute paths, null for deleted ones) and did not say
   * before: `path: message`, sorted.
   */
  newErrors(changes: ReadonlyMap<string, string | null>): readonly string[];
}

/** Reads the folder's tsconfig.json and all that it includes. Packages must be installed there or above. */
export function typeCheckOf(folder: string): TypeCheck {
  const config = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, folder, {
    incremental: false,
    noEmit: true,
    noUnusedLocals: false,
  });
  let overlay: ReadonlyMap<string, string | null> = new Map();
  let round = 0;
  const service = ts.createLanguageService({
    getCompilationSettings: () => parsed.options,
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    getScriptFileNames: () => [
      ...parsed.fileNames.filter((path) => overlay.get(path) !== null),
      ...[...overlay].flatMap(([path, text]) => (text !== null && isNew(path) ? [path] : [])),
    ],
    getScriptVersion: (path) => (overlay.has(path) ? `change ${round}` : '0'),
    getScriptSnapshot: (path) => {
      const changed = overlay.get(path);
      const text = changed === undefined ? ts.sys.readFile(path) : (changed ?? undefined);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: (path) => (overlay.has(path) ? overlay.get(path) !== null : ts.sys.fileExists(path)),
    readFile: (path) => overlay.get(path) ?? ts.sys.readFile(path),
    readDirectory: (...args) => ts.sys.readDirectory(...args),
    directoryExists: (path) =>
      ts.sys.directoryExists(path) || [...overlay.keys()].some((file) => file.startsWith(`${path}/`)),
    getDirectories: (path) => ts.sys.getDirectories(path),
  });
  const known = new Set(parsed.fileNames);
  const isNew = (path: string): boolean => !known.has(path) && /\.[cm]?tsx?$/.test(path);
  // What Next.js generates it generates anew: its list of routes is of the time before the change.
  const isOwn = (path: string): boolean => !/\/(?:node_modules|\.next)\//.test(path);
  const programNow = (): ts.SemanticDiagnosticsBuilderProgram => {
    const program = service.getProgram();
    if (!program) throw new Error(`${folder} has no program`);
    return ts.createSemanticDiagnosticsBuilderProgram(program, {});
  };
  const errorsIn = (fileName: string): readonly string[] =>
    [...service.getSyntacticDiagnostics(fileName), ...service.getSemanticDiagnostics(fileName)].map(
      ({ messageText }) =>
        `${fileName.slice(folder.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  const ownFiles = (program: ts.SemanticDiagnosticsBuilderProgram): readonly ts.SourceFile[] =>
    program.getSourceFiles().filter(({ fileName }) => isOwn(fileName));
  const dependenciesBefore = new Map<string, readonly string[]>();
  const unchanged = programNow();
  for (const file of ownFiles(unchanged))
    dependenciesBefore.set(file.fileName, unchanged.getAllDependencies(file));
  const before = [...dependenciesBefore.keys()].flatMap(errorsIn);
  // Only what reaches a changed file, before or after, can have other errors: the rest is not checked again.
  const affected = (program: ts.SemanticDiagnosticsBuilderProgram): readonly string[] =>
    ownFiles(program).flatMap((file) => {
      const reached = [...(dependenciesBefore.get(file.fileName) ?? []), ...program.getAllDependencies(file)];
      return reached.some((path) => overlay.has(path)) ? [file.fileName] : [];
    });
  return {
    newErrors(changes) {
      overlay = changes;
      round++;
      const found = affected(programNow()).flatMap(errorsIn);
      overlay = new Map();
      for (const old of before) {
        const at = found.indexOf(old);
        if (at >= 0) found.splice(at, 1);
      }
      return found.sort();
    },
  };
}
