/** The part of the syntax vocabulary that the reading of type annotations needs. */
export {
  isArrayTypeNode,
  isIndexedAccessTypeNode,
  isIntersectionTypeNode,
  isLiteralTypeNode,
  isParenthesizedTypeNode,
  isPropertySignature,
  isQualifiedName,
  isRestTypeNode,
  isTupleTypeNode,
  isTypeLiteralNode,
  isTypeOperatorNode,
  isTypeQueryNode,
  isTypeReferenceNode,
  isUnionTypeNode,
} from 'typescript';
export type {
  InterfaceDeclaration,
  TypeAliasDeclaration,
  TypeElement,
  TypeNode,
  TypeReferenceNode,
} from 'typescript';
