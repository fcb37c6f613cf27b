/** Catalogue entries of what leaves the app: mail, messages, outgoing writes, cookies, and calls of language models. */
import { type CatalogueEntry } from '../entry';
import { ASYNC, calls, effect, equals, READS_MANY } from '../rules';

const MAIL = effect('mail');
const MESSAGE = effect('message');
const REQUEST = effect('request');
const LLM = effect('llm');

const WRITING_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'put', 'patch', 'delete'];

/** Mail and messages. */
export const messageEntries: readonly CatalogueEntry[] = [
  {
    id: 'resend',
    category: 'effect',
    packages: ['resend'],
    imports: ['resend'],
    rules: calls(
      'new Resend().{emails,batch,broadcasts}.{send,create,update,cancel} new Resend().{contacts,audiences}.{create,update,remove}',
      MAIL,
      ASYNC,
    ),
    source: 'https://resend.com/docs/send-with-nextjs',
    checked: '6.38.0',
  },
  {
    id: 'nodemailer',
    category: 'effect',
    packages: ['nodemailer'],
    imports: ['nodemailer'],
    rules: calls('createTransport().sendMail', MAIL),
    source: 'https://nodemailer.com/',
    checked: '10.6.0',
  },
  {
    id: 'sendgrid',
    category: 'effect',
    packages: ['@sendgrid/mail', '@sendgrid/client'],
    imports: ['@sendgrid/mail', '@sendgrid/client'],
    rules: calls(
      '{send,sendMultiple} new MailService().{send,sendMultiple} {request,default.request}',
      MAIL,
      ASYNC,
    ),
    source: 'https://github.com/sendgrid/sendgrid-nodejs/tree/main/packages/mail',
    checked: '8.1.6',
  },
  {
    id: 'postmark',
    category: 'effect',
    packages: ['postmark'],
    imports: ['postmark'],
    rules: calls(
      '**.{sendEmail,sendEmailBatch,sendEmailWithTemplate,sendEmailBatchWithTemplates}',
      MAIL,
      ASYNC,
    ),
    source: 'https://github.com/ActiveCampaign/postmark.js#readme',
    checked: '5.1.0',
  },
  {
    id: 'mailgun',
    category: 'effect',
    packages: ['mailgun.js'],
    imports: ['mailgun.js', 'mailgun-js'],
    rules: calls('**.messages.create **.messages().send **.lists.members.createMember', MAIL, ASYNC),
    source: 'https://github.com/mailgun/mailgun.js#readme',
    checked: '14.0.1',
  },
  {
    id: 'mail-services',
    category: 'effect',
    packages: [
      'loops',
      '@mailchimp/mailchimp_marketing',
      '@aws-sdk/client-ses',
      '@plunk/node',
      '@getbrevo/brevo',
      'mailersend',
    ],
    imports: [
      'loops',
      '@mailchimp/mailchimp_marketing',
      '@mailchimp/mailchimp_transactional',
      '@aws-sdk/client-ses',
      '@aws-sdk/client-sesv2',
      '@plunk/node',
      '@getbrevo/brevo',
      'mailersend',
      '@usesend/*',
    ],
    rules: [
      ...calls(
        'new {SendEmailCommand,SendRawEmailCommand,SendTemplatedEmailCommand,SendBulkEmailCommand}',
        MAIL,
      ),
      ...calls(
        '**.{createContact,updateContact,deleteContact,sendEvent,sendTransactionalEmail,sendTransacEmail,addListMember,setListMember,updateListMember} **.messages.send **.emails.send **.email.send',
        MAIL,
        ASYNC,
      ),
    ],
    source: 'https://loops.so/docs/sdks/javascript',
    checked: '7.3.0',
  },
  {
    id: 'novu',
    category: 'effect',
    packages: ['@novu/node', '@novu/api', '@knocklabs/node'],
    imports: ['@novu/node', '@novu/api', '@knocklabs/node', 'onesignal-node', 'web-push', 'expo-server-sdk'],
    rules: calls(
      'new Novu().trigger new Novu().{triggerBulk,triggerBroadcast} **.workflows.trigger sendNotification **.sendPushNotificationsAsync **.createNotification',
      MESSAGE,
      ASYNC,
    ),
    source: 'https://docs.novu.co/platform/sdks/server/typescript',
    checked: '2.6.6',
  },
  {
    id: 'slack-message',
    category: 'effect',
    packages: ['@slack/web-api', '@slack/webhook'],
    imports: ['@slack/web-api', '@slack/webhook'],
    rules: calls(
      'new WebClient().chat.{postMessage,update,delete,postEphemeral,scheduleMessage} new WebClient().{conversations,views,reactions,files}.{create,open,publish,push,update,add,upload,uploadV2,invite,join} new IncomingWebhook().send',
      MESSAGE,
      ASYNC,
    ),
    source: 'https://docs.slack.dev/tools/node-slack-sdk/web-api/',
    checked: '8.2.0',
  },
  {
    id: 'twilio-message',
    category: 'effect',
    packages: ['twilio'],
    imports: ['twilio'],
    rules: calls('**.{messages,calls}.create', MESSAGE, ASYNC),
    source: 'https://www.twilio.com/docs/messaging/quickstart',
    checked: '6.2.0',
  },
  {
    id: 'pusher',
    category: 'effect',
    packages: ['pusher', 'ably'],
    imports: ['pusher', 'ably', '@pusher/push-notifications-server'],
    rules: calls(
      'new {default,Pusher}().{trigger,triggerBatch,sendToUser} **.channels.get().publish',
      MESSAGE,
      ASYNC,
    ),
    source: 'https://github.com/pusher/pusher-http-node#readme',
    checked: '5.3.4',
  },
];

