/** Reads what a next.config file exports, as far as that is certain without running it. */
import { type ParsedFile } from '../syntax/parse';
import { type ForeignCall, staticDefaultExport, type Wrapping } from '../syntax/staticValues';
import { type StaticValue } from './staticValue';

/**
 * Next.js calls these and uses what they return:
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/headers (also rewrites, redirects).
 */
const CALLED_KEYS: readonly string[] = ['headers', 'rewrites', 'redirects'];

/** What plug-ins set themselves, whatever the config says; other keys they only add to. */
const REPLACED_BY_PLUGIN: ReadonlyMap<string, readonly string[]> = new Map([
  // https://nextra.site/docs/file-conventions/next-config: it appends the extensions of Markdown to `pageExtensions`.
  ['nextra', ['pageExtensions']],
]);

/**
 * The default export of a `next.config.{js,mjs,cjs,ts,mts,cts}`: an object whose entries are certain where they are
 * not `unknown`. It is `open` where keys may be missing from it: behind a plug-in's wrapper (`withX(config)`, which may
 * also add items to `headers`, `rewrites` and `redirects`), or where something unreadable is spread in. A function is
 * read as what it returns, `headers`, `rewrites` and `redirects` too. `unknown` when nothing can be read.
 * https://nextjs.org/docs/app/api-reference/config/next-config-js
 */
export function readConfigValue(parsed: ParsedFile): StaticValue {
  return staticDefaultExport(parsed, { wrapping: pluginResult, calledKeys: CALLED_KEYS });
}

/**
 * A plug-in takes a config and gives it back with more in it. It is called `withSomething`, or is what another module's
 * factory returned (`createMDX()(config)`); a list of them may be applied by `reduce`.
 */
function pluginResult(call: ForeignCall): Wrapping | undefined {
  if (call.name === 'reduce') return { argument: 1, unsettled: [] };
  const plugin = /^with(?:[A-Z]|$)/.test(call.name) || (call.curried && call.module !== undefined);
  if (!plugin) return undefined;
  // `withPlugins([…], config)`
  const argument = call.arguments[0] === 'array' ? 1 : 0;
  return { argument, unsettled: REPLACED_BY_PLUGIN.get(call.module ?? '') ?? [] };
}
