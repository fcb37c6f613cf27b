/** Finds where the declared type of an entry's props says that `params` is a plain object, and what must change with it. */
import {
  isInterfaceDeclaration,
  isIntersectionTypeNode,
  isPropertySignature,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
  isTypeReferenceNode,
  type SourceFile,
  SyntaxKind,
  type TypeElement,
  type TypeNode,
} from '../../syntax/ast';
import { propertyNameText } from '../../syntax/functions';

/** What a declared type says of one property. */
export interface DeclaredProperty {
  /** `plain`: a type that is no promise; `loose`: `any` or `unknown`. */
  readonly kind: 'plain' | 'promise' | 'loose' | 'absent' | 'unreadable';
  /** The property's own type, where one is written. */
  readonly type: TypeNode | undefined;
  /** The file's own types on the way to it, by name: others may use them too. */
  readonly through: readonly string[];
  /** It is declared with a question mark. */
  readonly optional?: boolean;
}

const PASSING: ReadonlySet<string> = new Set(['Readonly', 'PropsWithChildren', 'React.PropsWithChildren']);
const ABSENT: DeclaredProperty = { kind: 'absent', type: undefined, through: [] };
const UNREADABLE: DeclaredProperty = { kind: 'unreadable', type: undefined, through: [] };

/** Looks a property up in a type as far as this file writes it out. */
export function declaredProperty(tree: SourceFile, type: TypeNode, name: string): DeclaredProperty {
  if (type.kind === SyntaxKind.AnyKeyword) return { ...ABSENT, kind: 'loose' };
  if (isTypeLiteralNode(type)) return inMembers(tree, type.members, name);
  if (isIntersectionTypeNode(type)) {
    const found = type.types.map((part) => declaredProperty(tree, part, name));
    const [only, ...more] = found.filter(({ kind }) => kind !== 'absent');
    return more.length > 0 ? UNREADABLE : (only ?? ABSENT);
  }
  if (!isTypeReferenceNode(type)) return UNREADABLE;
  const alias = type.typeName.getText(tree);
  const [argument] = type.typeArguments ?? [];
  if (PASSING.has(alias) && argument) return declaredProperty(tree, argument, name);
  // https://nextjs.org/docs/app/api-reference/file-conventions/page#page-props-helper
  if (/^(?:PageProps|LayoutProps|RouteContext)$/.test(alias) && argument)
    return { ...ABSENT, kind: 'promise' };
  for (const statement of tree.statements) {
    const isOwn = isTypeAliasDeclaration(statement) || isInterfaceDeclaration(statement);
    if (!isOwn || statement.name.text !== alias) continue;
    if (statement.typeParameters) return UNREADABLE;
    if (isInterfaceDeclaration(statement) && statement.heritageClauses) return UNREADABLE;
    const found = isInterfaceDeclaration(statement)
      ? inMembers(tree, statement.members, name)
      : declaredProperty(tree, statement.type, name);
    return { ...found, through: [alias, ...found.through] };
  }
  return UNREADABLE;
}

function inMembers(tree: SourceFile, members: readonly TypeElement[], name: string): DeclaredProperty {
  const member = members.find((candidate) => propertyNameText(candidate.name) === name);
  if (!member) return ABSENT;
  if (!isPropertySignature(member) || !member.type) return UNREADABLE;
  const { type } = member;
  if (type.kind === SyntaxKind.AnyKeyword || type.kind === SyntaxKind.UnknownKeyword) {
    return { kind: 'loose', type, through: [] };
  }
  return { kind: kindOf(tree, type), type, through: [], optional: member.questionToken !== undefined };
}

const PLAIN_GENERICS: ReadonlySet<string> = new Set([
  'Record',
  'Partial',
  'Pick',
  'Omit',
  'Required',
  'Readonly',
  'Awaited',
  'Array',
]);

/** A type of another file may be a promise: only what this file writes out counts. */
function kindOf(tree: SourceFile, type: TypeNode): DeclaredProperty['kind'] {
  if (/\bPromise(?:Like)?\b/.test(type.getText(tree))) return 'promise';
  if (!isTypeReferenceNode(type)) return 'plain';
  const name = type.typeName.getText(tree);
  if (PLAIN_GENERICS.has(name)) return 'plain';
  for (const statement of tree.statements) {
    if (isInterfaceDeclaration(statement) && statement.name.text === name) return 'plain';
    if (isTypeAliasDeclaration(statement) && statement.name.text === name) {
      return kindOf(tree, statement.type);
    }
  }
  return 'unreadable';
}
