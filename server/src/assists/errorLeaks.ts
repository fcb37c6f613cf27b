/** Finds where a catch clause returns what it caught, and what a general message looks like in its place. */
import {
  isAsExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isIdentifier,
  isNonNullExpression,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isShorthandPropertyAssignment,
  isStringLiteral,
  type Node,
  SyntaxKind,
} from '../core/syntax/ast';
import {
  type CatchClause,
  isIfStatement,
  isNewExpression,
  isTemplateExpression,
  isTypeOfExpression,
} from '../core/syntax/code';
import { dottedName, isFunctionNode, propertyNameText } from '../core/syntax/functions';
import { type ParsedFile } from '../core/syntax/parse';
import { type Reference, referencesIn } from '../core/syntax/references';
import { type TextRange } from '../core/text/textRange';

/** A part of an answer that tells what was caught. */
export interface Leak {
  readonly range: TextRange;
  /** The code that replaces it; `quote` writes a string as the file does. */
  write(quote: (text: string) => string): string;
}

const MESSAGE = 'Something went wrong';
const TELLING: ReadonlySet<string> = new Set(['message', 'stack', 'cause', 'toString']);

/** The leaks of one clause; a branch that looks for an error of the app's own is left alone, since its text is meant for the caller. */
export function leaksOf({ tree, text }: ParsedFile, clause: CatchClause, name: string): readonly Leak[] {
  const leaks = new Map<number, Leak>();
  for (const reference of referencesIn(clause)) {
    if (reference.name !== name || reference.scope !== clause || reference.inType) continue;
    const found = leakOf(reference);
    if (!found) continue;
    const { node, write, property, object } = found;
    const range = { start: node.getStart(tree), end: node.end };
    const needless = needlessIn(tree, property, object);
    leaks.set(
      range.start,
      needless
        ? { range: needless, write: () => '' }
        : joined(text, range, (quote) => write(quote, text.slice(range.start, range.end))),
    );
  }
  return [...leaks.values()];
}

/** What only told more of the error than the text beside it, which says already that something failed. */
const MORE = /^(?:error)?(?:details?|stack|trace|cause|reason)$/i;

/** The property, with the comma before or behind it, where its object has a fixed text for the caller as well. */
function needlessIn(
  tree: ParsedFile['tree'],
  property: Node | undefined,
  object: Node | undefined,
): TextRange | undefined {
  if (!object || !property || !isObjectLiteralExpression(object) || !isPropertyAssignment(property))
    return undefined;
  if (!MORE.test(propertyNameText(property.name) ?? '')) return undefined;
  const isTold = object.properties.some(
    (other) =>
      isPropertyAssignment(other) &&
      /^(?:error|message)$/.test(propertyNameText(other.name) ?? '') &&
      isStringLiteral(other.initializer),
  );
  const index = object.properties.indexOf(property);
  const [before, behind] = [object.properties[index - 1], object.properties[index + 1]];
  if (!isTold) return undefined;
  if (before) return { start: before.end, end: property.end };
  return behind && { start: property.getStart(tree), end: behind.getStart(tree) };
}

const LONG_LINE = 80;

/** Puts the shorter text where there is room for it now: behind the property's name, or with a call's other argument. */
function joined(text: string, range: TextRange, write: Leak['write']): Leak {
  const before = text.slice(0, range.start);
  const [gap] = /(?<=:)[ \t]*\r?\n[ \t]*$/.exec(before) ?? [];
  const [opening] = /(?<=\()\r?\n[ \t]*$/.exec(before) ?? [];
  const [closing, rest = ''] =
    /^(,[ \t]*\r?\n[ \t]*\{[^{}\n]*\})?,?[ \t]*\r?\n[ \t]*(?=\))/.exec(text.slice(range.end)) ?? [];
  const plain: Leak = { range, write };
  const fitting = (start: number, end: number, make: Leak['write']): Leak => {
    const column = start - (text.lastIndexOf('\n', start - 1) + 1);
    const sample = make((code) => `'${code}'`);
    const after = /^[^\n]*/.exec(text.slice(end))?.[0].trimEnd().length ?? 0;
    return column + sample.length + after > LONG_LINE ? plain : { range: { start, end }, write: make };
  };
  if (gap !== undefined) return fitting(range.start - gap.length, range.end, (quote) => ` ${write(quote)}`);
  if (opening === undefined || closing === undefined) return plain;
  const others = rest.replace(/\s+/, ' ');
  return fitting(
    range.start - opening.length,
    range.end + closing.length,
    (quote) => `${write(quote)}${others}`,
  );
}

interface Found {
  readonly node: Node;
  /** The property whose value it is, and what has that. */
  readonly property?: Node | undefined;
  readonly object?: Node | undefined;
  write(quote: (text: string) => string, old: string): string;
}

