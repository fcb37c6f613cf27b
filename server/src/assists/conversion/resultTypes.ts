/** Reads from the declared type of a result how its values say that something failed: `{ ok: boolean }`, `{ error?: string }`. */
import { type AssistContext } from '../../core/assist/assist';
import {
  type Expression,
  isAwaitExpression,
  isCallExpression,
  isIdentifier,
  isInterfaceDeclaration,
  isStringLiteral,
  isTypeAliasDeclaration,
  isVariableDeclaration,
  type Node,
  SyntaxKind,
} from '../../core/syntax/ast';
import { withoutCasts } from '../../core/syntax/casts';
import { propertyNameText } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import {
  isLiteralTypeNode,
  isParenthesizedTypeNode,
  isPropertySignature,
  isTypeLiteralNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  type TypeElement,
  type TypeNode,
} from '../../core/syntax/types';
import { walk } from '../../core/syntax/walk';
import { resultTypeOf } from './bodyText';
import { ERRORS, FAILED, FLAGS, STATES } from './failureStatus';
import { functionOf } from './guardInline';
import { resolveName } from './moduleNames';

/** How a value of the type says that something failed. */
export interface FailureTest {
  /** Code over the name of the value, true where all went well or false: what is shorter. */
  readonly code: (name: string) => string;
  /** What it is where something failed. */
  readonly failed: boolean;
  /** The value may be `undefined` or `null`, which is no failure. */
  readonly mayBeNothing: boolean;
}

/** Code of the status that the value under this name is answered with. */
export function statusBy({ code, failed }: FailureTest, name: string, status = '400'): string {
  return failed ? `${code(name)} ? ${status} : 200` : `${code(name)} ? 200 : ${status}`;
}

/** One object of a union, by its members. */
type Members = ReadonlyMap<string, { readonly type: TypeNode | undefined; readonly optional: boolean }>;

/** Types are followed through their names this far. */
const MAX_DEPTH = 4;

/** The test; undefined where the type is not known in full, or says nothing of failures. */
function failureTest(ctx: AssistContext, file: ParsedFile, type: TypeNode): FailureTest | undefined {
  const parts = partsOf(ctx, file, type);
  const objects = parts?.filter((part) => part !== 'nothing');
  if (!parts || !objects || objects.length === 0) return undefined;
  const mayBeNothing = objects.length < parts.length;
  const dot = mayBeNothing ? '?.' : '.';
  for (const key of FLAGS) {
    const flags = objects.map((members) => members.get(key));
    if (!flags.every((flag) => flag && !flag.optional && isBoolean(flag.type))) continue;
    if (flags.every((flag) => flag?.type && literalKind(flag.type) === SyntaxKind.TrueKeyword))
      return undefined;
    return mayBeNothing
      ? { code: (name) => `${name}?.${key} === false`, failed: true, mayBeNothing }
      : { code: (name) => `${name}.${key}`, failed: false, mayBeNothing };
  }
  for (const key of STATES) {
    const states = objects.map((members) => members.get(key)).map((state) => state && words(state.type));
    const [failed, ...more] = new Set(
      states.flatMap((each) => each ?? []).filter((word) => FAILED.test(word)),
    );
    if (failed === undefined || more.length > 0 || !states.every((each) => each)) continue;
    return { code: (name) => `${name}${dot}${key} === '${failed}'`, failed: true, mayBeNothing };
  }
  for (const key of ERRORS) {
    const errors = objects.map((members) => members.get(key));
    if (!errors.some((error) => error && !isNothing(error.type))) continue;
    if (errors.every((error) => error)) {
      // Objects that all have an error are failures by what it is, if they may lack it.
      const mayLack = errors.some((error) => error && (error.optional || mayBeEmpty(error.type)));
      return mayLack ? { code: (name) => `${name}${dot}${key}`, failed: true, mayBeNothing } : undefined;
    }
    if (mayBeNothing || errors.some((error) => error && (error.optional || mayBeEmpty(error.type)))) continue;
    return { code: (name) => `'${key}' in ${name}`, failed: true, mayBeNothing };
  }
  return undefined;
}

