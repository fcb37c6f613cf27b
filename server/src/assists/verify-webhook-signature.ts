/** Verifies a webhook's signature over the body as it came, before anything else is done with it. */
import { type AssistContext, defineAssist, type Offer } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { freeName, planImports, type WantedImport } from '../core/edit/imports';
import { indentAt, indented } from '../core/edit/indentation';
import { type Endpoint } from '../core/program/program';
import { type BodyRead, namesWithin, onlyBodyRead } from '../core/syntax/bodyReads';
import { functionOf, handlerForm } from '../core/syntax/handlerForms';
import { restyle } from '../core/syntax/restyle';
import { boundAtTopLevel } from '../core/syntax/topLevelNames';
import { detectFileStyle } from '../core/text/fileStyle';
import { insertion, type TextEdit } from '../core/text/textEdit';
import { refusalCode } from './incoming/refusalCode';
import { stripeClient } from './incoming/stripeClient';
import { importsOf, PLAIN, type Provider, PROVIDERS, verification } from './incoming/webhookProviders';

const RULE = 'require-webhook-signature';

export const assist = defineAssist({
  meta: {
    id: 'verify-webhook-signature',
    summary:
      'Verifies a webhook’s signature over the raw body, as its sender makes it, before the body is parsed and used.',
    kind: 'quickfix',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/webhooks/github/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function PO$0ST(request: Request) {
  const event = await request.json();
  await prisma.push.create({ data: { ref: event.ref } });
  return Response.json({ received: true });
}
`,
        after: `//- app/api/webhooks/github/route.ts
import { PrismaClient } from '@prisma/client';
import { createHmac, timingSafeEqual } from 'node:crypto';
const prisma = new PrismaClient();

export async function POST(request: Request) {
  const payload = await request.text();
  const signature = request.headers.get('x-hub-signature-256');
  const secret = process.env.GITHUB_WEBHOOK_SECRET;
  if (!signature || !secret) {
    return Response.json({ error: 'Invalid signature' }, { status: 401 });
  }
  const expected = \`sha256=\${createHmac('sha256', secret).update(payload).digest('hex')}\`;
  if (
    signature.length !== expected.length ||
    !timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
  ) {
    return Response.json({ error: 'Invalid signature' }, { status: 401 });
  }

  const event = JSON.parse(payload);
  await prisma.push.create({ data: { ref: event.ref } });
  return Response.json({ received: true });
}
`,
      },
    ],
  },

  *offers(ctx) {
    const found = ctx.findings().some(({ rule }) => rule === RULE);
    for (const endpoint of endpointsAt(ctx)) {
      const provider = providerOf(ctx, endpoint, found);
      if (!provider || !readOf(ctx, endpoint) || !canImport(ctx, provider)) continue;
      yield offer(ctx, endpoint, provider, found);
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const found = ctx.findings().some(({ rule }) => rule === RULE);
    const provider = endpoint && providerOf(ctx, endpoint, found);
    const read = endpoint && readOf(ctx, endpoint);
    if (!provider || !read || !canImport(ctx, provider)) return undefined;
    const variable = (input['variable'] ?? proposedVariable(ctx, provider)).trim();
    if (!/^[A-Za-z_]\w*$/.test(variable))
      return { refused: 'The name of an environment variable is needed', question: 'variable' };
    const header = (input['header'] ?? plainHeader(provider)).trim().toLowerCase();
    if (!/^[a-z\d-]+$/.test(header)) return { refused: 'The name of a header is needed', question: 'header' };
    const edits = editsFor(ctx, provider, read, { variable, header });
    const [first] = edits;
    return (
      first && {
        edits: new Map([[ctx.path, edits]]),
        notes: [
          { message: `Set \`${variable}\` to the signing secret that the sender shows.` },
          ...(provider === PLAIN
            ? [
                {
                  message: `The sender must put the body’s HMAC-SHA256, as hexadecimal digits, into \`${header}\`.`,
                },
              ]
            : []),
        ],
      }
    );
  },
});

function offer(ctx: AssistContext, endpoint: Endpoint, provider: Provider, found: boolean): Offer {
  const variable = {
    id: 'variable',
    prompt: 'Environment variable that holds the signing secret',
    proposal: proposedVariable(ctx, provider),
  };
  return {
    target: endpoint.fact,
    title: `Verify ${provider.name} signature over the raw body`,
    ...(found ? { fixes: [RULE], preferred: provider !== PLAIN } : { kind: 'refactor.rewrite' as const }),
    questions:
      provider === PLAIN
        ? [
            variable,
            { id: 'header', prompt: 'Header that holds the signature', proposal: plainHeader(provider) },
          ]
        : [variable],
  };
}

function plainHeader({ scheme }: Provider): string {
  return scheme.kind === 'hmac' ? scheme.header : 'x-signature';
}

