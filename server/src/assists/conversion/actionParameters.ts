/** Decides how an action's parameters travel in a request: as a form, as JSON, or in the URL. */
import { type AssistContext } from '../../core/assist/assist';
import {
  type Expression,
  isIdentifier,
  isNumericLiteral,
  isObjectBindingPattern,
  isStringLiteral,
  type ParameterDeclaration,
  SyntaxKind,
} from '../../core/syntax/ast';
import { isTypeReferenceNode, isTypeLiteralNode, type TypeNode } from '../../core/syntax/types';
import { boundNames } from '../../core/syntax/functions';
import { allIdentifiers, freeNames } from '../../core/syntax/references';
import { type ParsedFile } from '../../core/syntax/parse';
import { type ActionSource } from './actionSource';
import { isJsonType } from './jsonTypes';
import { importOf, isTypeStatement, resolveName } from './moduleNames';

/** One parameter of an action, and where a request carries it. */
export interface PlannedParameter {
  /** Its name; the pattern's text where it is destructured. */
  readonly name: string;
  readonly isPattern: boolean;
  /** Its type as written, or of its default's literal; undefined in JavaScript. */
  readonly type: string | undefined;
  /** It may be left out. */
  readonly optional: boolean;
  readonly initializer: string | undefined;
  /**
   * `previous`: React's, which no request brings. `form`: the FormData itself. `whole`: the JSON body itself. `field`: of
   * the JSON body or the form. `segment`: of the URL. `hidden`: no parameter, but a captured string that the form sends in a
   * field of its own.
   */
  readonly carrier: 'previous' | 'form' | 'whole' | 'field' | 'segment' | 'hidden';
  /** The primitive that a form's or a URL's text is turned into. */
  readonly primitive: 'string' | 'number' | 'boolean' | undefined;
  /** Names that it binds. */
  readonly binds: readonly string[];
}

/** How all of them travel. */
export interface PlannedParameters {
  readonly body: 'none' | 'form' | 'json';
  readonly parameters: readonly PlannedParameter[];
}

/** What the plan is made for. */
export interface ParameterWishes {
  /** It is used with `useActionState`: React gives it the previous state first. */
  readonly hasState: boolean;
  /** Names of the URL's segments. */
  readonly segments: readonly string[];
}

/** The plan; a message where a parameter can't travel, or nobody knows whether it can. */
export function planParameters(
  ctx: AssistContext,
  { file, node, captures = [] }: ActionSource,
  { hasState, segments }: ParameterWishes,
): PlannedParameters | string {
  const declared = [...node.parameters];
  if (declared.some(({ dotDotDotToken }) => dotDotDotToken))
    return 'A rest parameter has no name in a request';
  const form = declared.findIndex((parameter, index) => isFormData(file, parameter, index, declared.length));
  if (form >= 0 && form < declared.length - 1) return 'A parameter stands behind the form data';
  const previous = previousIndex(declared, form, hasState);
  if (hasState && previous === undefined) return 'React gives it a state that it does not take';
  const body = node.body ? [node.body] : [];
  const used = freeNames([...declared.flatMap(({ initializer }) => initializer ?? []), ...body]);
  const parameters: PlannedParameter[] = [];
  for (const [index, parameter] of declared.entries()) {
    const planned = planOne(ctx, file, parameter, {
      carrier: index === form ? 'form' : index === previous ? 'previous' : undefined,
      segments,
      hasForm: form >= 0,
      isOnly: declared.length === 1,
    });
    if (typeof planned === 'string') return planned;
    if (planned.carrier === 'previous' && planned.binds.some((name) => used.has(name)))
      return `It reads \`${planned.name}\`, the state before it, which no request brings`;
    parameters.push(planned);
  }
  const missing = segments.find(
    (segment) => !parameters.some(({ carrier, name }) => carrier === 'segment' && name === segment),
  );
  if (missing !== undefined) return `No parameter that fits a URL is called \`${missing}\``;
  const inBody = parameters.some(({ carrier }) => carrier === 'field' || carrier === 'whole');
  if (captures.length > 0 && form < 0 && allIdentifiers(node).has(FORM_NAME))
    return `\`${FORM_NAME}\` is something else`;
  const carried = form >= 0 || captures.length > 0 ? 'form' : inBody ? 'json' : 'none';
  return { body: carried, parameters: [...parameters, ...captures.map(hidden)] };
}

/** What a handler calls the form's data where the action has no name for it. */
export const FORM_NAME = 'formData';