/** The test of a value that a function of the workspace gives, or a constant that holds it. */
export function testOf(
  ctx: AssistContext,
  { file, node }: { readonly file: ParsedFile; readonly node: Node },
  value: Expression,
  promised: TypeNode | undefined,
): FailureTest | undefined {
  const own = promised && failureTest(ctx, file, promised);
  if (own || promised) return own;
  const plain = withoutCasts(value);
  const given = isIdentifier(plain) ? initialValue(node, plain.text) : plain;
  const call = given && isAwaitExpression(given) ? withoutCasts(given.expression) : given;
  if (!call || !isCallExpression(call) || !isIdentifier(call.expression)) return undefined;
  const declared = resolveName(ctx, file, call.expression.text);
  const made = declared && functionOf(declared);
  if (!declared || !made || ('typeParameters' in made && made.typeParameters)) return undefined;
  const { type } = resultTypeOf(made.type);
  return type && failureTest(ctx, declared.file, type);
}

/** What the one constant of this name begins with. */
function initialValue(node: Node, name: string): Expression | undefined {
  const found: (Expression | undefined)[] = [];
  walk(node, ({ node: inner }) => {
    if (isVariableDeclaration(inner) && isIdentifier(inner.name) && inner.name.text === name)
      found.push(inner.type ? undefined : inner.initializer);
  });
  return found.length === 1 && found[0] ? withoutCasts(found[0]) : undefined;
}

function partsOf(
  ctx: AssistContext,
  file: ParsedFile,
  type: TypeNode,
  depth = 0,
): readonly (Members | 'nothing')[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (isParenthesizedTypeNode(type)) return partsOf(ctx, file, type.type, depth);
  if (isUnionTypeNode(type)) {
    const all = type.types.map((part) => partsOf(ctx, file, part, depth));
    return all.every((part) => part !== undefined) ? all.flat() : undefined;
  }
  if (isNothing(type)) return ['nothing'];
  if (isTypeLiteralNode(type)) return membersOf(type.members);
  if (!isTypeReferenceNode(type) || !isIdentifier(type.typeName)) return undefined;
  const declared = resolveName(ctx, file, type.typeName.text);
  if (!declared) return undefined;
  const { statement } = declared;
  if (isTypeAliasDeclaration(statement)) return partsOf(ctx, declared.file, statement.type, depth + 1);
  if (!isInterfaceDeclaration(statement) || statement.heritageClauses) return undefined;
  return membersOf(statement.members);
}

function membersOf(members: readonly TypeElement[]): readonly Members[] | undefined {
  const found = new Map<string, { readonly type: TypeNode | undefined; readonly optional: boolean }>();
  for (const member of members) {
    const name = propertyNameText(member.name);
    if (!isPropertySignature(member) || name === undefined) return undefined;
    found.set(name, { type: member.type, optional: member.questionToken !== undefined });
  }
  return [found];
}

function literalKind(type: TypeNode): SyntaxKind {
  return isLiteralTypeNode(type) ? type.literal.kind : type.kind;
}

function isBoolean(type: TypeNode | undefined): boolean {
  const kind = type && literalKind(type);
  return (
    kind === SyntaxKind.BooleanKeyword || kind === SyntaxKind.TrueKeyword || kind === SyntaxKind.FalseKeyword
  );
}

function isNothing(type: TypeNode | undefined): boolean {
  const kind = type && literalKind(type);
  return (
    kind === SyntaxKind.UndefinedKeyword ||
    kind === SyntaxKind.NullKeyword ||
    kind === SyntaxKind.NeverKeyword ||
    kind === SyntaxKind.VoidKeyword
  );
}

function mayBeEmpty(type: TypeNode | undefined): boolean {
  return isNothing(type) || (type !== undefined && isUnionTypeNode(type) && type.types.some(isNothing));
}

/** The words of `'success' | 'error'`; undefined for other types. */
function words(type: TypeNode | undefined): readonly string[] | undefined {
  if (!type) return undefined;
  const parts = isUnionTypeNode(type) ? [...type.types] : [type];
  const texts = parts.map((part) =>
    isLiteralTypeNode(part) && isStringLiteral(part.literal) ? part.literal.text : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
