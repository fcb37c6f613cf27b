/** Catalogue entries of databases: which calls read, which write, and which hand out a transaction. */
import { type CatalogueEntry } from '../entry';
import {
  ASYNC,
  calls,
  effect,
  equals,
  lending,
  neutral,
  READS_MANY,
  READS_ONE,
  READS_ONE_OR_THROWS,
  READS_RECORD,
  writesSql,
} from '../rules';

const WRITE = effect('database');

/** Every Supabase client: `createServerClient()`, `createClient()`, and those of the older helpers. */
const SUPABASE = [
  '@supabase/ssr',
  '@supabase/supabase-js',
  '@supabase/auth-helpers-nextjs',
  '@supabase/postgrest-js',
];

/** What a collection of the driver does, which Mongoose gives access to as well: `connection.db`. */
const MONGO_COLLECTION = [
  ...calls(
    '**.collection().{insertOne,insertMany,updateOne,updateMany,replaceOne,deleteOne,deleteMany,findOneAndUpdate,findOneAndReplace,findOneAndDelete,bulkWrite,drop}',
    WRITE,
    ASYNC,
  ),
  ...calls('**.collection().findOne', READS_ONE),
  ...calls('**.collection().{find,aggregate,countDocuments,estimatedDocumentCount,distinct}', READS_MANY),
];

