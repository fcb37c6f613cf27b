// Lint set-up: strict TypeScript rules, and the import walls of ARCHITECTURE.md as one zone per folder.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Forbids imports that match any of `patterns` (gitignore style) in `files`. */
function wall(files, patterns, message) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: patterns.map((group) => ({ group: [group].flat(), message })) },
      ],
    },
  };
}

const HOSTS = ['node:*', 'vscode', 'vscode-*', 'fs', 'path', 'os'];
const SYNTAX = ['typescript', '**/syntax/**', '../syntax/*'];
const ADAPTER = [
  ['node:*', 'fs', 'path', 'os'],
  SYNTAX,
  ['**/core/facts/*', '**/core/program/*', '**/node/*', '**/browser/*'],
];
const UPPER = ['**/lsp/**', '**/cli/**', '**/node/**', '**/browser/**', '**/client/**'];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.cache/',
      '.vscode-test/',
      '.screenshots/',
      'examples/',
      'snippets/',
      'test/projects/',
      'test/oracle/apps/',
      '**/node_modules/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,mts}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector:
            "Program > VariableDeclaration[kind='let'], Program > ExportNamedDeclaration > VariableDeclaration[kind='let']",
          message:
            'No module-level mutable state: the server, the command line and the tests share one process.',
        },
      ],
    },
  },
  wall(['server/src/core/text/**'], [HOSTS, UPPER, ['../*', 'typescript']], 'core/text imports nothing.'),
  wall(
    ['server/src/core/syntax/**'],
    [
      HOSTS,
      UPPER,
      ['../facts/*', '../project/*', '../program/*', '../rule/*', '../features/*', '../analysis'],
    ],
    'core/syntax imports only core/text and typescript.',
  ),
  wall(
    ['server/src/core/facts/**'],
    [
      HOSTS,
      UPPER,
      [
        'typescript',
        '../project/*',
        '../program/*',
        '../rule/*',
        '../features/*',
        '../analysis',
        '**/rules/*',
      ],
    ],
    'core/facts imports only core/text and core/syntax.',
  ),
  wall(
    ['server/src/core/project/**'],
    [HOSTS, UPPER, SYNTAX, ['../program/*', '../rule/*', '../features/*', '../analysis', '**/rules/*']],
    'core/project imports only core/text and core/facts (data).',
  ),
  wall(
    ['server/src/core/program/**'],
    [HOSTS, UPPER, SYNTAX, ['../rule/*', '../features/*', '../analysis', '**/rules/*']],
    'core/program is linked from facts, never from trees.',
  ),
  wall(
    ['server/src/core/behavior/**'],
    [
      HOSTS,
      UPPER,
      [
        'typescript',
        '../project/*',
        '../program/*',
        '../guards/*',
        '../handlers/*',
        '../catalogue/*',
        '../rule/*',
        '../features/*',
        '../analysis',
        '**/rules/*',
      ],
    ],
    'core/behavior lowers one file: it imports only core/text, core/syntax and core/facts (data).',
  ),
  wall(
    ['server/src/core/guards/**'],
    [
      HOSTS,
      UPPER,
      SYNTAX,
      ['../facts/*', '../program/*', '../handlers/*', '../rule/*', '../features/*', '../analysis'],
    ],
    'core/guards interprets behavior: it imports text, behavior, catalogue and project data.',
  ),
  wall(
    ['server/src/core/handlers/**'],
    [HOSTS, UPPER, SYNTAX, ['../guards/*', '../rule/*', '../features/*', '../analysis', '**/rules/*']],
    'core/handlers traces handlers: it imports text, behavior, facts, project and program (data only).',
  ),
  wall(
    ['server/src/core/catalogue/**'],
    [
      HOSTS,
      UPPER,
      SYNTAX,
      [
        '../facts/*',
        '../project/*',
        '../program/*',
        '../guards/*',
        '../handlers/*',
        '../behavior/*',
        '../rule/*',
        '../features/*',
        '../analysis',
        '**/rules/*',
      ],
    ],
    'core/catalogue is data about libraries.',
  ),
  wall(
    ['server/src/core/rule/**', 'server/src/core/features/**'],
    [HOSTS, UPPER, ['typescript', '../analysis', '**/rules/*']],
    'Features and the rule contract see core data; only core/syntax sees typescript.',
  ),
  wall(
    ['server/src/core/analysis.ts'],
    [HOSTS, UPPER, ['typescript', '../rules/*']],
    'The host is handed the rules.',
  ),
  wall(
    ['server/src/rules/**'],
    [HOSTS, UPPER, ['typescript', '**/analysis']],
    'A rule sees core data, never the host or an adapter.',
  ),
  wall(
    ['server/src/core/edit/**'],
    [HOSTS, UPPER, ['typescript', '../assist/*', '../rule/*', '../features/*', '**/analysis', '**/rules/*']],
    'core/edit writes code: it imports text, syntax, facts, project and program data.',
  ),
  wall(
    ['server/src/core/assist/**'],
    [HOSTS, UPPER, ['typescript', '**/analysis', '**/rules/*', '**/assists/*']],
    'The contract of assists sees core data; only core/syntax sees typescript.',
  ),
  wall(
    ['server/src/assists/**'],
    [HOSTS, UPPER, ['typescript', '**/analysis', '**/analysisHost']],
    'An assist sees core data, never the host or an adapter.',
  ),
  wall(
    ['server/src/lsp/**'],
    [...ADAPTER, ['**/cli/*', 'vscode']],
    'The language server sees the façade, text, rule metadata and the protocol.',
  ),
  wall(
    ['server/src/cli/**'],
    [...ADAPTER, ['**/lsp/*', 'vscode', 'vscode-*']],
    'The command line sees the façade, text, rule metadata and the protocol.',
  ),
  wall(['server/src/browser/**'], [['node:*', 'fs', 'path', 'os']], 'The worker has no Node.'),
  wall(
    ['client/src/**'],
    [['**/server/src/core/**', '**/server/src/lsp/**', '**/server/src/cli/**', '**/server/src/node/**']],
    'The client renders answers; it imports only the protocol.',
  ),
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        globalThis: 'readonly',
        AbortController: 'readonly',
        structuredClone: 'readonly',
        setImmediate: 'readonly',
      },
    },
  },
);
