/** Lowers functions and classes: each becomes an entry of the file's table under an id that its nesting gives it. */
import {
  type ClassElement,
  isBlock,
  isConstructorDeclaration,
  isGetAccessorDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isPropertyDeclaration,
  type ParameterDeclaration,
  SyntaxKind,
} from '../syntax/ast';
import { type ClassLikeDeclaration } from '../syntax/code';
import {
  bodyDirectives,
  boundNames,
  type FunctionNode,
  hasModifier,
  isAsyncFunction,
  propertyNameText,
} from '../syntax/functions';
import { type ClassIr, type FunctionId, type FunctionIr, type Pattern, type Stmt } from './ir';
import { lowerBinding, lowerExpression } from './lowerExpression';
import { lowerStatements } from './lowerStatement';
import { declareVars, FunctionScope, type Lowering, placeAt } from './scope';

/** Lowers a function into the file's table and returns its id. */
export function lowerFunction(
  low: Lowering,
  parent: FunctionScope,
  node: FunctionNode,
  given?: string,
): FunctionId {
  const own = node.name && (isIdentifier(node.name) ? node.name.text : propertyNameText(node.name));
  const name = own ?? given;
  const id = freeId(low, parent, name);
  const directives = bodyDirectives(node).map((literal) => literal.text);
  const isAction = directives.includes('use server') && !isConstructorDeclaration(node);
  const directive = isAction ? 'use server' : cacheDirective(directives);
  if (isAction) low.inlineActions.push({ id, start: node.getStart(low.tree) });

  const scope = new FunctionScope(id, parent);
  const parameters = node.parameters.filter((p) => !(isIdentifier(p.name) && p.name.text === 'this'));
  for (const { name: bound } of parameters) for (const each of boundNames(bound)) scope.declare(each.text);
  if (node.body && isBlock(node.body) && low.hasVars) declareVars(scope, node.body);
  const params: Pattern[] = [];
  let rest: Pattern | undefined;
  for (const parameter of parameters) {
    const pattern = lowerParameter(low, scope, parameter);
    if (parameter.dotDotDotToken) rest = pattern;
    else params.push(pattern);
  }
  const body: Stmt[] = isConstructorDeclaration(node) ? parameterProperties(low, parameters, scope) : [];
  if (node.body) {
    if (isBlock(node.body)) body.push(...lowerStatements(low, scope, node.body.statements));
    else {
      const e = lowerExpression(low, scope, node.body);
      body.push({ k: 'return', e, p: placeAt(low, scope, node.body) });
    }
  }
  const ir: FunctionIr = {
    id,
    params,
    hoisted: scope.hoisted,
    body,
    ...(name !== undefined && { name }),
    ...(rest && { rest }),
    ...(isAsyncFunction(node) && { async: true as const }),
    ...(node.kind === SyntaxKind.ArrowFunction && { arrow: true as const }),
    ...(directive && { directive }),
  };
  low.functions[id] = ir;
  low.places[id] = scope.positions;
  return id;
}

/** https://nextjs.org/docs/app/api-reference/directives/use-cache: what is private is made anew for every request. */
function cacheDirective(directives: readonly string[]): FunctionIr['directive'] {
  const found = directives.find((directive) => /^use cache(?:: |$)/.test(directive));
  if (found === undefined) return undefined;
  return found === 'use cache: private' ? found : 'use cache';
}

function freeId(low: Lowering, parent: FunctionScope, name: string | undefined): FunctionId {
  const prefix = parent.id === '' ? '' : `${parent.id}>`;
  const base = `${prefix}${name ?? String(parent.nextChild())}`;
  let id = base;
  for (let n = 2; low.ids.has(id); n++) id = `${base}@${n}`;
  low.ids.add(id);
  return id;
}

function lowerParameter(low: Lowering, scope: FunctionScope, parameter: ParameterDeclaration): Pattern {
  const p = lowerBinding(low, scope, parameter.name);
  return parameter.initializer
    ? { k: 'default', p, d: lowerExpression(low, scope, parameter.initializer) }
    : p;
}

/** `constructor(private readonly db: Db)` assigns `this.db`. */
function parameterProperties(
  low: Lowering,
  parameters: readonly ParameterDeclaration[],
  scope: FunctionScope,
): Stmt[] {
  const found: Stmt[] = [];
  for (const parameter of parameters) {
    if (!isIdentifier(parameter.name) || !PROPERTY_MODIFIERS.some((kind) => hasModifier(parameter, kind)))
      continue;
    const n = parameter.name.text;
    const t: Pattern = { k: 'member', e: { k: 'mem', o: { k: 'this' }, n } };
    const e = { k: 'loc' as const, n: scope.slotOf(n) ?? n, up: 0 };
    found.push({ k: 'do', e: { k: 'set', t, e, p: placeAt(low, scope, parameter) } });
  }
  return found;
}

const PROPERTY_MODIFIERS: readonly SyntaxKind[] = [
  SyntaxKind.PrivateKeyword,
  SyntaxKind.PublicKeyword,
  SyntaxKind.ProtectedKeyword,
  SyntaxKind.ReadonlyKeyword,
];

/** Lowers a class: its methods become functions of the file, its fields stay expressions. */
export function lowerClass(low: Lowering, scope: FunctionScope, node: ClassLikeDeclaration): ClassIr {
  const clause = node.heritageClauses?.find((each) => each.token === SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  const methods: ClassIr['methods'][number][] = [];
  const fields: ClassIr['fields'][number][] = [];
  let constructorId: FunctionId | undefined;
  for (const member of node.members) {
    if (isConstructorDeclaration(member)) {
      if (member.body)
        constructorId = lowerFunction(low, scope, member, `${node.name?.text ?? 'class'}.constructor`);
      continue;
    }
    const n = memberName(member);
    if (n === undefined) continue;
    const isStatic = hasModifier(member, SyntaxKind.StaticKeyword) ? { static: true as const } : {};
    if (isMethodDeclaration(member) || isGetAccessorDeclaration(member)) {
      if (!member.body) continue;
      const id = lowerFunction(low, scope, member, n);
      methods.push({ n, id, ...isStatic, ...(isGetAccessorDeclaration(member) && { get: true as const }) });
    } else if (isPropertyDeclaration(member)) {
      const e = member.initializer && lowerExpression(low, scope, member.initializer, n);
      fields.push({ n, ...(e && { e }), ...isStatic });
    }
  }
  return {
    methods,
    fields,
    ...(node.name && { name: node.name.text }),
    ...(base && { extends: lowerExpression(low, scope, base) }),
    ...(constructorId !== undefined && { constructorId }),
  };
}

function memberName(member: ClassElement): string | undefined {
  return propertyNameText(member.name);
}
