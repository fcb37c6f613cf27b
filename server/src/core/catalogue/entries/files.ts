/** Catalogue entries of files and object storage. */
import { type CatalogueEntry } from '../entry';
import { ASYNC, calls, effect, READS_MANY, READS_ONE } from '../rules';

const WRITE = effect('database');
const STORAGE = effect('storage');
const FILE = effect('file');

/** Files, on a disk and in buckets. */
export const fileEntries: readonly CatalogueEntry[] = [
  {
    id: 'node-fs',
    category: 'effect',
    packages: ['node'],
    imports: [
      'fs',
      'node:fs',
      'fs/promises',
      'node:fs/promises',
      'fs-extra',
      'graceful-fs',
      'write-file-atomic',
      'rimraf',
    ],
    rules: calls(
      '**.{writeFile,appendFile,mkdir,rm,rmdir,unlink,rename,copyFile,cp,symlink,truncate,chmod,writeFileSync,appendFileSync,mkdirSync,rmSync,rmdirSync,unlinkSync,renameSync,copyFileSync,cpSync,truncateSync,createWriteStream,outputFile,outputFileSync,outputJson,writeJson,writeJsonSync,ensureDir,ensureDirSync,remove,removeSync,move,emptyDir,mkdtemp,mkdtempSync}',
      FILE,
    ),
    source: 'https://nodejs.org/api/fs.html',
    trap: 'On serverless hosts only the temporary folder can be written to.',
  },
  {
    id: 'aws-s3',
    category: 'effect',
    packages: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', '@aws-sdk/s3-presigned-post'],
    imports: [
      '@aws-sdk/client-s3',
      '@aws-sdk/lib-storage',
      '@aws-sdk/s3-presigned-post',
      'aws-sdk',
      'aws-sdk/clients/s3',
    ],
    rules: [
      ...calls(
        'new {PutObjectCommand,DeleteObjectCommand,DeleteObjectsCommand,CopyObjectCommand,CreateMultipartUploadCommand,UploadPartCommand,CompleteMultipartUploadCommand,AbortMultipartUploadCommand,CreateBucketCommand,DeleteBucketCommand}',
        STORAGE,
      ),
      ...calls('new Upload().done createPresignedPost', STORAGE, ASYNC),
      ...calls(
        'new {S3,S3Client,default.S3,default}().{putObject,upload,deleteObject,deleteObjects,copyObject}',
        STORAGE,
      ),
    ],
    source: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/s3/',
    checked: '3.1169.0',
    trap: 'A signed upload URL lets its holder write: making one counts as a write.',
  },
  {
    id: 'vercel-blob',
    category: 'effect',
    packages: ['@vercel/blob'],
    imports: ['@vercel/blob', '@vercel/blob/client'],
    rules: [
      ...calls(
        '{put,del,copy,rename,createFolder,putFromUrl,putImage,createMultipartUpload,uploadPart,completeMultipartUpload,generateClientTokenFromReadWriteToken}',
        STORAGE,
        ASYNC,
      ),
      ...calls(
        '{handleUpload,handleUploadPresigned}',
        { role: 'effect', effect: 'storage', asks: { argument: 0, property: 'onBeforeGenerateToken' } },
        ASYNC,
      ),
    ],
    source: 'https://vercel.com/docs/vercel-blob/using-blob-sdk',
    checked: '2.8.0',
    trap: '`handleUpload` gives upload tokens to everybody unless `onBeforeGenerateToken` rejects.',
  },
  {
    id: 'uploadthing-files',
    category: 'effect',
    packages: ['uploadthing'],
    imports: ['uploadthing/server'],
    rules: calls(
      'new UTApi().{uploadFiles,uploadFilesFromUrl,deleteFiles,renameFiles,updateACL}',
      STORAGE,
      ASYNC,
    ),
    source: 'https://docs.uploadthing.com/api-reference/ut-api',
    checked: '7.7.4',
  },
  {
    id: 'supabase-storage',
    category: 'effect',
    packages: ['@supabase/supabase-js', '@supabase/ssr'],
    imports: ['@supabase/supabase-js', '@supabase/ssr', '@supabase/auth-helpers-nextjs'],
    rules: [
      ...calls(
        '**.storage.from().{upload,update,move,copy,remove,createSignedUploadUrl,uploadToSignedUrl}',
        STORAGE,
        ASYNC,
      ),
      ...calls('**.functions.invoke', effect('request'), ASYNC),
    ],
    source: 'https://supabase.com/docs/reference/javascript/storage-from-upload',
    checked: '2.109.0',
  },
  {
    id: 'google-storage',
    category: 'effect',
    packages: ['@google-cloud/storage', 'firebase-admin', 'firebase'],
    imports: ['@google-cloud/storage', 'firebase-admin/storage', 'firebase/storage'],
    rules: [
      ...calls(
        '**.bucket().{upload,deleteFiles} **.bucket().file().{save,delete,copy,move,createWriteStream,makePublic}',
        STORAGE,
      ),
      ...calls('{uploadBytes,uploadBytesResumable,uploadString,deleteObject}', STORAGE, ASYNC),
    ],
    source: 'https://cloud.google.com/nodejs/docs/reference/storage/latest',
    checked: '7.22.0',
  },
  {
    id: 'azure-storage',
    category: 'effect',
    packages: ['@azure/storage-blob'],
    imports: ['@azure/storage-blob'],
    rules: calls(
      '**.{upload,uploadData,uploadStream,uploadFile,deleteBlob,deleteIfExists,beginCopyFromURL}',
      STORAGE,
      ASYNC,
    ),
    source: 'https://learn.microsoft.com/azure/storage/blobs/storage-quickstart-blobs-nodejs',
  },
  {
    id: 'image-host',
    category: 'effect',
    packages: ['cloudinary', 'imagekit'],
    imports: ['cloudinary', 'imagekit', '@imagekit/nodejs', 'minio'],
    rules: [
      ...calls(
        '**.uploader.{upload,upload_stream,destroy,rename,unsigned_upload} **.api.{delete_resources,create_folder,delete_folder}',
        STORAGE,
      ),
      ...calls(
        'new {default,ImageKit}().{upload,deleteFile} new {default,ImageKit}().files.{upload,delete} new Client().{putObject,removeObject,presignedPutObject}',
        STORAGE,
        ASYNC,
      ),
    ],
    source: 'https://cloudinary.com/documentation/node_image_and_video_upload',
    checked: '2.11.0',
  },
  {
    id: 'liveblocks-room',
    category: 'effect',
    packages: ['@liveblocks/node'],
    imports: ['@liveblocks/node'],
    rules: [
      ...calls(
        'new Liveblocks().{createRoom,updateRoom,deleteRoom,createThread,createComment,deleteThread,sendYjsBinaryUpdate}',
        WRITE,
        ASYNC,
      ),
      ...calls('new Liveblocks().getRoom', READS_ONE, ASYNC),
      ...calls('new Liveblocks().getRooms', READS_MANY, ASYNC),
    ],
    source: 'https://liveblocks.io/docs/api-reference/liveblocks-node',
    checked: '3.24.2',
  },
];
