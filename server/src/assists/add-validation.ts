/** Checks an endpoint's input with a schema, in the app's own schema library, before the input is used. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { placeBehindImports } from '../core/edit/behindImports';
import { prependStatements } from '../core/edit/bodyStart';
import { freeName, planImports } from '../core/edit/imports';
import { indentAt, indented } from '../core/edit/indentation';
import { type Endpoint } from '../core/program/program';
import { isObjectBindingPattern, isShorthandPropertyAssignment } from '../core/syntax/ast';
import { type EndpointFunction, endpointFunctionAt } from '../core/syntax/endpointFunction';
import { bodyPlan, type InputPlan, parameterPlan } from '../core/syntax/inputPlan';
import { allIdentifiers } from '../core/syntax/references';
import { restyle } from '../core/syntax/restyle';
import { boundAtTopLevel } from '../core/syntax/topLevelNames';
import { detectFileStyle, type FileStyle } from '../core/text/fileStyle';
import { insertion, type TextEdit } from '../core/text/textEdit';
import { invalidInput } from './incoming/invalidInput';
import { hasGaps, saysSomething, type SchemaLibrary, schemaLibrary, schemaOf } from './incoming/schemaCode';

export const assist = defineAssist({
  meta: {
    id: 'add-validation',
    summary:
      'Checks what an endpoint is sent with a schema of the library that the app uses, and turns away what does not fit.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- package.json
{ "dependencies": { "next": "16.4.6", "zod": "^4.0.0" } }
//- app/api/posts/route.ts
import { prisma } from '@/lib/prisma';

export async function PO$0ST(request: Request) {
  const { title, tags } = await request.json();
  await prisma.post.create({ data: { title: title.trim(), tags: tags.join(' ') } });
  return Response.json({ ok: true });
}
`,
        after: `//- app/api/posts/route.ts
import { prisma } from '@/lib/prisma';
import { z } from 'zod';

const bodySchema = z.object({
  title: z.string(),
  tags: z.array(z.any()),
});

export async function POST(request: Request) {
  const parsed = bodySchema.safeParse(await request.json());
  if (!parsed.success) {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }
  const { title, tags } = parsed.data;
  await prisma.post.create({ data: { title: title.trim(), tags: tags.join(' ') } });
  return Response.json({ ok: true });
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      const found = planOf(ctx, endpoint);
      const library = found && schemaLibrary(ctx);
      if (!library) continue;
      const what =
        found.plan.kind === 'body' || found.plan.kind === 'form' ? 'what is sent' : 'the arguments';
      yield { target: endpoint.fact, title: `Check ${what} with a ${library.id} schema` };
    }
  },

  resolve(ctx, target) {
    const endpoint = endpointOf(ctx, target);
    const found = endpoint && planOf(ctx, endpoint);
    const library = schemaLibrary(ctx);
    if (!found || !library) return undefined;
    const edits = editsFor(ctx, endpoint, found, library);
    const gaps = hasGaps(found.plan.shape);
    return (
      edits && {
        edits: new Map([[ctx.path, edits]]),
        ...(gaps && {
          notes: [{ message: 'Say what the fields hold that the schema lets through unchecked.' }],
        }),
      }
    );
  },
});

interface Found {
  readonly fn: EndpointFunction;
  readonly plan: InputPlan;
}

/** What is checked: nothing where a schema or a hand-written test is seen, or nobody knows. */
function planOf(ctx: AssistContext, endpoint: Endpoint): Found | undefined {
  if (endpoint.framework || endpoint.kind === 'pages-api') return undefined;
  const { validation } = ctx.assessmentOf(endpoint);
  if (validation !== 'none' && validation !== 'manual') return undefined;
  const file = ctx.syntax();
  const place = ctx.file.ranges[endpoint.fact];
  const fn = place && endpointFunctionAt(file, place.start);
  if (!fn) return undefined;
  // A wrapper of an action hands on what it likes.
  if (endpoint.kind !== 'route' && fn.wrappers.length > 0) return undefined;
  const plan = endpoint.kind === 'route' ? bodyPlan(file.tree, fn.node) : parameterPlan(file.tree, fn.node);
  return plan && saysSomething(plan.shape) ? { fn, plan } : undefined;
}

function editsFor(
  ctx: AssistContext,
  endpoint: Endpoint,
  { fn, plan }: Found,
  library: SchemaLibrary,
): readonly TextEdit[] | undefined {
  const file = ctx.syntax();
  const style = detectFileStyle(ctx.text);
  const imports = planImports(file, [library.wanted], style);
  const [z = 'z'] = imports.locals;
  const taken = new Set([...boundAtTopLevel(file), ...allIdentifiers(fn.node)]);
  const schema = freeName(schemaName(ctx, endpoint), taken);
  const parsed = freeName('parsed', taken);
  const data = `${parsed}.${library.id === 'zod' ? 'data' : 'output'}`;
  const typed = /\.tsx?$/.test(ctx.path);
  const declaration = restyle(
    ctx.path,
    `const ${schema} = ${schemaOf(library, z, plan.shape, typed)};\n`,
    style,
  );
  const gaps = [
    ...declaration.matchAll(/\b[\w$]+\.(?:any\(\)|custom<[^;\n]*>\([^)\n]*(?:\(\) => true)?\))/g),
  ];
  const edits: TextEdit[] = [
    ...imports.edits,
    placeBehindImports(
      file,
      declaration,
      style,
      gaps.map(({ index, 0: gap }) => ({ start: index, end: index + gap.length })),
      imports.edits,
    ),
  ];
  const reject = invalidInput(file, fn.node, endpoint.kind === 'route');
  const check = (input: string): string => {
    const call =
      library.id === 'zod' ? `${schema}.safeParse(${input})` : `${z}.safeParse(${schema}, ${input})`;
    return `const ${parsed} = ${call};\nif (!${parsed}.success) {\n  ${reject}\n}\n`;
  };
  const body = bodyEdits(ctx, fn, plan, { check, data, style });
  return body && [...edits, ...body];
}