/** Object mappers and query builders. */
export const databaseEntries: readonly CatalogueEntry[] = [
  {
    id: 'prisma',
    category: 'effect',
    packages: ['@prisma/client'],
    imports: [
      '@prisma/client',
      '@prisma/client/*',
      '.prisma/client',
      '*/generated/prisma',
      '*/generated/prisma/*',
      '*/generated/client',
      '*/prisma/generated/*',
      '*/prisma/client',
    ],
    rules: [
      ...calls('new PrismaClient().**.{$executeRaw,$executeRawUnsafe}', READS_MANY, {
        when: { argument: 0, matches: '^\\s*(?:set|select|show|analyze|lock)\\b' },
      }),
      ...calls(
        'new PrismaClient().**.{create,createMany,createManyAndReturn,update,updateMany,updateManyAndReturn,upsert,delete,deleteMany,$executeRaw,$executeRawUnsafe}',
        WRITE,
        ASYNC,
      ),
      ...calls('new PrismaClient().**.{$queryRaw,$queryRawUnsafe}', WRITE, {
        when: writesSql(0),
        ...ASYNC,
      }),
      ...calls('new PrismaClient().**.findUnique', READS_ONE),
      ...calls('new PrismaClient().**.findUniqueOrThrow', READS_ONE_OR_THROWS),
      // https://www.prisma.io/docs/orm/prisma-client/special-fields-and-types/null-and-undefined
      ...calls('new PrismaClient().**.findFirst', { role: 'read', single: true, skipsUndefined: true }),
      ...calls('new PrismaClient().**.findFirstOrThrow', {
        role: 'read',
        single: true,
        orThrow: true,
        skipsUndefined: true,
      }),
      ...calls('new PrismaClient().**.{findMany,count,aggregate,groupBy}', {
        role: 'read',
        single: false,
        skipsUndefined: true,
      }),
      ...calls('new PrismaClient().**.{$queryRaw,$queryRawUnsafe,findRaw,aggregateRaw}', READS_MANY),
      ...calls('new PrismaClient().**.$transaction', lending()),
    ],
    source: 'https://www.prisma.io/docs/orm/reference/prisma-client-reference',
    checked: '7.10.0',
    trap: 'The generated client may stand anywhere in the project: its specifier is recognised by its end.',
  },
  {
    id: 'zenstack',
    category: 'neutral',
    packages: ['@zenstackhq/runtime'],
    imports: ['@zenstackhq/runtime', '@zenstackhq/runtime/enhance'],
    rules: calls('enhance', neutral()),
    source: 'https://zenstack.dev/docs/2.x/reference/runtime-api#enhance',
    trap: 'The policies of the schema decide, if a user is given.',
  },
  {
    id: 'drizzle',
    category: 'effect',
    packages: ['drizzle-orm'],
    imports: ['drizzle-orm', 'drizzle-orm/*'],
    rules: [
      // Writes go to the first of the databases: https://orm.drizzle.team/docs/read-replicas
      ...calls('withReplicas', neutral()),
      ...calls('drizzle().**.execute drizzle().**.run', WRITE, { when: writesSql(0) }),
      ...calls('drizzle().**.transaction', lending()),
      // https://orm.drizzle.team/docs/rqb#select-filters
      ...calls('drizzle().**.query.*.findFirst', { role: 'read', single: true, operators: 'drizzle-orm' }),
      ...calls('drizzle().**.query.*.findMany', { role: 'read', single: false, operators: 'drizzle-orm' }),
      ...calls('drizzle().**.{insert,update,delete,refreshMaterializedView}', WRITE),
      ...calls('drizzle().**.{select,selectDistinct,selectDistinctOn,$count}', READS_MANY),
      // Of the database: a query that was built is what it was built as.
      ...calls('drizzle().execute drizzle().*.execute', READS_MANY),
    ],
    source: 'https://orm.drizzle.team/docs/data-querying',
    checked: '0.45.4',
  },
  {
    id: 'kysely',
    category: 'effect',
    packages: ['kysely'],
    imports: ['kysely', 'kysely-*', '@kysely/*'],
    rules: [
      ...calls('new Kysely().**.selectFrom().**.executeTakeFirst', READS_ONE),
      ...calls('new Kysely().**.selectFrom().**.executeTakeFirstOrThrow', READS_ONE_OR_THROWS),
      ...calls('new Kysely().**.{insertInto,updateTable,deleteFrom,replaceInto,mergeInto}', WRITE),
      ...calls('new Kysely().**.selectFrom', READS_MANY),
      ...calls('new Kysely().**.transaction().**.execute', lending()),
      ...calls('sql().execute', READS_MANY, ASYNC),
    ],
    source: 'https://kysely.dev/docs/getting-started',
    checked: '0.28.18',
    trap: 'Raw SQL that is run by its own `execute` counts as a read, whatever it says.',
  },
  {
    id: 'mongoose',
    category: 'effect',
    packages: ['mongoose'],
    imports: ['mongoose'],
    rules: [
      ...calls(
        '{model(),models.*,connection.**}.{create,insertMany,insertOne,updateOne,updateMany,replaceOne,findOneAndUpdate,findOneAndReplace,findOneAndDelete,findByIdAndUpdate,findByIdAndDelete,findByIdAndRemove,deleteOne,deleteMany,bulkWrite,bulkSave}',
        WRITE,
      ),
      ...calls(
        '{model(),models.*}.**.{save,deleteOne,updateOne,replaceOne} new model()().save new models.*().save',
        WRITE,
        ASYNC,
      ),
      ...calls('{model(),models.*}.**.orFail', READS_ONE_OR_THROWS),
      ...calls('{model(),models.*}.{findOne,findById,exists}', READS_RECORD),
      ...calls(
        '{model(),models.*}.{find,aggregate,countDocuments,estimatedDocumentCount,distinct,where}',
        READS_MANY,
      ),
      ...MONGO_COLLECTION,
    ],
    source: 'https://mongoosejs.com/docs/queries.html',
    checked: '9.12.1',
    trap: 'A document that was read writes when its `save()` is called.',
  },
  {
    id: 'mongodb',
    category: 'effect',
    packages: ['mongodb'],
    imports: ['mongodb'],
    rules: [...MONGO_COLLECTION, ...calls('**.dropDatabase', WRITE, ASYNC)],
    source: 'https://www.mongodb.com/docs/drivers/node/current/crud/',
    checked: '7.9.0',
  },
  {
    id: 'supabase-data',
    category: 'effect',
    packages: ['@supabase/supabase-js', '@supabase/ssr'],
    imports: SUPABASE,
    rules: [
      ...calls('**.rpc', READS_MANY, { when: equals(2, 'get', true) }),
      // https://supabase.com/docs/guides/api/api-keys: a public key gives the rights of the session that comes with it.
      ...calls('**.from().{insert,update,upsert,delete} **.rpc', {
        role: 'effect',
        effect: 'database',
        byKey: true,
      }),
      ...calls('**.from().select().**.maybeSingle **.from().select().**.single', READS_ONE),
      ...calls('**.from().select', READS_MANY),
    ],
    source: 'https://supabase.com/docs/reference/javascript/select',
    checked: '2.109.0',
    trap: 'With the service role key row level security does not apply; a remote procedure may write whatever its name says.',
  },
  {
    id: 'typeorm',
    category: 'effect',
    packages: ['typeorm'],
    imports: ['typeorm'],
    rules: [
      ...calls(
        '**.{getRepository,getTreeRepository,getMongoRepository}().{save,insert,update,upsert,delete,remove,softDelete,softRemove,restore,increment,decrement,clear}',
        WRITE,
        ASYNC,
      ),
      ...calls('**.manager.{save,insert,update,upsert,delete,remove,softDelete}', WRITE, ASYNC),
      ...calls('**.getRepository().{findOne,findOneBy} **.manager.{findOne,findOneBy}', READS_ONE, ASYNC),
      ...calls('**.getRepository().{findOneOrFail,findOneByOrFail}', READS_ONE_OR_THROWS, ASYNC),
      ...calls(
        '**.getRepository().{find,findBy,findAndCount,count,query} **.manager.{find,findBy,count}',
        READS_MANY,
        ASYNC,
      ),
      ...calls('**.transaction', lending()),
    ],
    source: 'https://typeorm.io/docs/working-with-entity-manager/repository-api',
    checked: '1.1.1',
  },
  {
    id: 'sequelize',
    category: 'effect',
    packages: ['sequelize'],
    imports: ['sequelize'],
    rules: [
      ...calls(
        '**.{define,model}().{create,bulkCreate,update,upsert,destroy,increment,decrement,findOrCreate,truncate}',
        WRITE,
        ASYNC,
      ),
      ...calls('**.{define,model}().{findOne,findByPk}', READS_ONE, ASYNC),
      ...calls('**.{define,model}().{findAll,findAndCountAll,count}', READS_MANY, ASYNC),
      ...calls('new {Sequelize,default}().query', WRITE, { when: writesSql(0) }),
    ],
    source: 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/',
    checked: '6.37.8',
  },
  {
    id: 'knex',
    category: 'effect',
    packages: ['knex'],
    imports: ['knex'],
    rules: [
      ...calls('{default,knex}().transaction', lending(), { when: { argument: 0, missing: false } }),
      ...calls('{default,knex}().**.{insert,update,del,delete,truncate,increment,decrement,upsert}', WRITE),
      ...calls('{default,knex}().**.first', READS_ONE),
      ...calls('{default,knex}().**.{select,where,count}', READS_MANY),
      ...calls('{default,knex}().raw', WRITE, { when: writesSql(0) }),
      ...calls('{default,knex}().raw', READS_MANY),
    ],
    source: 'https://knexjs.org/guide/query-builder.html',
    checked: '3.3.0',
  },
  {
    id: 'mikro-orm',
    category: 'effect',
    packages: ['@mikro-orm/core'],
    imports: ['@mikro-orm/*'],
    rules: [
      ...calls(
        '**.{flush,persistAndFlush,removeAndFlush,nativeInsert,nativeUpdate,nativeDelete,upsert,upsertMany,insertMany}',
        WRITE,
        ASYNC,
      ),
      ...calls('**.findOne', READS_ONE, ASYNC),
      ...calls('**.findOneOrFail', READS_ONE_OR_THROWS, ASYNC),
      ...calls('**.{findAll,findAndCount,find}', READS_MANY, ASYNC),
    ],
    source: 'https://mikro-orm.io/docs/entity-manager',
    checked: '6.6.16',
  },
  {
    id: 'payload-data',
    category: 'effect',
    packages: ['payload'],
    imports: ['payload', '@payloadcms/next/utilities'],
    rules: [
      ...calls(
        '{getPayload,getPayloadHMR}().{create,update,delete,duplicate,updateGlobal,restoreVersion}',
        WRITE,
        ASYNC,
      ),
      ...calls('{getPayload,getPayloadHMR}().{findByID,findGlobal}', READS_ONE, ASYNC),
      ...calls('{getPayload,getPayloadHMR}().{find,count,findVersions}', READS_MANY, ASYNC),
      ...calls('{getPayload,getPayloadHMR}().sendEmail', effect('mail'), ASYNC),
    ],
    source: 'https://payloadcms.com/docs/local-api/overview',
    checked: '3.90.2',
  },
];
