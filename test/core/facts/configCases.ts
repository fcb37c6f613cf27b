/** Configurations as people write them, and what is certain about each: the data of the tests of `readConfigValue`. */

/** Stands for a value that can't be read. */
export const UNKNOWN = '(unknown)';
/** Marks an open object. */
export const OPEN = { '(open)': true };

/** What is read, the text of the file, and its value as plain JavaScript with the two marks above. */
export const CASES: readonly (readonly [title: string, text: string, expected: unknown])[] = [
  // Exports.
  [
    'an object',
    `export default { basePath: '/a', trailingSlash: true, pageExtensions: ['ts', 'tsx'] }`,
    { basePath: '/a', trailingSlash: true, pageExtensions: ['ts', 'tsx'] },
  ],
  [
    'a typed name',
    `import type { NextConfig } from 'next'\nconst config: NextConfig = { basePath: '/a' }\nexport default config`,
    { basePath: '/a' },
  ],
  [
    'satisfies and as',
    `const config = ({ basePath: '/a' as const } satisfies object)\nexport default config as object`,
    { basePath: '/a' },
  ],
  [
    'a list of exports',
    `const config = { basePath: '/a' }\nexport { config as default }`,
    { basePath: '/a' },
  ],
  ['module.exports', `module.exports = { basePath: '/a' }`, { basePath: '/a' }],
  [
    'module.exports of a name that is declared later',
    `module.exports = config()\nfunction config() { return { basePath: '/a' } }`,
    { basePath: '/a' },
  ],
  [
    'members of module.exports',
    `module.exports.basePath = '/a'\nexports.output = 'export'`,
    { basePath: '/a', output: 'export' },
  ],
  [
    'exports and module.exports at once',
    `exports = module.exports = { basePath: '/a' }\nmodule.exports.output = 'export'`,
    { basePath: '/a', output: 'export' },
  ],
  [
    'a compiled module',
    `Object.defineProperty(exports, '__esModule', { value: true })\nconst config = { basePath: '/a' }\nexports.default = config`,
    { basePath: '/a' },
  ],
  ['a re-export as unknown', `export { default } from 'values'`, UNKNOWN],
  ['a module without exports as unknown', `const config = { basePath: '/a' } // exports`, UNKNOWN],
  ['an imported value as unknown', `import config from 'values'\nexport default config`, UNKNOWN],
  // Functions.
  [
    'a function of the phase',
    `export default (phase, { defaultConfig }) => ({ basePath: '/a', env: { phase } })`,
    { basePath: '/a', env: { phase: UNKNOWN } },
  ],
  [
    'an async function with names of its own',
    `const root = '/a'\nmodule.exports = async () => { const path = root + '/b'; const c = { basePath: path }; c.output = 'export'; return c }`,
    { basePath: '/a/b', output: 'export' },
  ],
  [
    'a declared function',
    `export default async function config() { return { basePath: '/a' } }`,
    { basePath: '/a' },
  ],
  [
    'what several returns agree in',
    `export default (phase) => { if (phase === 'build') { return { basePath: '/a', output: 'export' } } return { basePath: '/a' } }`,
    { basePath: '/a', output: UNKNOWN },
  ],
  [
    'a function that may end without a return as unknown',
    `export default (phase) => { if (phase !== 'x') return { basePath: '/a' } }`,
    UNKNOWN,
  ],
  [
    'default values, which come first and may be replaced',
    `export default (phase, { defaultConfig }) => ({ output: 'export', ...defaultConfig, basePath: '/a' })`,
    { output: UNKNOWN, basePath: '/a', ...OPEN },
  ],
  // Wrappers.
  [
    'a plug-in',
    `import { withPlugin } from 'plugin'\nexport default withPlugin({ basePath: '/a' }, { org: 'x' })`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'plug-ins around each other',
    `const { withPlugin } = require('plugin')\nconst withOther = require('factory')({ enabled: true })\nmodule.exports = withOther(withPlugin({ basePath: '/a' }))`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'a curried plug-in',
    `import factory from 'factory'\nexport default factory({ x: 1 })({ basePath: '/a' })`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'a plug-in with a name of its own',
    `import create from 'factory'\nconst analyze = create({ enabled: false })\nexport default analyze({ basePath: '/a' })`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'a plug-in around a function',
    `import { withPlugin } from 'plugin'\nexport default withPlugin(async () => ({ basePath: '/a' }))`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'a plug-in that is imported when needed',
    `module.exports = async () => { const withPlugin = (await import('plugin')).default; return withPlugin({ basePath: '/a' }) }`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'a list of plug-ins',
    `import withPlugins from 'compose'\nimport { withPlugin } from 'plugin'\nexport default withPlugins([withPlugin], { basePath: '/a' })`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'plug-ins applied by reduce',
    `import { withPlugin } from 'plugin'\nconst plugins = [withPlugin]\nexport default () => plugins.reduce((config, next) => next(config), { basePath: '/a' })`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'a plug-in under a condition',
    `const { withPlugin } = require('plugin')\nlet config = { basePath: '/a' }\nif (process.env.A) config = withPlugin(config)\nmodule.exports = process.env.B ? withPlugin(config) : config`,
    { basePath: '/a', ...OPEN },
  ],
  [
    'a wrapper of the file itself',
    `import { withPlugin } from 'plugin'\nconst withMine = (c) => withPlugin({ ...c, output: 'export' })\nexport default withMine({ basePath: '/a' })`,
    { basePath: '/a', output: 'export', ...OPEN },
  ],
  [
    'a plug-in that replaces a key',
    `import nextra from 'nextra'\nconst withNextra = nextra({ theme: 'x' })\nexport default withNextra({ basePath: '/a', pageExtensions: ['ts'] })`,
    { basePath: '/a', pageExtensions: UNKNOWN, ...OPEN },
  ],
  [
    'a plug-in around an imported config as unknown',
    `import config from 'values'\nimport { withPlugin } from 'plugin'\nexport default withPlugin(config, { basePath: '/a' })`,
    UNKNOWN,
  ],
  [
    'a foreign function that is no plug-in as unknown',
    `import { compose } from 'compose'\nexport default (compose ?? ((c) => ({})))({ basePath: '/a' })`,
    UNKNOWN,
  ],
  // Changes after the declaration.
  [
    'assignments to members',
    `const config = { experimental: {} }\nconfig.basePath = '/a'\nconfig['output'] = 'export'\nconfig.experimental.serverActions = { bodySizeLimit: '2mb' }\nexport default config`,
    { experimental: { serverActions: { bodySizeLimit: '2mb' } }, basePath: '/a', output: 'export' },
  ],
  [
    'assignments under a condition as unknown',
    `const config = { basePath: '/a', output: 'export' }\nif (process.env.A) { config.basePath = '/b'; config.output = 'export'; config.distDir = 'x' }\nexport default config`,
    { basePath: UNKNOWN, output: 'export', distDir: UNKNOWN },
  ],
  [
    'a name that is declared first',
    `let config\nconfig = { basePath: '/a' }\nexport default config`,
    { basePath: '/a' },
  ],
  [
    'a name that replaces itself',
    `let config = { basePath: '/a' }\nconfig = { ...config, output: 'export' }\nconfig.experimental = { ...config.experimental, useCache: true }\nexport default config`,
    { basePath: '/a', output: 'export', experimental: { useCache: true } },
  ],
  [
    'Object.assign',
    `const config = { basePath: '/a' }\nObject.assign(config, { basePath: '/b' }, process.env.A && {})\nmodule.exports = Object.assign({}, { distDir: 'x' }, { output: 'export' })`,
    { distDir: 'x', output: 'export' },
  ],
  [
    'Object.assign to a name',
    `const config = { basePath: '/a' }\nObject.assign(config, { basePath: '/b' })\nexport default config`,
    { basePath: '/b' },
  ],
  [
    'a deleted member as unknown',
    `const config = { basePath: '/a' }\ndelete config.basePath\nexport default config`,
    { basePath: UNKNOWN },
  ],
  [
    'a member set by a key that can not be read',
    `const config = { basePath: '/a' }\nconfig[process.env.KEY ?? 'basePath'] = '/b'\nexport default config`,
    { basePath: UNKNOWN, ...OPEN },
  ],
  [
    'changes made by another function',
    `const config = { basePath: '/a', output: 'export' }\nfunction change() { config.basePath = '/b' }\nif (process.env.A) change()\nexport default config`,
    { basePath: UNKNOWN, output: 'export' },
  ],
  [
    'a second name of an object that changes',
    `const base = { basePath: '/a' }\nconst config = base\nbase.basePath = '/b'\nexport default config`,
    { basePath: '/b' },
  ],
  [
    'a copy before a change',
    `const base = { basePath: '/a' }\nconst config = { ...base }\nbase.basePath = '/b'\nexport default config`,
    { basePath: '/a' },
  ],
  [
    'assignment by a pattern as unknown',
    `let basePath = '/a'\n;[basePath] = ['/b']\nexport default { basePath }`,
    { basePath: UNKNOWN },
  ],
  [
    'names that a function hides',
    `const config = { webpack: (config) => { config.basePath = '/b'; return config }, basePath: '/a' }\nexport default config`,
    { webpack: UNKNOWN, basePath: '/a' },
  ],
  [
    'names that a block hides',
    `const basePath = '/a'\nconst config = { basePath }\n{ const config = { basePath: '/b' }; config.basePath = '/c' }\nexport default config`,
    { basePath: '/a' },
  ],
  // Objects, arrays, operators.
  [
    'spreads',
    `const base = { basePath: '/a', output: 'export' }\nexport default { distDir: 'x', ...base, output: 'standalone' }`,
    { distDir: 'x', basePath: '/a', output: 'standalone' },
  ],
  [
    'an unreadable spread, which may replace what is before it',
    `import values from 'values'\nexport default { basePath: '/a', ...values, output: 'export' }`,
    { basePath: UNKNOWN, output: 'export', ...OPEN },
  ],
  [
    'spreads under a condition',
    `export default { basePath: '/a', output: 'export', ...(process.env.A && { basePath: '/b' }), ...(process.env.B ? { distDir: 'x' } : {}), ...(process.env.B ? { output: 'export' } : undefined) }`,
    { basePath: UNKNOWN, output: UNKNOWN, distDir: UNKNOWN },
  ],
  [
    'computed and quoted keys',
    `const key = 'base'\nexport default { [key + 'Path']: '/a', 'output': 'export', [process.env.A ?? 'b']: 1, distDir: 'x' }`,
    { basePath: UNKNOWN, output: UNKNOWN, distDir: 'x', ...OPEN },
  ],
  [
    'the environment as unknown',
    `export default { basePath: process.env.BASE_PATH, output: process.env.A || 'export', distDir: process.env.B ?? 'x', trailingSlash: process.env.C === 'x', env: { a: !!process.env.A } }`,
    { basePath: UNKNOWN, output: UNKNOWN, distDir: UNKNOWN, trailingSlash: UNKNOWN, env: { a: UNKNOWN } },
  ],
  [
    'conditionals whose sides agree',
    `const a = process.env.A\nexport default { basePath: a ? '/a' : '/a', output: a ? 'export' : 'standalone', experimental: a ? { x: 1, y: 1 } : { x: 1, y: 2 } }`,
    { basePath: '/a', output: UNKNOWN, experimental: { x: 1, y: UNKNOWN } },
  ],
  [
    'conditions that are certain',
    `const on = true\nconst none = null\nexport default { basePath: on ? '/a' : '/b', output: none ?? 'export', distDir: none?.dir ?? 'x', a: !on, b: 'p' === 'p' && 1, c: 0 || 2, d: '' ?? 3 }`,
    { basePath: '/a', output: 'export', distDir: 'x', a: false, b: 1, c: 2, d: '' },
  ],
  [
    'templates and concatenation',
    "const root = '/a'\nexport default { basePath: `${root}/b`, assetPrefix: `x`, distDir: root + '/' + 1, output: `${process.env.A}`, n: 60 * 60 + 1, m: -1 }",
    { basePath: '/a/b', assetPrefix: 'x', distDir: '/a/1', output: UNKNOWN, n: 3601, m: -1 },
  ],
  [
    'members of what was read',
    `const paths = { base: '/a', list: ['x', 'y'] }\nconst { base, list: [first], ...rest } = paths\nexport default { basePath: paths.base, a: paths['list'][1], b: paths.none, c: first, d: base, e: rest, f: paths.list.length }`,
    { basePath: '/a', a: 'y', b: undefined, c: 'x', d: '/a', e: UNKNOWN, f: 2 },
  ],
  [
    'arrays with spreads',
    `const base = ['ts', 'tsx']\nexport default { pageExtensions: [...base, 'mdx'], a: [...(process.env.A ? ['x'] : []), 'y'], b: base.concat('z', ['w']), c: [false, 'v', null].filter(Boolean) }`,
    { pageExtensions: ['ts', 'tsx', 'mdx'], a: [UNKNOWN, 'y'], b: ['ts', 'tsx', 'z', 'w'], c: ['v'] },
  ],
  [
    'mapped arrays as unknown',
    `export default { pageExtensions: ['ts', 'tsx'].map((e) => 'page.' + e) }`,
    { pageExtensions: UNKNOWN },
  ],
  [
    'arrays that are added to',
    `const list = [{ source: '/a' }]\nlist.push({ source: '/b' })\nif (process.env.A) list.push({ source: '/c' })\nconst sorted = ['b', 'a']\nsorted.sort()\nexport default { redirects: async () => list, sorted }`,
    { redirects: [{ source: '/a' }, { source: '/b' }, UNKNOWN], sorted: UNKNOWN },
  ],
  [
    'joined strings',
    `export default { a: ["default-src 'self'", 'x'].join('; '), b: ['a', process.env.B].join() }`,
    { a: "default-src 'self'; x", b: UNKNOWN },
  ],
  // Functions that Next.js calls.
  [
    'headers, rewrites and redirects as what they return',
    `const cors = [{ key: 'Access-Control-Allow-Origin', value: '*' }]\nexport default {\n  async headers() { return [{ source: '/api/:path*', headers: cors }] },\n  rewrites: async () => ({ beforeFiles: [], afterFiles: [{ source: '/a', destination: '/api/a' }] }),\n  redirects: function () { const to = '/b'; return [{ source: '/a', destination: to, permanent: 1 > 2 }] },\n}`,
    {
      headers: [{ source: '/api/:path*', headers: [{ key: 'Access-Control-Allow-Origin', value: '*' }] }],
      rewrites: { beforeFiles: [], afterFiles: [{ source: '/a', destination: '/api/a' }] },
      redirects: [{ source: '/a', destination: '/b', permanent: UNKNOWN }],
    },
  ],
  [
    'a named function for headers',
    `export default { headers }\nasync function headers() { return [{ source: '/a' }] }`,
    { headers: [{ source: '/a' }] },
  ],
  [
    'several returns that differ as unknown',
    `export default { async rewrites() { if (process.env.A) return []; return [{ source: '/a' }] } }`,
    { rewrites: UNKNOWN },
  ],
  [
    'functions that are set under a condition as unknown',
    `const config = {}\nif (process.env.A) config.headers = async () => [{ source: '/a' }]\nexport default config`,
    { headers: UNKNOWN },
  ],
  [
    'what a switch or try returns as unknown',
    `export default { async rewrites() { try { return [{ source: '/a' }] } catch { return [] } }, async redirects() { switch (process.env.A) { case 'x': return []; default: return [] } } }`,
    { rewrites: UNKNOWN, redirects: UNKNOWN },
  ],
  [
    'a call of a function of the file',
    `const rule = (source, to = '/x') => ({ source, destination: to })\nexport default { rewrites: async () => [rule('/a', '/b'), rule('/c'), ...[rule('/d', process.env.A)]] }`,
    {
      rewrites: [
        { source: '/a', destination: '/b' },
        { source: '/c', destination: UNKNOWN },
        { source: '/d', destination: UNKNOWN },
      ],
    },
  ],
  ['generators as unknown', `export default { *headers() { return [] } }`, { headers: UNKNOWN }],
  [
    'keys that every object has',
    `const o = {}\nexport default { toString: '/a', b: o.constructor, c: o.other }`,
    { toString: '/a', b: UNKNOWN, c: undefined },
  ],
  [
    'an object with a prototype of its own, which may have any key',
    `export default { basePath: '/a', __proto__: { output: 'export' }, distDir: 'x' }`,
    { basePath: UNKNOWN, distDir: 'x', ...OPEN },
  ],
  [
    'a spread of what is only known in part',
    `import values from 'values'\nconst part = { ...values, output: 'export' }\nexport default { basePath: '/a', output: 'x', ...part }`,
    { basePath: UNKNOWN, output: 'export', ...OPEN },
  ],
];
