/** The shape of a catalogue entry, for entries that people write; kept beside `CatalogueEntry` by a test. */
import { type Shape } from './jsonShape';

const TEXT: Shape = { is: 'string' };
const FLAG: Shape = { is: 'boolean' };
const NUMBER: Shape = { is: 'number' };

const KIND: Shape = { is: 'oneOf', names: ['session', 'role', 'api-key', 'secret', 'token', 'signature'] };

const EFFECT: Shape = {
  is: 'oneOf',
  names: [
    'database',
    'cookie',
    'file',
    'mail',
    'job',
    'storage',
    'payment',
    'request',
    'auth',
    'message',
    'state',
    'cache',
    'llm',
  ],
};

const PLACE: Shape = {
  is: 'either',
  shapes: [
    NUMBER,
    { is: 'object', members: { argument: NUMBER, property: TEXT }, required: ['argument', 'property'] },
  ],
  words: 'the number of an argument (0 is the first, -1 the last), or { "argument": 0, "property": "name" }',
};

const ABSENT_WORDS = ['null', 'undefined', 'false', 'empty', 'error', 'rejects', 'denies'];

/** One of the words, or what each member is of an object. */
function absence(words: readonly string[]): Shape {
  return {
    is: 'either',
    shapes: [
      { is: 'oneOf', names: words },
      { is: 'map', of: { is: 'later', shape: () => ABSENT }, keyWord: 'member' },
    ],
    words: `one of ${words.map((word) => `"${word}"`).join(', ')}, or an object with such words for members`,
  };
}

const ABSENT = absence(ABSENT_WORDS);
const NEEDS = absence([...ABSENT_WORDS, 'throws']);

const METHOD: Shape = {
  is: 'tagged',
  tag: 'does',
  variants: {
    middleware: object({ does: TEXT, style: { is: 'oneOf', names: ['object', 'procedure', 'express'] } }, [
      'style',
    ]),
    schema: object({ does: TEXT }),
    handler: object({ does: TEXT, input: { is: 'oneOf', names: ['parsedInput', 'input', 'arguments'] } }, [
      'input',
    ]),
    chain: object({
      does: TEXT,
      methods: { is: 'map', of: { is: 'later', shape: () => METHOD }, keyWord: 'method' },
    }),
  },
};

const BEHAVIOR: Shape = {
  is: 'tagged',
  tag: 'role',
  variants: {
    identity: object({ role: TEXT, kind: KIND, absent: ABSENT, raw: FLAG, steps: { is: 'list', of: TEXT } }, [
      'kind',
      'absent',
    ]),
    asserts: object({ role: TEXT, kind: KIND, reports: FLAG }, ['kind']),
    predicate: object({ role: TEXT, kind: KIND }, ['kind']),
    wraps: object({ role: TEXT, kind: KIND, handler: PLACE }, ['kind', 'handler']),
    injects: object(
      {
        role: TEXT,
        kind: KIND,
        handler: PLACE,
        calls: FLAG,
        inject: {
          is: 'list',
          of: object({ argument: NUMBER, member: TEXT, absent: ABSENT }, ['argument', 'absent']),
        },
      },
      ['kind', 'handler', 'inject'],
    ),
    builder: object({ role: TEXT, methods: { is: 'map', of: METHOD, keyWord: 'method' } }, ['methods']),
    builds: object({ role: TEXT, middleware: PLACE, asked: TEXT }, ['middleware']),
    delegates: object({ role: TEXT, note: TEXT, publicByDesign: FLAG }, ['note']),
    neutral: object({ role: TEXT, argument: PLACE, calls: FLAG, lends: FLAG }, ['argument']),
    effect: object({ role: TEXT, effect: EFFECT, removes: FLAG, byKey: FLAG, asks: PLACE, needs: NEEDS }, [
      'effect',
    ]),
    read: object(
      {
        ...{ role: TEXT, single: FLAG, orThrow: FLAG, records: FLAG },
        ...{ secretId: FLAG, skipsUndefined: FLAG, operators: TEXT },
      },
      ['single'],
    ),
    forwards: object({ role: TEXT }),
    validates: object(
      { role: TEXT, mode: { is: 'oneOf', names: ['throws', 'result', 'boolean'] }, input: NUMBER },
      ['mode'],
    ),
    'rate-limit': object({ role: TEXT }),
    credential: object({ role: TEXT, effect: FLAG, hashes: FLAG }),
    tests: object({ role: TEXT, operator: { is: 'oneOf', names: ['===', '!=='] } }),
    exit: object({ role: TEXT }),
    environment: object({ role: TEXT }),
    secret: object({ role: TEXT }),
    compares: object({ role: TEXT }),
    opaque: object({ role: TEXT }),
  },
};

const WHEN: Shape = object(
  {
    argument: NUMBER,
    property: TEXT,
    equals: { is: 'list', of: { is: 'literal' } },
    missing: FLAG,
    matches: { is: 'regexp' },
  },
  ['argument'],
);

const RULE: Shape = object(
  {
    call: {
      is: 'string',
      pattern:
        /^(?:\*\*|\*|(?:new )?[A-Za-z_$~][\w$~]*)(?:\(\))*(?:\.(?:\*\*|\*|(?:new )?[A-Za-z_$~][\w$~]*)(?:\(\))*)*$/,
      hint: 'a call pattern such as `requireUser`, `auth().protect` or `new Client().**.send`',
    },
    when: { is: 'list', of: WHEN },
    async: FLAG,
    behavior: BEHAVIOR,
  },
  ['call', 'behavior'],
);

/** A catalogue entry; `id`, `category`, `packages` and `source` may be left out by people. */
export const entryShape: Shape = object(
  {
    id: { is: 'string', pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/, hint: 'in kebab-case' },
    category: {
      is: 'oneOf',
      names: [
        'authentication',
        'authorization',
        'builder',
        'delegate',
        'webhook',
        'queue',
        'rate-limit',
        'validation',
        'effect',
        'store',
        'credential',
        'exit',
        'environment',
        'neutral',
      ],
    },
    packages: { is: 'list', of: TEXT },
    imports: { is: 'list', of: TEXT, atLeast: 1 },
    versions: { is: 'versions' },
    rules: { is: 'list', of: RULE },
    source: TEXT,
    checked: TEXT,
    trap: TEXT,
  },
  ['imports', 'rules'],
);

function object(members: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return { is: 'object', members, required };
}