function leakOf(reference: Reference): Found | undefined {
  const ancestors = [...reference.ancestors];
  let value: Node = reference.node;
  let told = false;
  for (let parent = ancestors.pop(); parent; parent = ancestors.pop()) {
    const isCast = isParenthesizedExpression(parent) || isAsExpression(parent) || isNonNullExpression(parent);
    if (isCast) value = parent;
    else if (
      isPropertyAccessExpression(parent) &&
      parent.expression === value &&
      TELLING.has(parent.name.text)
    ) {
      value = parent;
      told = true;
    } else if (isCallExpression(parent) && parent.expression === value && told) value = parent;
    else if (isCallExpression(parent) && dottedName(parent.expression) === 'String') {
      value = parent;
      told = true;
    } else if (isTemplateExpression(parent) || parent.kind === SyntaxKind.TemplateSpan) {
      value = parent;
      told = true;
    } else if (isConditionalExpression(parent) && parent.condition !== value) {
      if (testsOtherThanError(parent.condition)) return undefined;
      value = parent;
      told = true;
    } else if (
      isBinaryExpression(parent) &&
      (parent.operatorToken.kind === SyntaxKind.BarBarToken ||
        parent.operatorToken.kind === SyntaxKind.QuestionQuestionToken ||
        parent.operatorToken.kind === SyntaxKind.PlusToken)
    ) {
      value = parent;
      told = true;
    } else {
      return returned(value, parent, ancestors, told);
    }
  }
  return undefined;
}

/** The value stands in what a `return` gives back, as a property or as the whole text of an answer. */
function returned(value: Node, parent: Node, outside: readonly Node[], told: boolean): Found | undefined {
  const path = [...outside, parent];
  const at = path.map(isReturnStatement).lastIndexOf(true);
  if (at < 0 || path.slice(at).some((node) => isFunctionNode(node))) return undefined;
  if (path.some((node) => isIfStatement(node) && testsOtherThanError(node.expression))) return undefined;
  const steps = path.slice(at + 1);
  // Deeper inside of a call, somebody else decides what becomes of it.
  const calls = steps.filter((node) => isCallExpression(node) || isNewExpression(node));
  if (calls.length > 1 || calls.some((call) => !isAnswer(call))) return undefined;
  if (isPropertyAssignment(parent) && parent.initializer === value) {
    const object = outside.at(-1);
    return { node: value, write: (quote) => fallbackOf(value, quote), property: parent, object };
  }
  if (isShorthandPropertyAssignment(parent)) {
    return { node: value, write: (quote, old) => `${old}: ${quote(MESSAGE)}` };
  }
  const isFirst = (isCallExpression(parent) || isNewExpression(parent)) && parent.arguments?.[0] === value;
  if (!isFirst) return undefined;
  if (isNewExpression(parent))
    return told ? { node: value, write: (quote) => fallbackOf(value, quote) } : undefined;
  return { node: value, write: (quote) => `{ error: ${fallbackOf(value, quote)} }` };
}

/** The text that the author gives where there is no message: `e instanceof Error ? e.message : 'Failed'`. */
function fallbackOf(value: Node, quote: (text: string) => string): string {
  const other = isConditionalExpression(value)
    ? value.whenFalse
    : isBinaryExpression(value)
      ? value.right
      : undefined;
  const isText = other && isStringLiteral(other) && isFallback(value);
  return quote(isText ? other.text : MESSAGE);
}

function isFallback(value: Node): boolean {
  return (
    isConditionalExpression(value) ||
    (isBinaryExpression(value) && value.operatorToken.kind !== SyntaxKind.PlusToken)
  );
}

function isAnswer(call: Node): boolean {
  if (isNewExpression(call)) return /^(?:Response|NextResponse)$/.test(dottedName(call.expression) ?? '');
  return (
    isCallExpression(call) && /^(?:Response|NextResponse)\.json$/.test(dottedName(call.expression) ?? '')
  );
}

/** A test that something is of the app's own kind, or has a mark: `e instanceof ZodError`, `e.code === 'P2002'`. */
function testsOtherThanError(condition: Node): boolean {
  if (isParenthesizedExpression(condition)) return testsOtherThanError(condition.expression);
  if (isBinaryExpression(condition)) {
    const { kind } = condition.operatorToken;
    if (kind === SyntaxKind.AmpersandAmpersandToken || kind === SyntaxKind.BarBarToken) {
      return testsOtherThanError(condition.left) || testsOtherThanError(condition.right);
    }
    if (kind === SyntaxKind.InstanceOfKeyword) {
      return !(isIdentifier(condition.right) && condition.right.text === 'Error');
    }
    const isKind = isTypeOfExpression(condition.left) || isStringLiteral(condition.left);
    return !isKind;
  }
  return isCallExpression(condition);
}