/** Requests to other services, cookies, and calls that are no effects by convention. */
export const requestEntries: readonly CatalogueEntry[] = [
  {
    id: 'axios',
    category: 'effect',
    packages: ['axios'],
    imports: ['axios'],
    rules: [
      ...calls(
        '{post,put,patch,delete,postForm,putForm,patchForm} create().{post,put,patch,delete,postForm,putForm,patchForm}',
        REQUEST,
        ASYNC,
      ),
      ...calls('{default,request,create(),create().request}', REQUEST, {
        async: true,
        when: equals(0, 'method', ...WRITING_METHODS),
      }),
    ],
    source: 'https://axios-http.com/docs/api_intro',
    checked: '1.21.1',
  },
  {
    id: 'ky',
    category: 'effect',
    packages: ['ky', 'got', 'wretch'],
    imports: ['ky', 'got', 'wretch', 'superagent', 'undici', 'node-fetch', 'cross-fetch'],
    rules: [
      ...calls(
        '{default,got,ky}.{post,put,patch,delete} {post,put,patch,delete} **.{create,extend}().{post,put,patch,delete}',
        REQUEST,
      ),
      ...calls('{default,got,ky,fetch,request}', REQUEST, { when: equals(1, 'method', ...WRITING_METHODS) }),
    ],
    source: 'https://github.com/sindresorhus/ky#api',
    checked: '1.14.3',
  },
  {
    id: 'ofetch',
    category: 'effect',
    packages: ['ofetch'],
    imports: ['ofetch', '@better-fetch/fetch', 'up-fetch'],
    rules: calls('{ofetch,$fetch,betterFetch} {ofetch,$fetch}.create() {createFetch,up}()', REQUEST, {
      async: true,
      when: equals(1, 'method', ...WRITING_METHODS),
    }),
    source: 'https://github.com/unjs/ofetch#readme',
    checked: '1.5.1',
  },
  {
    id: 'openapi-fetch',
    category: 'effect',
    packages: ['openapi-fetch'],
    imports: ['openapi-fetch'],
    rules: calls('default().{POST,PUT,PATCH,DELETE}', REQUEST, ASYNC),
    source: 'https://openapi-ts.dev/openapi-fetch/api',
  },
  {
    id: 'graphql-client',
    category: 'effect',
    packages: ['graphql-request', '@apollo/client', '@urql/core'],
    imports: ['graphql-request', '@apollo/client', '@apollo/client/*', '@urql/core'],
    rules: [
      ...calls('new GraphQLClient().request', REQUEST, {
        async: true,
        when: { argument: 0, matches: '^\\s*mutation\\b' },
      }),
      ...calls('{default,request}', REQUEST, {
        async: true,
        when: { argument: 1, matches: '^\\s*mutation\\b' },
      }),
      ...calls('**.{mutate,mutation}', REQUEST),
    ],
    source: 'https://github.com/graffle-js/graffle/tree/graphql-request#readme',
  },
  {
    id: 'octokit',
    category: 'effect',
    packages: ['@octokit/rest', 'octokit', '@octokit/core'],
    imports: ['@octokit/rest', 'octokit', '@octokit/core', '@octokit/request'],
    rules: [
      ...calls('new Octokit().request request', REQUEST, {
        async: true,
        when: { argument: 0, matches: '^(?:post|put|patch|delete)\\s' },
      }),
      ...calls(
        '**.{issues,pulls,repos,git,gists,actions,checks,reactions}.{create,createComment,update,delete,merge,addLabels,createRef,updateRef,createCommit,createOrUpdateFileContents,createForAuthenticatedUser,createWorkflowDispatch,createFork,createForIssue}',
        REQUEST,
        ASYNC,
      ),
    ],
    source: 'https://octokit.github.io/rest.js/',
  },
  {
    id: 'cookies-next',
    category: 'effect',
    packages: ['cookies-next', 'nookies', 'cookies'],
    imports: ['cookies-next', 'cookies-next/server', 'nookies', 'cookies', 'js-cookie'],
    rules: calls(
      '{setCookie,deleteCookie,destroyCookie} default.{set,destroy,remove} new default().set',
      effect('cookie'),
    ),
    source: 'https://github.com/andreizanik/cookies-next#readme',
    checked: '6.1.1',
  },
  {
    id: 'next-cookies',
    category: 'effect',
    packages: ['next'],
    imports: ['next/headers'],
    rules: calls('cookies().{set,delete} draftMode().{enable,disable}', effect('cookie')),
    source: 'https://nextjs.org/docs/app/api-reference/functions/cookies',
    trap: 'Cookies can only be set in a server action or a route handler.',
  },
  {
    id: 'next-revalidate',
    category: 'effect',
    packages: ['next'],
    imports: ['next/cache'],
    rules: calls(
      '{revalidatePath,revalidateTag,updateTag,refresh,expireTag,expirePath,unstable_expireTag}',
      effect('cache'),
    ),
    source: 'https://nextjs.org/docs/app/api-reference/functions/revalidatePath',
    trap: 'It makes pages fresh and changes no data: no effect by convention.',
  },
  {
    id: 'ai-sdk',
    category: 'effect',
    packages: ['ai'],
    imports: ['ai', 'ai/rsc', '@ai-sdk/rsc'],
    rules: calls(
      '{generateText,streamText,generateObject,streamObject,embed,embedMany,generateImage,experimental_generateImage,experimental_generateSpeech,experimental_transcribe,streamUI,rerank} new {Agent,ToolLoopAgent,Experimental_Agent}().{generate,stream}',
      LLM,
    ),
    source: 'https://ai-sdk.dev/docs/reference/ai-sdk-core',
    checked: '6.0.326',
    trap: 'Asking a model costs money but changes nothing: no effect by convention.',
  },
  {
    id: 'llm-clients',
    category: 'effect',
    packages: ['openai', '@anthropic-ai/sdk', '@google/generative-ai', 'replicate', 'groq-sdk'],
    imports: [
      'openai',
      '@anthropic-ai/sdk',
      '@google/generative-ai',
      '@google/genai',
      'replicate',
      'groq-sdk',
      '@mistralai/mistralai',
      'cohere-ai',
      '@fal-ai/*',
      'elevenlabs',
    ],
    rules: [
      // What a thread is told is kept with it, whether a model is asked or not.
      ...calls('**.threads.messages.{create,update,delete,del}', REQUEST, ASYNC),
      ...calls(
        '**.{completions,responses,messages,embeddings,moderations,images,transcriptions,speech,translations,beta}.{create,stream,parse,generate,edit} **.{generateContent,generateContentStream,sendMessage,run,subscribe,chat.complete,chat.stream,embed}',
        LLM,
      ),
      ...calls(
        '**.{files,threads,assistants,vectorStores,fineTuning.jobs,batches}.{create,update,delete,del,cancel}',
        REQUEST,
        ASYNC,
      ),
      ...calls('**.{files,threads,threads.messages,batches}.{retrieve,list,content}', READS_MANY),
    ],
    source: 'https://github.com/openai/openai-node#readme',
    checked: '6.49.0',
  },
];