interface Code {
  /** The statements that check an expression. */
  check(input: string): string;
  /** Where the checked value is. */
  readonly data: string;
  readonly style: FileStyle;
}

function bodyEdits(
  ctx: AssistContext,
  { node }: EndpointFunction,
  plan: InputPlan,
  { check, data, style }: Code,
): readonly TextEdit[] | undefined {
  const file = ctx.syntax();
  const { tree, text } = file;
  const styled = (code: string): string => styledBlock(ctx, code, style);
  switch (plan.kind) {
    case 'body': {
      const start = plan.read.statement.getStart(tree);
      const indent = indentAt(text, start);
      const code = styled(check(plan.read.expression.getText(tree)));
      return [
        insertion(start, `${indented(code, indent)}${style.eol}${indent}`),
        { range: { start: plan.value.getStart(tree), end: plan.value.end }, text: data },
      ];
    }
    case 'form': {
      const names = plan.shape.kind === 'object' ? plan.shape.fields.map(({ name }) => name) : [];
      const fields = names.map((name) => `  ${keyOf(name)}: ${plan.form}.get('${name}'),\n`).join('');
      const code = styled(check(`{\n${fields}}`));
      const reads = plan.reads.map(({ node: read, field }) => ({
        range: { start: read.getStart(tree), end: read.end },
        text: keyOf(field) === field ? `${data}.${field}` : `${data}[${keyOf(field)}]`,
      }));
      if (!plan.after) {
        const first = prependStatements(file, node, [code], style, true);
        return first && [...first, ...reads];
      }
      const indent = indentAt(text, plan.after.getStart(tree));
      return [insertion(plan.after.end, indented(`${style.eol}${code}`, indent)), ...reads];
    }
    case 'values': {
      const names = plan.shape.kind === 'object' ? plan.shape.fields.map(({ name }) => name) : [];
      return prependStatements(file, node, [styled(check(`{ ${names.join(', ')} }`))], style, true);
    }
    case 'object': {
      const { name } = plan.parameter;
      if (!isObjectBindingPattern(name)) {
        const first = prependStatements(file, node, [styled(check(name.getText(tree)))], style, true);
        const uses = plan.uses.map(({ node: use, ancestors }) => {
          const parent = ancestors.at(-1);
          const short = parent && isShorthandPropertyAssignment(parent);
          return {
            range: { start: use.getStart(tree), end: use.end },
            text: short ? `${use.text}: ${data}` : data,
          };
        });
        return first && [...first, ...uses];
      }
      const input = freeName('input', allIdentifiers(node));
      const pattern = onOneLine(name.getText(tree));
      const lines = [styled(check(input)), styled(`const ${pattern} = ${data};\n`)];
      const first = prependStatements(file, node, lines, style, true);
      const range = { start: name.getStart(tree), end: name.end };
      return first && [{ range, text: input }, ...first];
    }
  }
}

/** A pattern that was broken for the types behind it has room in a line without them. */
function onOneLine(pattern: string): string {
  const line = pattern.replace(/\s+/g, ' ').replace(/,(?= \}$)/, '');
  return line.length > 60 || /\/[/*]/.test(line) ? pattern : line;
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}

/** Statements in the file's style, without a line end behind them; they may return and await. */
function styledBlock(ctx: AssistContext, code: string, style: FileStyle): string {
  const inside = code.trimEnd().replace(/^(?=.)/gm, '  ');
  const lines = restyle(ctx.path, `async () => {\n${inside}\n};\n`, style).split(style.eol).slice(1, -2);
  return lines
    .map((line) => (line.startsWith(style.indent) ? line.slice(style.indent.length) : line))
    .join(style.eol);
}

/** `bodySchema`, where a file has one method with a body; `putBodySchema`, `createPostSchema`. */
function schemaName(ctx: AssistContext, { kind, name }: Endpoint): string {
  if (kind !== 'route')
    return /^[a-z_$][\w$]*$/.test(name) && name !== 'default' && name !== 'anonymous'
      ? `${name}Schema`
      : 'inputSchema';
  const others = ctx
    .program()
    .endpointsOf(ctx.path)
    .filter(({ method }) => method !== undefined && /^(?:POST|PUT|PATCH|DELETE)$/.test(method));
  return others.length > 1 ? `${name.toLowerCase()}BodySchema` : 'bodySchema';
}
