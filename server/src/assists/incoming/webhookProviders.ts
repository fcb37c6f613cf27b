/** How the services that send webhooks sign them, and how their requests are told. */
import { type WantedImport } from '../../core/edit/imports';

/** The names that the code uses. */
export interface SignatureNames {
  readonly request: string;
  readonly payload: string;
  readonly signature: string;
  readonly secret: string;
  readonly expected: string;
  readonly timestamp: string;
  /** What the imports of `wanted` are called, in their order. */
  readonly imports: readonly string[];
}

/** One service. */
export interface Provider {
  readonly id: string;
  /** As a title says it. */
  readonly name: string;
  /** Matches the URL of a route for it. */
  readonly url: RegExp;
  /** Matches the text of a file that reads its headers. */
  readonly header: RegExp;
  /** Packages whose import in the file tells. */
  readonly packages: RegExp;
  /** The environment variable that holds the secret. */
  readonly variable: string;
  readonly source: string;
  readonly scheme:
    | {
        readonly kind: 'hmac';
        readonly header: string;
        readonly encoding: 'hex' | 'base64';
        /** What stands before the digest in the header. */
        readonly prefix?: string;
      }
    | { readonly kind: 'slack' | 'paddle' | 'svix' | 'stripe' };
}

const NEVER = /(?!)/;

