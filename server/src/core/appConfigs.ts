/** The `next-surface.json` of every app: it wins over an editor's settings, so that editor and command line agree. */
import { type App, type Project } from './project/project';
import {
  type OwnEntries,
  readSurfaceConfig,
  SURFACE_CONFIG_FILE,
  type SurfaceConfig,
} from './project/surfaceConfig';
import { type FilePath, joinPath } from './text/filePath';
import { type TextRange } from './text/textRange';

/** Something that a `next-surface.json` says wrongly. */
export interface ConfigMistake {
  readonly path: FilePath;
  /** What is wrong and what to write instead. */
  readonly message: string;
  readonly range: TextRange;
}

/** What the apps say about themselves. */
export interface AppConfigs {
  /** Undefined for apps without the file, and for code that no app holds. */
  of(app: App | undefined): SurfaceConfig | undefined;
  readonly mistakes: readonly ConfigMistake[];
}

/** Reads the apps' configurations. What is written wrongly is left out and told. */
export function readAppConfigs(
  project: Project,
  text: (path: FilePath) => string | undefined,
  ruleIds: readonly string[],
  settings?: OwnEntries,
): AppConfigs {
  const configs = new Map<App, SurfaceConfig>();
  const mistakes: ConfigMistake[] = [];
  for (const app of project.apps) {
    const path = joinPath(app.root, SURFACE_CONFIG_FILE);
    const content = text(path);
    const { config, problems } = readSurfaceConfig(content ?? '{}', ruleIds);
    const own = withSettings(config, settings);
    if (content !== undefined || own !== config) configs.set(app, own);
    mistakes.push(...problems.map((problem) => ({ path, ...problem })));
  }
  return { of: (app) => app && configs.get(app), mistakes };
}

/** The file's entries come first, so that they win. */
function withSettings(config: SurfaceConfig, settings: OwnEntries | undefined): SurfaceConfig {
  if (!settings || settings.guards.length + settings.effects.length === 0) return config;
  return {
    ...config,
    guards: [...config.guards, ...settings.guards],
    effects: [...config.effects, ...settings.effects],
  };
}
