/** How programs show a secret: an API key, and what a scheduler sends. */
import { type IdentityKind } from '../../catalogue/entry';
import { REQUEST } from './guardIdiom';
import { type LibraryIdiom, type LibraryImport } from './libraryTable';

/** Compares by digests, which are of one length: https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b */
const DIGEST = "const digest = (text: string) => createHash('sha256').update(text).digest();";
const UNTYPED_DIGEST = DIGEST.replace(': string', '');
const CRYPTO: readonly LibraryImport[] = [
  { imported: 'createHash', specifier: 'node:crypto' },
  { imported: 'timingSafeEqual', specifier: 'node:crypto' },
];

function secretIdiom(
  id: string,
  label: string,
  kind: IdentityKind,
  variable: string,
  read: string,
  wanted: string,
  docs: string,
): LibraryIdiom {
  const rest = [
    `const expected = process.env.${variable};`,
    `const given = ${REQUEST}.headers.get('${read}') ?? '';`,
  ];
  return {
    id,
    label,
    packages: [],
    place: 'route',
    form: 'check',
    kind,
    imports: CRYPTO,
    statements: [DIGEST, ...rest],
    javascript: [UNTYPED_DIGEST, ...rest],
    condition: `!expected || !timingSafeEqual(digest(given), digest(${wanted}))`,
    docs,
  };
}

/** Guards for callers that are programs. They take no library, so they are offered by name. */
export const SECRET_IDIOMS: readonly LibraryIdiom[] = [
  secretIdiom(
    'api-key',
    'API key',
    'api-key',
    'API_KEY',
    'x-api-key',
    'expected',
    'https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b',
  ),
  secretIdiom(
    'cron-secret',
    'cron secret',
    'secret',
    'CRON_SECRET',
    'authorization',
    '`Bearer ${expected}`',
    'https://vercel.com/docs/cron-jobs/manage-cron-jobs#securing-cron-jobs',
  ),
];