/** Who sends to an endpoint that verifies nothing yet; without a finding only what the code itself says counts. */
function providerOf(ctx: AssistContext, endpoint: Endpoint, found: boolean): Provider | undefined {
  if (endpoint.kind !== 'route' || endpoint.framework || endpoint.method !== 'POST') return undefined;
  const { guard } = ctx.assessmentOf(endpoint);
  if (guard.verdict !== 'unguarded' && guard.verdict !== 'partial') return undefined;
  if (guard.kind === 'signature') return undefined;
  const url = endpoint.url ?? '';
  const isHook = found || /hook|callback|events?(?:\/|$)/i.test(url);
  if (!isHook) return undefined;
  const specifiers = ctx.file.link.imports.map(({ specifier }) => specifier);
  const scored = PROVIDERS.map((provider) => ({
    provider,
    score:
      (provider.url.test(url) ? 4 : 0) +
      (provider.header.test(ctx.text) ? 3 : 0) +
      (specifiers.some((specifier) => provider.packages.test(specifier)) ? 2 : 0),
  }));
  const [best] = scored.sort((a, b) => b.score - a.score);
  if (best && best.score > 0) return best.provider;
  return found ? PLAIN : undefined;
}

/** Where the handler reads its body, and nobody else does. */
function readOf(ctx: AssistContext, endpoint: Endpoint): BodyRead | undefined {
  const file = ctx.syntax();
  const form = handlerForm(file, endpoint.name);
  const node = form && functionOf(form);
  const read = node && onlyBodyRead(node);
  if (!read || (read.kind === 'text' && read.name === undefined)) return undefined;
  return read;
}

/** The packages that the code needs are there, and Node.js is. */
function canImport(ctx: AssistContext, provider: Provider): boolean {
  const { scheme } = provider;
  if (scheme.kind === 'stripe') return stripeClient(ctx) !== undefined;
  if (scheme.kind === 'svix')
    return ctx.program().project.packageOf(ctx.path)?.dependencies.has('svix') === true;
  const runtime = ctx.file.link.segmentConfig['runtime'];
  return !(runtime?.kind === 'literal' && runtime.value !== 'nodejs');
}

/** The variable that the app's example of its environment has for the sender, or the usual one. */
function proposedVariable(ctx: AssistContext, { id, variable }: Provider): string {
  const root = ctx.program().project.appOf(ctx.path)?.root ?? '';
  const stem = id === 'hmac' ? 'WEBHOOK' : id.replace('-', '_?').toUpperCase();
  const pattern = new RegExp(
    `^\\s*(?:export )?((?=\\w*${stem})\\w*(?:WEBHOOK|SIGNING)\\w*SECRET\\w*)\\s*=`,
    'm',
  );
  for (const name of ['.env.example', '.env.local.example', '.env.sample', '.env']) {
    // The paths of an app's files begin with its folder.
    const found = pattern.exec(ctx.textOf(`${root}/${name}` as typeof ctx.path) ?? '')?.[1];
    if (found !== undefined) return found;
  }
  return variable;
}

function editsFor(
  ctx: AssistContext,
  provider: Provider,
  read: BodyRead,
  answers: { readonly variable: string; readonly header: string },
): readonly TextEdit[] {
  const file = ctx.syntax();
  const style = detectFileStyle(ctx.text);
  const client = provider.scheme.kind === 'stripe' ? stripeClient(ctx) : undefined;
  const wanted: readonly WantedImport[] = client ? client.wanted : importsOf(provider);
  const imports = planImports(file, wanted, style);
  const taken = new Set([...namesWithin(read.block), ...boundAtTopLevel(file)]);
  const name = (wish: string): string => freeName(wish, taken);
  const payload = read.kind === 'text' ? (read.name ?? '') : name('payload');
  const code = verification(
    provider,
    {
      request: read.request,
      payload,
      signature: name('signature'),
      secret: name('secret'),
      expected: name('expected'),
      timestamp: name('timestamp'),
      imports: client ? [client.name(imports.locals)] : imports.locals,
    },
    { reject: refusalCode(ctx.text, 'Invalid signature', 401), ...answers },
  );
  const edits: TextEdit[] = [...imports.edits];
  const { tree, text } = file;
  const start = read.statement.getStart(tree);
  const indent = indentAt(text, start);
  const restyled = (written: string): string =>
    indented(restyle(ctx.path, `async () => {\n${written.replace(/^(?=.)/gm, '  ')}};\n`, style), '')
      .replace(/^async \(\) => \{\r?\n/, '')
      .replace(/\};?\r?\n$/, '')
      .split(style.eol)
      .map((line) => (line.startsWith(style.indent) ? line.slice(style.indent.length) : line))
      .join(style.eol);
  if (client?.declaration !== undefined) edits.push(...client.declaration);
  if (read.kind === 'text') {
    const behind = indented(`${style.eol}${restyled(code).trimEnd()}`, indent);
    edits.push(insertion(read.statement.end, behind));
    return edits;
  }
  const head = restyled(`const ${payload} = await ${read.request}.text();\n${code}`);
  edits.push(
    insertion(start, `${indented(head.trimEnd(), indent).trimStart()}${style.eol}${style.eol}${indent}`),
  );
  const parsed = read.kind === 'json' ? `JSON.parse(${payload})` : `new URLSearchParams(${payload})`;
  const inner = { start: read.expression.getStart(tree), end: read.expression.end };
  // `(await …) as T` needs parentheses, a call does not.
  const isInBrackets = text.charAt(inner.start - 1) === '(' && text.charAt(inner.end) === ')';
  const range = isInBrackets ? { start: inner.start - 1, end: inner.end + 1 } : inner;
  edits.push({ range, text: parsed });
  return edits;
}
