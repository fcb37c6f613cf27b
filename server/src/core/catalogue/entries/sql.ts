/** Catalogue entries of SQL clients: the statement's text tells whether a call writes. */
import { type CatalogueEntry } from '../entry';
import {
  ASYNC,
  calls,
  effect,
  lending,
  READS_MANY,
  READS_ONE,
  READS_ONE_OR_THROWS,
  writesSql,
} from '../rules';

const WRITE = effect('database');

/** SQL written out: the text tells whether it writes. */
export const sqlEntries: readonly CatalogueEntry[] = [
  {
    id: 'vercel-postgres',
    category: 'effect',
    packages: ['@vercel/postgres'],
    imports: ['@vercel/postgres'],
    rules: [
      ...calls('{sql,sql.query,db.sql,db.query}', WRITE, { when: writesSql(0) }),
      ...calls('**.connect().{query,sql} {createClient,createPool}().{query,sql}', WRITE, {
        when: writesSql(0),
      }),
      ...calls(
        '{sql,sql.query,db.sql,db.query} **.connect().{query,sql} {createClient,createPool}().{query,sql}',
        READS_MANY,
      ),
    ],
    source: 'https://vercel.com/docs/storage/vercel-postgres/sdk',
    checked: '0.10.0',
  },
  {
    id: 'neon',
    category: 'effect',
    packages: ['@neondatabase/serverless'],
    imports: ['@neondatabase/serverless'],
    rules: [
      ...calls('neon() neon().query new {Pool,Client}().**.query', WRITE, { when: writesSql(0) }),
      ...calls('neon() neon().query new {Pool,Client}().**.query', READS_MANY),
      ...calls('neon().transaction', lending()),
    ],
    source: 'https://github.com/neondatabase/serverless#readme',
    checked: '1.2.0',
  },
  {
    id: 'pg',
    category: 'effect',
    packages: ['pg'],
    imports: ['pg', '@vercel/postgres-kysely', '@electric-sql/pglite'],
    rules: [
      ...calls('**.{query,exec}', WRITE, { when: writesSql(0) }),
      ...calls('**.query', WRITE, { when: writesSql(0, 'text') }),
      ...calls('**.query', READS_MANY),
    ],
    source: 'https://node-postgres.com/features/queries',
    checked: '8.23.1',
  },
  {
    id: 'postgres-js',
    category: 'effect',
    packages: ['postgres'],
    imports: ['postgres', 'bun', 'bun:sqlite'],
    rules: [
      ...calls('default() default().unsafe default().file SQL() new SQL()()', WRITE, { when: writesSql(0) }),
      ...calls('default().begin', lending()),
      ...calls('default() default().unsafe', READS_MANY),
    ],
    source: 'https://github.com/porsager/postgres#usage',
    checked: '3.4.9',
  },
  {
    id: 'mysql2',
    category: 'effect',
    packages: ['mysql2'],
    imports: ['mysql2', 'mysql2/promise', 'mysql', 'serverless-mysql', 'mariadb'],
    rules: [
      ...calls('**.{query,execute}', WRITE, { when: writesSql(0) }),
      ...calls('**.{query,execute}', READS_MANY),
    ],
    source: 'https://sidorares.github.io/node-mysql2/docs',
    checked: '3.24.6',
  },
  {
    id: 'sqlite',
    category: 'effect',
    packages: ['better-sqlite3'],
    imports: ['better-sqlite3', 'node:sqlite', 'sqlite', 'sqlite3', 'bun:sqlite'],
    rules: [
      ...calls('**.prepare().run', WRITE),
      ...calls('**.{exec,run}', WRITE, { when: writesSql(0) }),
      ...calls('**.prepare().get', READS_ONE),
      ...calls('**.prepare().{all,iterate,pluck}', READS_MANY),
      ...calls('**.get', READS_ONE, ASYNC),
      ...calls('**.all', READS_MANY, ASYNC),
    ],
    source: 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md',
    checked: '12.11.1',
  },
  {
    id: 'libsql',
    category: 'effect',
    packages: ['@libsql/client', '@tursodatabase/serverless'],
    imports: [
      '@libsql/client',
      '@libsql/client/*',
      '@tursodatabase/serverless',
      '@tursodatabase/serverless/*',
    ],
    rules: [
      ...calls('{createClient,connect}().**.{execute,executeMultiple}', WRITE, { when: writesSql(0) }),
      ...calls('{createClient,connect}().**.execute', WRITE, { when: writesSql(0, 'sql') }),
      ...calls('{createClient,connect}().**.{batch,migrate}', WRITE, ASYNC),
      ...calls('{createClient,connect}().**.execute', READS_MANY),
    ],
    source: 'https://docs.turso.tech/sdk/ts/reference',
    checked: '0.18.0',
  },
  {
    id: 'planetscale',
    category: 'effect',
    packages: ['@planetscale/database'],
    imports: ['@planetscale/database'],
    rules: [
      ...calls('**.execute', WRITE, { when: writesSql(0) }),
      ...calls('**.execute', READS_MANY),
      ...calls('**.transaction', lending()),
    ],
    source: 'https://github.com/planetscale/database-js#usage',
    checked: '1.20.2',
  },
  {
    id: 'slonik',
    category: 'effect',
    packages: ['slonik'],
    imports: ['slonik'],
    rules: [
      ...calls('**.query', WRITE, { when: writesSql(0) }),
      ...calls('**.{maybeOne,maybeOneFirst}', READS_ONE, ASYNC),
      ...calls('**.{one,oneFirst}', READS_ONE_OR_THROWS, ASYNC),
      ...calls('**.{any,anyFirst,many,manyFirst}', READS_MANY, ASYNC),
      ...calls('**.transaction', lending()),
    ],
    source: 'https://github.com/gajus/slonik#usage',
    checked: '47.3.2',
  },
  {
    id: 'clickhouse',
    category: 'effect',
    packages: ['@clickhouse/client'],
    imports: ['@clickhouse/client', '@clickhouse/client-web'],
    rules: [
      ...calls('createClient().{insert,command,exec}', WRITE, ASYNC),
      ...calls('createClient().query', READS_MANY, ASYNC),
    ],
    source: 'https://clickhouse.com/docs/integrations/javascript',
  },
];
