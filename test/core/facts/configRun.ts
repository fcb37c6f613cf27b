/** Runs a configuration with stand-ins for its plug-ins, to hold what was read from it against what really comes out. */
import * as ts from 'typescript';
import { type StaticValue } from '../../../server/src/core/facts/staticValue';

type Config = Record<string, unknown>;
type Exported = Config | ((phase: string, context: { defaultConfig: Config }) => Config | Promise<Config>);

/** A plug-in as they are: what the config has, and something of its own. */
function plugin(config: Exported): Exported {
  if (typeof config !== 'function') return { ...config, webpack: () => undefined, fromPlugin: true };
  return async (phase, context) => ({ ...(await config(phase, context)), fromPlugin: true });
}

const MODULES: Readonly<Record<string, unknown>> = {
  plugin: { withPlugin: plugin, default: plugin, __esModule: true },
  factory: () => plugin,
  nextra: () => (config: Config) => ({
    ...config,
    pageExtensions: [...((config['pageExtensions'] as string[] | undefined) ?? ['tsx']), 'mdx'],
  }),
  compose: (plugins: readonly ((config: Exported) => Exported)[], config: Exported) =>
    plugins.reduce((result, next) => next(result), config),
  values: { basePath: '/imported', headers: [{ source: '/imported' }] },
};

/** What Next.js would get from the file in one environment and phase: its functions called, promises resolved. */
export function runnable(
  text: string,
): (env: Readonly<Record<string, string>>, phase: string) => Promise<Config> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  const run = new Function('module', 'exports', 'require', 'process', outputText);
  return async (env, phase) => {
    const module: { exports: Config } = { exports: {} };
    run(module, module.exports, (name: string) => MODULES[name] ?? {}, { env });
    return resolved(module.exports, phase);
  };
}

async function resolved(module: Config, phase: string): Promise<Config> {
  const exported = (module['default'] ?? module) as Exported;
  const config =
    typeof exported === 'function'
      ? await exported(phase, { defaultConfig: { basePath: '/default', poweredByHeader: true } })
      : exported;
  const result: Config = { ...config };
  for (const key of ['headers', 'rewrites', 'redirects']) {
    const value = result[key];
    if (typeof value === 'function') result[key] = await (value as () => unknown)();
  }
  return result;
}

/** Where a value that was read contradicts the real one; empty when it does not. */
export function contradictions(read: StaticValue, real: unknown, path = ''): readonly string[] {
  switch (read.kind) {
    case 'unknown':
      return [];
    case 'literal':
      return Object.is(read.value, real) ? [] : [`${path}: read ${String(read.value)}, is ${String(real)}`];
    case 'array': {
      if (!Array.isArray(real)) return [`${path}: is no array`];
      if (!read.items.some((item) => item.kind === 'unknown')) {
        const longer = read.items.length === real.length ? [] : [`${path}: has ${real.length} items`];
        return [
          ...longer,
          ...read.items.flatMap((item, i) => contradictions(item, real[i], `${path}[${i}]`)),
        ];
      }
      let from = 0;
      for (const item of read.items) {
        if (item.kind === 'unknown') continue;
        const found = real.findIndex((value, i) => i >= from && contradictions(item, value).length === 0);
        if (found < 0) return [`${path}: lacks ${JSON.stringify(item)}`];
        from = found + 1;
      }
      return [];
    }
    case 'object': {
      if (typeof real !== 'object' || real === null) return [`${path}: is no object`];
      const values = new Map(Object.entries(real));
      const closed = read.open
        ? []
        : [...values].filter(([key, v]) => v !== undefined && !Object.hasOwn(read.entries, key));
      return [
        ...closed.map(([key]) => `${path}.${key}: was not read`),
        ...Object.entries(read.entries).flatMap(([key, entry]) =>
          contradictions(entry, values.get(key), `${path}.${key}`),
        ),
      ];
    }
  }
}