/** The services, and the plain signature of all others at the end. */
export const PROVIDERS: readonly Provider[] = [
  {
    id: 'stripe',
    name: 'Stripe’s',
    url: /stripe/i,
    header: /['"`]stripe-signature['"`]/i,
    packages: /^stripe$/,
    variable: 'STRIPE_WEBHOOK_SECRET',
    source: 'https://docs.stripe.com/webhooks#verify-official-libraries',
    scheme: { kind: 'stripe' },
  },
  {
    id: 'clerk',
    name: 'Clerk’s',
    url: /clerk/i,
    header: NEVER,
    packages: /^@clerk\//,
    variable: 'CLERK_WEBHOOK_SIGNING_SECRET',
    source: 'https://clerk.com/docs/guides/development/webhooks/syncing',
    scheme: { kind: 'svix' },
  },
  {
    id: 'resend',
    name: 'Resend’s',
    url: /resend/i,
    header: NEVER,
    packages: /^resend$/,
    variable: 'RESEND_WEBHOOK_SECRET',
    source: 'https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests',
    scheme: { kind: 'svix' },
  },
  {
    id: 'svix',
    name: 'Svix’s',
    url: /svix/i,
    header: /['"`]svix-(?:id|signature|timestamp)['"`]/i,
    packages: /^svix$/,
    variable: 'SVIX_WEBHOOK_SECRET',
    source: 'https://docs.svix.com/receiving/verifying-payloads/how',
    scheme: { kind: 'svix' },
  },
  {
    id: 'github',
    name: 'GitHub’s',
    url: /github/i,
    header: /['"`]x-(?:github-(?:event|delivery)|hub-signature(?:-256)?)['"`]/i,
    packages: /^@octokit\/webhooks/,
    variable: 'GITHUB_WEBHOOK_SECRET',
    source: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
    scheme: { kind: 'hmac', header: 'x-hub-signature-256', encoding: 'hex', prefix: 'sha256=' },
  },
  {
    id: 'shopify',
    name: 'Shopify’s',
    url: /shopify/i,
    header: /['"`]x-shopify-(?:topic|hmac-sha256|shop-domain)['"`]/i,
    packages: /^@shopify\//,
    variable: 'SHOPIFY_API_SECRET',
    source: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-5-verify-the-webhook',
    scheme: { kind: 'hmac', header: 'x-shopify-hmac-sha256', encoding: 'base64' },
  },
  {
    id: 'slack',
    name: 'Slack’s',
    url: /slack/i,
    header: /['"`]x-slack-(?:signature|request-timestamp|retry-num)['"`]/i,
    packages: /^@slack\//,
    variable: 'SLACK_SIGNING_SECRET',
    source: 'https://docs.slack.dev/authentication/verifying-requests-from-slack/',
    scheme: { kind: 'slack' },
  },
  {
    id: 'lemon-squeezy',
    name: 'Lemon Squeezy’s',
    url: /lemon-?squeezy/i,
    header: NEVER,
    packages: /^@lemonsqueezy\//,
    variable: 'LEMONSQUEEZY_WEBHOOK_SECRET',
    source: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
    scheme: { kind: 'hmac', header: 'x-signature', encoding: 'hex' },
  },
  {
    id: 'paddle',
    name: 'Paddle’s',
    url: /paddle/i,
    header: /['"`]paddle-signature['"`]/i,
    packages: /^@paddle\//,
    variable: 'PADDLE_WEBHOOK_SECRET',
    source: 'https://developer.paddle.com/webhooks/signature-verification',
    scheme: { kind: 'paddle' },
  },
];

/** An HMAC of the body in hexadecimal digits: what most services without a scheme of their own send. */
export const PLAIN: Provider = {
  id: 'hmac',
  name: 'the sender’s',
  url: NEVER,
  header: NEVER,
  packages: NEVER,
  variable: 'WEBHOOK_SECRET',
  source: 'https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b',
  scheme: { kind: 'hmac', header: 'x-signature', encoding: 'hex' },
};

const CRYPTO: readonly WantedImport[] = [
  { specifier: 'node:crypto', name: 'createHmac' },
  { specifier: 'node:crypto', name: 'timingSafeEqual' },
];

/** What the code of a scheme imports, the client of Stripe apart. */
export function importsOf({ scheme }: Provider): readonly WantedImport[] {
  if (scheme.kind === 'stripe') return [];
  if (scheme.kind === 'svix') return [{ specifier: 'svix', name: 'Webhook' }];
  return CRYPTO;
}

/**
 * The statements between the read of the body and its use, in the house's style. `reject` is what is returned to everybody
 * else; `header` replaces the name of a plain signature's header.
 */
export function verification(
  { scheme }: Provider,
  names: SignatureNames,
  options: { readonly reject: string; readonly header?: string; readonly variable: string },
): string {
  const { request, payload, signature, secret, expected, timestamp } = names;
  const { reject, variable } = options;
  const read = (name: string): string => `${request}.headers.get('${name}')`;
  const secretLine = `const ${secret} = process.env.${variable};\n`;
  const unless = (...tests: readonly string[]): string => {
    const line = `if (${tests.join(' || ')}) {\n  return ${reject};\n}\n`;
    return line;
  };
  const [hmac = 'createHmac', equal = 'timingSafeEqual'] = names.imports;
  const compare = `if (
  ${signature}.length !== ${expected}.length ||
  !${equal}(Buffer.from(${signature}), Buffer.from(${expected}))
) {
  return ${reject};
}
`;
  const digest = (text: string, encoding: string): string =>
    `${hmac}('sha256', ${secret}).update(${text}).digest('${encoding}')`;
  switch (scheme.kind) {
    case 'hmac': {
      const code = digest(payload, scheme.encoding);
      const value = scheme.prefix === undefined ? code : `\`${scheme.prefix}\${${code}}\``;
      return `const ${signature} = ${read(options.header ?? scheme.header)};
${secretLine}${unless(`!${signature}`, `!${secret}`)}const ${expected} = ${value};
${compare}`;
    }
    case 'slack':
      return `const ${signature} = ${read('x-slack-signature')};
const ${timestamp} = Number(${read('x-slack-request-timestamp')});
${secretLine}${unless(`!${signature}`, `!${secret}`)}// An old request may be one that somebody recorded.
${unless(`!(Math.abs(Date.now() / 1000 - ${timestamp}) < 60 * 5)`)}const ${expected} = \`v0=\${${digest(`\`v0:\${${timestamp}}:\${${payload}}\``, 'hex')}}\`;
${compare}`;
    case 'paddle':
      return `const ${timestamp} = ${read('paddle-signature')}?.match(/ts=(\\d+)/)?.[1];
const ${signature} = ${read('paddle-signature')}?.match(/h1=([\\da-f]+)/)?.[1];
${secretLine}${unless(`!${timestamp}`, `!${signature}`, `!${secret}`)}const ${expected} = ${digest(`\`\${${timestamp}}:\${${payload}}\``, 'hex')};
${compare}`;
    case 'stripe': {
      const [client = 'stripe'] = names.imports;
      return `const ${signature} = ${read('stripe-signature')};
${secretLine}${unless(`!${signature}`, `!${secret}`)}try {
  ${client}.webhooks.constructEvent(${payload}, ${signature}, ${secret});
} catch {
  return ${reject};
}
`;
    }
    case 'svix': {
      return `${secretLine}${unless(`!${secret}`)}try {
  new ${names.imports[0] ?? 'Webhook'}(${secret}).verify(${payload}, {
    'svix-id': ${read('svix-id')} ?? '',
    'svix-timestamp': ${read('svix-timestamp')} ?? '',
    'svix-signature': ${read('svix-signature')} ?? '',
  });
} catch {
  return ${reject};
}
`;
    }
  }
}
