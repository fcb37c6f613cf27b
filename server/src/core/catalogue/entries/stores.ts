/** Catalogue entries of document and key-value stores. */
import { type CatalogueEntry } from '../entry';
import {
  ASYNC,
  calls,
  effect,
  effectWithSession,
  given,
  lending,
  READS_MANY,
  READS_ONE,
  REMOVES,
} from '../rules';

const WRITE = effect('database');
const CACHE = effect('cache');
const STORAGE = effect('storage');

/** Stores of records. A write that expires by itself is a cache's, and no effect. */
export const storeEntries: readonly CatalogueEntry[] = [
  {
    id: 'firestore-admin',
    category: 'effect',
    packages: ['firebase-admin', '@google-cloud/firestore'],
    imports: [
      'firebase-admin',
      'firebase-admin/firestore',
      'firebase-admin/database',
      '@google-cloud/firestore',
    ],
    rules: [
      ...calls(
        '{getFirestore(),firestore(),getDatabase(),database()}.**.{set,add,update,delete,create,commit,push,remove,bulkWriter,recursiveDelete}',
        WRITE,
        ASYNC,
      ),
      ...calls('new Firestore().**.{set,add,update,delete,create,commit}', WRITE, ASYNC),
      ...calls('{getFirestore(),firestore(),new Firestore()}.runTransaction', lending()),
      ...calls('{getFirestore(),firestore(),new Firestore()}.**.doc().get', READS_ONE, ASYNC),
      ...calls(
        '{getFirestore(),firestore(),new Firestore()}.**.{get,getAll,listDocuments} {getDatabase(),database()}.**.{get,once}',
        READS_MANY,
        ASYNC,
      ),
    ],
    source: 'https://firebase.google.com/docs/firestore/manage-data/add-data',
    checked: '13.10.0',
    trap: 'The admin SDK passes over the security rules.',
  },
  {
    id: 'firestore',
    category: 'effect',
    packages: ['firebase'],
    imports: ['firebase/firestore', 'firebase/firestore/lite', 'firebase/database', '@firebase/firestore'],
    rules: [
      ...calls(
        '{setDoc,addDoc,updateDoc,deleteDoc,set,update,remove,push} writeBatch().{set,update,delete,commit}',
        WRITE,
        ASYNC,
      ),
      ...calls('runTransaction', lending(1)),
      ...calls('runTransaction.{set,update,delete}', WRITE),
      ...calls('getDoc', READS_ONE, ASYNC),
      ...calls('{getDocs,getCountFromServer,get}', READS_MANY, ASYNC),
    ],
    source: 'https://firebase.google.com/docs/firestore/manage-data/add-data',
    checked: '13.2.0',
  },
  {
    id: 'convex',
    category: 'effect',
    packages: ['convex'],
    imports: ['convex/nextjs', 'convex/browser'],
    rules: [
      ...calls('{fetchMutation,fetchAction} new ConvexHttpClient().{mutation,action}', WRITE, ASYNC),
      ...calls('{fetchQuery,preloadQuery} new ConvexHttpClient().query', READS_MANY, ASYNC),
    ],
    source: 'https://docs.convex.dev/client/nextjs/app-router/server-rendering',
    checked: '1.48.0',
    trap: 'The Convex function decides about its caller only when a token is passed on.',
  },
  {
    id: 'redis-upstash',
    category: 'store',
    packages: ['@upstash/redis', '@vercel/kv'],
    imports: ['@upstash/redis', '@upstash/redis/*', '@vercel/kv'],
    rules: [
      ...['ex', 'px', 'exat', 'pxat'].flatMap((name) =>
        calls('{new Redis(),Redis.fromEnv(),kv,createClient(),default}.**.set', CACHE, {
          async: true,
          when: given(2, name),
        }),
      ),
      ...calls(
        '{new Redis(),Redis.fromEnv(),kv,createClient(),default}.**.{set,hset,hmset,hdel,hincrby,sadd,srem,zadd,zrem,lpush,rpush,lpop,rpop,lrem,json.set,xadd,mset,append}',
        WRITE,
        ASYNC,
      ),
      ...calls(
        '{new Redis(),Redis.fromEnv(),kv,createClient(),default}.**.{setex,psetex,expire,pexpire,incr,incrby,decr,decrby,persist}',
        CACHE,
        ASYNC,
      ),
      ...calls(
        '{new Redis(),Redis.fromEnv(),kv,createClient(),default}.**.{del,unlink,flushall,flushdb}',
        REMOVES,
        ASYNC,
      ),
      ...calls(
        '{new Redis(),Redis.fromEnv(),kv,createClient(),default}.{get,getex,hget,hgetall,getdel,json.get}',
        READS_ONE,
        ASYNC,
      ),
      ...calls(
        '{new Redis(),Redis.fromEnv(),kv,createClient(),default}.{mget,smembers,zrange,lrange,hmget,scan,keys}',
        READS_MANY,
        ASYNC,
      ),
    ],
    source: 'https://upstash.com/docs/redis/sdks/ts/commands/overview',
    checked: '1.39.0',
    trap: "A `set` that expires is a cache's; one that doesn't keeps data.",
  },
  {
    id: 'redis',
    category: 'store',
    packages: ['ioredis', 'redis'],
    imports: ['ioredis', 'redis', '@redis/client'],
    rules: [
      ...calls('{new default(),new Redis(),new Cluster(),createClient(),createClient().**}.set', CACHE, {
        async: true,
        when: given(2),
      }),
      ...calls(
        '{new default(),new Redis(),new Cluster(),createClient()}.**.{set,hset,hmset,hdel,hSet,hDel,hIncrBy,hincrby,sadd,srem,sAdd,sRem,zadd,zrem,zAdd,zRem,lpush,rpush,lPush,rPush,lrem,lRem,xadd,xAdd,mset,mSet,json.set}',
        WRITE,
        ASYNC,
      ),
      ...calls(
        '{new default(),new Redis(),new Cluster(),createClient()}.**.{setex,setEx,psetex,expire,incr,incrby,decr}',
        CACHE,
        ASYNC,
      ),
      ...calls(
        '{new default(),new Redis(),new Cluster(),createClient()}.**.{del,unlink,flushall,flushAll,flushdb}',
        REMOVES,
        ASYNC,
      ),
      ...calls(
        '{new default(),new Redis(),new Cluster(),createClient()}.**.publish',
        effect('message'),
        ASYNC,
      ),
      ...calls(
        '{new default(),new Redis(),new Cluster(),createClient()}.**.{get,getex,getEx,getdel,getDel,hget,hgetall,hGet,hGetAll,json.get}',
        READS_ONE,
        ASYNC,
      ),
      ...calls(
        '{new default(),new Redis(),new Cluster(),createClient()}.**.{mget,mGet,smembers,sMembers,zrange,zRange,lrange,lRange,keys,scan}',
        READS_MANY,
        ASYNC,
      ),
    ],
    source: 'https://github.com/redis/ioredis#readme',
    checked: '6.0.0',
  },
  {
    id: 'edge-config',
    category: 'store',
    packages: ['@vercel/edge-config'],
    imports: ['@vercel/edge-config'],
    rules: [],
    source: 'https://vercel.com/docs/edge-config/edge-config-sdk',
    checked: '1.5.1',
    trap: 'Configuration, not data: reading it exposes nothing of a user.',
  },
  {
    id: 'dynamodb',
    category: 'effect',
    packages: ['@aws-sdk/lib-dynamodb', '@aws-sdk/client-dynamodb'],
    imports: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
    rules: [
      ...calls(
        'new {PutCommand,UpdateCommand,DeleteCommand,BatchWriteCommand,TransactWriteCommand,PutItemCommand,UpdateItemCommand,DeleteItemCommand,BatchWriteItemCommand,TransactWriteItemsCommand}',
        WRITE,
      ),
      ...calls('**.{put,update,delete,batchWrite,putItem,updateItem,deleteItem}', WRITE, ASYNC),
      ...calls('**.{get,getItem}', READS_ONE, ASYNC),
      ...calls('**.{query,scan} **.send', READS_MANY, ASYNC),
    ],
    source: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/',
    checked: '3.1162.0',
  },
  {
    id: 'appwrite',
    category: 'effect',
    packages: ['node-appwrite', 'appwrite'],
    imports: ['node-appwrite', 'appwrite'],
    rules: [
      ...calls(
        'new {Databases,TablesDB}().{createDocument,updateDocument,upsertDocument,deleteDocument,createRow,updateRow,upsertRow,deleteRow}',
        WRITE,
        ASYNC,
      ),
      ...calls('new {Databases,TablesDB}().{getDocument,getRow}', READS_ONE, ASYNC),
      ...calls('new {Databases,TablesDB}().{listDocuments,listRows}', READS_MANY, ASYNC),
      ...calls('new Storage().{createFile,updateFile,deleteFile}', STORAGE, ASYNC),
      ...calls(
        'new Users().{create,delete,updateEmail,updateLabels,updateName,updatePassword,updatePhone,updatePrefs,updateStatus}',
        effect('auth'),
        ASYNC,
      ),
      ...calls('new Users().get', READS_ONE, ASYNC),
      ...calls('new Users().list', READS_MANY, ASYNC),
      ...calls('new Messaging().{createEmail,createPush,createSms}', effect('message'), ASYNC),
      // All but the credential steps answer 401 without a session: https://appwrite.io/docs/references/cloud/server-nodejs/account
      ...calls(
        'new Account().{get,getSession,getPrefs,listSessions,listIdentities,listLogs}',
        { role: 'asserts', kind: 'session' },
        ASYNC,
      ),
      ...calls(
        'new Account().{updateName,updateEmail,updatePassword,updatePhone,updatePrefs,updateStatus,updateSession,updateMFA,deleteIdentity,deleteSessions,createVerification,createEmailVerification}',
        effectWithSession('auth', 'throws'),
        ASYNC,
      ),
      ...calls(
        'new Account().{updateRecovery,updateVerification,updateEmailVerification,updateMagicURLSession,createAnonymousSession,create,createSession,createEmailSession,createEmailPasswordSession,deleteSession,createRecovery,createMagicURLToken,createMagicURLSession,createEmailToken,createPhoneToken,createOAuth2Token}',
        { role: 'credential' },
        ASYNC,
      ),
    ],
    source: 'https://appwrite.io/docs/tutorials/nextjs-ssr-auth',
    checked: '27.1.0',
  },
  {
    id: 'pocketbase',
    category: 'effect',
    packages: ['pocketbase'],
    imports: ['pocketbase'],
    rules: [
      ...calls('new default().collection().{create,update,delete}', WRITE, ASYNC),
      ...calls('new default().collection().{getOne,getFirstListItem}', READS_ONE, ASYNC),
      ...calls('new default().collection().{getList,getFullList}', READS_MANY, ASYNC),
      ...calls('new default().collection().authRefresh', { role: 'asserts', kind: 'session' }, ASYNC),
      ...calls(
        'new default().collection().{authWithPassword,authWithOAuth2,requestPasswordReset}',
        { role: 'credential' },
        ASYNC,
      ),
    ],
    source: 'https://github.com/pocketbase/js-sdk#readme',
    checked: '0.28.1',
  },
  {
    id: 'sanity-client',
    category: 'effect',
    packages: ['@sanity/client', 'next-sanity'],
    imports: ['@sanity/client', 'next-sanity'],
    rules: [
      ...calls(
        'createClient().**.{create,createIfNotExists,createOrReplace,delete,mutate,commit} createClient().assets.upload',
        WRITE,
        ASYNC,
      ),
    ],
    source: 'https://www.sanity.io/docs/js-client',
    checked: '7.28.0',
  },
  {
    id: 'search-index',
    category: 'effect',
    packages: [
      'algoliasearch',
      'meilisearch',
      '@elastic/elasticsearch',
      '@pinecone-database/pinecone',
      '@upstash/vector',
    ],
    imports: [
      'algoliasearch',
      'algoliasearch/*',
      'meilisearch',
      '@elastic/elasticsearch',
      '@pinecone-database/pinecone',
      '@upstash/vector',
      'typesense',
    ],
    rules: [
      ...calls(
        '**.{saveObject,saveObjects,partialUpdateObject,partialUpdateObjects,deleteObject,deleteObjects,addDocuments,updateDocuments,deleteDocument,deleteDocuments,index,bulk,upsert,deleteOne,deleteMany,upsertRecords}',
        WRITE,
        ASYNC,
      ),
    ],
    source: 'https://www.algolia.com/doc/libraries/javascript/v5/methods/search/save-objects/',
    checked: '5.64.0',
  },
];
