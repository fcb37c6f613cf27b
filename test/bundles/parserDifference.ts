// Compares what two copies of TypeScript's parser say about one text, so that a shaken copy can be held against the full one.
import type ts from 'typescript';
import { type parser } from './shakenParser';

export type Parser = typeof parser;

/** A text to parse, with the options that change how it is parsed. */
export interface ParserInput {
  readonly name: string;
  readonly text: string;
  readonly jsDocParsingMode: ts.JSDocParsingMode;
}

/**
 * Parses `input` with both parsers and compares every property of every node, the diagnostics, and the answers of the
 * nodes' own methods. Returns where the trees first differ, or `undefined`.
 */
export function parserDifference(full: Parser, shaken: Parser, input: ParserInput): string | undefined {
  const [expected, actual] = [parse(full, input), parse(shaken, input)];
  return valueDifference(expected, actual) ?? methodDifference(full, expected, actual);
}

/** Parses as the product does, without parents. */
export function parse(parser: Parser, { name, text, jsDocParsingMode }: ParserInput): ts.SourceFile {
  const languageVersion = parser.ScriptTarget.Latest;
  return parser.createSourceFile(name, text, { languageVersion, jsDocParsingMode }, false);
}

function methodDifference(full: Parser, expected: ts.SourceFile, actual: ts.SourceFile): string | undefined {
  if (expected.getLineStarts().join() !== actual.getLineStarts().join()) return 'line starts';
  const pending: [ts.Node, ts.Node][] = [[expected, actual]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [one, other] = pair;
    const answers = [describeByMethods(one, expected), describeByMethods(other, actual)];
    if (answers[0] !== answers[1]) return `methods: ${answers[0]} became ${answers[1]}`;
    const [children, otherChildren] = [childrenOf(full, one), childrenOf(full, other)];
    if (children.length !== otherChildren.length) return `children of ${answers[0]}`;
    children.forEach((child, index) => {
      const counterpart = otherChildren[index];
      if (counterpart !== undefined) pending.push([child, counterpart]);
    });
  }
  return undefined;
}

function describeByMethods(node: ts.Node, file: ts.SourceFile): string {
  const start = node.getStart(file);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const text = 'text' in node && node.kind !== file.kind ? String(node.text) : '';
  return `${node.kind} ${start} ${line}:${character} ${node.getWidth(file)} ${node.getText(file).length} ${text}`;
}

function childrenOf(parser: Parser, node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  parser.forEachChild(node, (child) => void children.push(child));
  return children;
}

/** Compares two graphs of objects by their own enumerable properties; classes may differ, as realms do. */
function valueDifference(expected: unknown, actual: unknown): string | undefined {
  const counterparts = new Map<object, object>();
  const pending: { readonly at: string; readonly one: unknown; readonly other: unknown }[] = [
    { at: 'file', one: expected, other: actual },
  ];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const { at, one, other } = item;
    if (!isObject(one) || !isObject(other)) {
      const isSame = typeof one === 'function' ? typeof other === 'function' : Object.is(one, other);
      if (!isSame) return `${at}: ${String(one)} became ${String(other)}`;
      continue;
    }
    const known = counterparts.get(one);
    if (known === other) continue;
    if (known !== undefined) return `${at}: another object`;
    counterparts.set(one, other);

    const [entries, otherEntries] = [entriesOf(one), entriesOf(other)];
    if (entries.length !== otherEntries.length) return `${at}: other properties`;
    for (const [index, [key, value]] of entries.entries()) {
      const [otherKey, otherValue] = otherEntries[index] ?? [];
      if (key !== otherKey) return `${at}: ${key} became ${otherKey}`;
      pending.push({ at: `${at}.${key}`, one: value, other: otherValue });
    }
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function entriesOf(value: object): [string, unknown][] {
  const isMap = Object.prototype.toString.call(value) === '[object Map]';
  // A map of another realm is no `instanceof Map`, which is what the tag stands in for.
  return isMap ? [...(value as Map<string, unknown>)] : Object.entries(value);
}
