/** Types a route handler's context by its URL, with the helper that Next.js generates from the app's own routes. */
import lt from 'semver/functions/lt';
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { edited, changesBetween } from '../core/edit/draft';
import { removals } from '../core/edit/removal';
import { type Endpoint } from '../core/program/program';
import {
  isArrayTypeNode,
  isInterfaceDeclaration,
  isPropertySignature,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
  isTypeReferenceNode,
  type ParameterDeclaration,
  type SourceFile,
  SyntaxKind,
  type TypeNode,
} from '../core/syntax/ast';
import { exportedFunction } from '../core/syntax/exportedFunctions';
import { propertyNameText } from '../core/syntax/functions';
import { referencesIn } from '../core/syntax/references';
import { detectFileStyle } from '../core/text/fileStyle';
import { declaredProperty } from '../core/edit/requestApis/promisedTypes';

/** https://nextjs.org/docs/app/api-reference/file-conventions/route#route-context-helper */
const SINCE = '15.5.0';

export const assist = defineAssist({
  meta: {
    id: 'use-route-context',
    summary:
      'Types the second parameter of a route handler with the generated `RouteContext` of its URL (Next.js 15.5 and later).',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/users/[id]/route.ts
export async function GE$0T(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return Response.json({ id });
}
`,
        after: `//- app/users/[id]/route.ts
export async function GET(request: Request, { params }: RouteContext<'/users/[id]'>) {
  const { id } = await params;
  return Response.json({ id });
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      if (!placeOf(ctx, endpoint)) continue;
      yield { target: endpoint.fact, title: `Type the context as \`${helperOf(endpoint)}\`` };
    }
  },

  resolve(ctx, target) {
    const endpoint = endpointOf(ctx, target);
    const place = endpoint && placeOf(ctx, endpoint);
    if (!endpoint || !place) return undefined;
    const { parameter, through } = place;
    const file = ctx.syntax();
    const helper = helperOf(endpoint).replaceAll("'", detectFileStyle(ctx.text).quote);
    const edit = parameter.type
      ? { range: { start: parameter.type.getStart(file.tree), end: parameter.type.end }, text: helper }
      : { range: { start: parameter.name.end, end: parameter.name.end }, text: `: ${helper}` };
    let draft = edited(file, [edit]);
    for (const name of through) {
      const declaration = draft.tree.statements.find(
        (statement) =>
          (isTypeAliasDeclaration(statement) || isInterfaceDeclaration(statement)) &&
          statement.name.text === name &&
          !statement.modifiers,
      );
      const isUsed = referencesIn(draft.tree).some((reference) => reference.name === name);
      if (declaration && !isUsed) draft = edited(draft, removals(draft, [declaration]));
    }
    return { edits: new Map([[ctx.path, changesBetween(ctx.text, draft.text)]]) };
  },
});

function helperOf({ url }: Endpoint): string {
  return `RouteContext<'${url ?? '/'}'>`;
}

interface Place {
  readonly parameter: ParameterDeclaration;
  /** Types of the file that may be needless afterwards. */
  readonly through: readonly string[];
}

/** The context's parameter, where its type says just what the URL says. */
function placeOf(ctx: AssistContext, { method, url, app, framework }: Endpoint): Place | undefined {
  if (method === undefined || url === undefined || framework || !/\.tsx?$/.test(ctx.path)) return undefined;
  if (app?.next === undefined || lt(app.next, SINCE)) return undefined;
  const file = ctx.syntax();
  const found = exportedFunction(file, method);
  if (!found || found.variable?.type) return undefined;
  const [, parameter] = found.node.parameters;
  if (!parameter || parameter.initializer || parameter.dotDotDotToken) return undefined;
  if (!parameter.type) return { parameter, through: [] };
  const { kind, type, through } = declaredProperty(file.tree, parameter.type, 'params');
  if (kind !== 'promise' || !type || !hasOnlyParams(file.tree, parameter.type, through)) return undefined;
  return isParamsOf(file.tree, type, url) ? { parameter, through } : undefined;
}

/** The helper knows of nothing but `params`. */
function hasOnlyParams(tree: SourceFile, type: TypeNode, through: readonly string[]): boolean {
  if (isTypeLiteralNode(type)) return type.members.length === 1;
  const declaration = tree.statements.find(
    (statement) =>
      (isTypeAliasDeclaration(statement) || isInterfaceDeclaration(statement)) &&
      statement.name.text === through[0],
  );
  if (!declaration) return false;
  if (isInterfaceDeclaration(declaration)) return declaration.members.length === 1;
  return isTypeAliasDeclaration(declaration) && isTypeLiteralNode(declaration.type)
    ? declaration.type.members.length === 1
    : false;
}

/** True when `Promise<{ … }>` names the URL's parameters, each with the type that its form has. */
function isParamsOf(tree: SourceFile, type: TypeNode, url: string): boolean {
  if (!isTypeReferenceNode(type) || type.typeName.getText(tree) !== 'Promise') return false;
  const [inner] = type.typeArguments ?? [];
  if (!inner || !isTypeLiteralNode(inner)) return false;
  const wanted = paramsOf(url);
  if (inner.members.length !== wanted.size) return false;
  return inner.members.every((member) => {
    const form = wanted.get(propertyNameText(member.name) ?? '');
    if (form === undefined || !isPropertySignature(member) || !member.type) return false;
    if (form === 'one') return member.type.kind === SyntaxKind.StringKeyword && !member.questionToken;
    const isList = isArrayTypeNode(member.type) && member.type.elementType.kind === SyntaxKind.StringKeyword;
    return isList && (form === 'optional') === (member.questionToken !== undefined);
  });
}

/** The dynamic segments of a URL: https://nextjs.org/docs/app/api-reference/file-conventions/dynamic-routes */
function paramsOf(url: string): ReadonlyMap<string, 'one' | 'many' | 'optional'> {
  const found = new Map<string, 'one' | 'many' | 'optional'>();
  for (const segment of url.split('/')) {
    const [, optional, rest, name] = /^\[(\[)?(\.\.\.)?([^\]]+)\]\]?$/.exec(segment) ?? [];
    if (name !== undefined) {
      found.set(name, optional !== undefined ? 'optional' : rest !== undefined ? 'many' : 'one');
    }
  }
  return found;
}