function hidden(name: string): PlannedParameter {
  const type = 'string';
  const shared = { isPattern: false, optional: false, initializer: undefined, binds: [name] };
  return { ...shared, name, type, primitive: type, carrier: 'hidden' };
}

function isFormData(
  file: ParsedFile,
  { name, type }: ParameterDeclaration,
  index: number,
  count: number,
): boolean {
  if (type) {
    return (
      isTypeReferenceNode(type) &&
      isIdentifier(type.typeName) &&
      type.typeName.text === 'FormData' &&
      !importOf(file, 'FormData')
    );
  }
  return index === count - 1 && isIdentifier(name) && /^form_?data$/i.test(name.text);
}

/** `(previousState, formData)`: by what React calls it with, or by the very shape. */
function previousIndex(
  declared: readonly ParameterDeclaration[],
  form: number,
  hasState: boolean,
): number | undefined {
  if (hasState) {
    if (form < 0) return declared.length > 0 ? declared.length - (declared.length > 1 ? 2 : 1) : undefined;
    return form > 0 ? form - 1 : undefined;
  }
  const candidate = declared[form - 1];
  if (!candidate || !isIdentifier(candidate.name)) return undefined;
  return /^_?(?:prev|initial)\w*$|^_?state$|^_+$/i.test(candidate.name.text) ? form - 1 : undefined;
}

interface Place {
  readonly carrier: 'form' | 'previous' | undefined;
  readonly segments: readonly string[];
  readonly hasForm: boolean;
  readonly isOnly: boolean;
}

function planOne(
  ctx: AssistContext,
  file: ParsedFile,
  node: ParameterDeclaration,
  { carrier, segments, hasForm, isOnly }: Place,
): PlannedParameter | string {
  const { tree } = file;
  const name = node.name.getText(tree);
  const isPattern = !isIdentifier(node.name);
  const type = node.type?.getText(tree) ?? literalType(node.initializer);
  const shared = {
    name,
    isPattern,
    type,
    optional: node.questionToken !== undefined || node.initializer !== undefined,
    initializer: node.initializer?.getText(tree),
    primitive: primitiveOf(type),
    binds: boundNames(node.name).map(({ text }) => text),
  };
  if (carrier) {
    if (carrier === 'form' && isPattern) return 'The form data is taken apart';
    if (carrier === 'form' && shared.optional) return 'The form data may be left out';
    return { ...shared, carrier };
  }
  if (segments.includes(name)) {
    const fits = shared.primitive === 'string' || shared.primitive === 'number';
    if (!fits || shared.optional) return `\`${name}\` does not fit into a URL`;
    return { ...shared, carrier: 'segment' };
  }
  if (type === undefined) return `Nobody knows the type of \`${name}\``;
  if (node.type && !isJsonType(ctx, file, node.type)) return `\`${type}\` may not survive JSON`;
  if (hasForm) {
    if (isPattern || shared.primitive === undefined || shared.optional)
      return `\`${name}\` has no place in a form`;
    return { ...shared, carrier: 'field' };
  }
  if (isOnly && !shared.optional && node.type && isObject(ctx, file, node))
    return { ...shared, carrier: 'whole' };
  if (isPattern) return 'A parameter that is taken apart has no name in a request';
  return { ...shared, carrier: 'field' };
}

function primitiveOf(type: string | undefined): PlannedParameter['primitive'] {
  return type === 'string' || type === 'number' || type === 'boolean' ? type : undefined;
}

function literalType(initializer: Expression | undefined): string | undefined {
  if (!initializer) return undefined;
  if (isStringLiteral(initializer)) return 'string';
  if (isNumericLiteral(initializer)) return 'number';
  return initializer.kind === SyntaxKind.TrueKeyword || initializer.kind === SyntaxKind.FalseKeyword
    ? 'boolean'
    : undefined;
}

/** An object by its type: the body can be it, without a name around it. */
function isObject(ctx: AssistContext, file: ParsedFile, { name, type }: ParameterDeclaration): boolean {
  if (!type) return false;
  if (isObjectBindingPattern(name) || isTypeLiteralNode(type)) return true;
  return isObjectType(ctx, file, type);
}

function isObjectType(ctx: AssistContext, file: ParsedFile, type: TypeNode): boolean {
  if (!isTypeReferenceNode(type)) return false;
  // `z.infer<typeof schema>` and aliases of it are objects nearly always; a field of its own is right for all.
  if (!isIdentifier(type.typeName)) return false;
  const declared = resolveName(ctx, file, type.typeName.text);
  return (
    declared !== undefined &&
    isTypeStatement(declared.statement) &&
    declared.statement.kind === SyntaxKind.InterfaceDeclaration
  );
}
