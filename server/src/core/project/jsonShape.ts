/** Checks JSON that people write against a description of its shape, and says what to do about what doesn't fit. */
import { editDistance } from '../text/editDistance';
import { type Node } from 'jsonc-parser';
import validRange from 'semver/ranges/valid';
import { type TextRange } from '../text/textRange';

/** Something wrong with a file that people write. */
export interface ConfigProblem {
  /** What is wrong and what to do, in a sentence or two. */
  readonly message: string;
  readonly range: TextRange;
}

/** What a value must be. */
export type Shape =
  | { readonly is: 'string'; readonly pattern?: RegExp; readonly hint?: string }
  | { readonly is: 'regexp' }
  | { readonly is: 'versions' }
  | { readonly is: 'number' }
  | { readonly is: 'boolean' }
  | { readonly is: 'literal' }
  | { readonly is: 'oneOf'; readonly names: readonly string[] }
  | { readonly is: 'list'; readonly of: Shape; readonly atLeast?: number }
  | { readonly is: 'map'; readonly of: Shape; readonly keys?: readonly string[]; readonly keyWord: string }
  | {
      readonly is: 'object';
      readonly members: Readonly<Record<string, Shape>>;
      readonly required: readonly string[];
    }
  /** An object whose other members depend on one of them. */
  | { readonly is: 'tagged'; readonly tag: string; readonly variants: Readonly<Record<string, Shape>> }
  | { readonly is: 'either'; readonly shapes: readonly Shape[]; readonly words: string }
  /** A shape that contains itself. */
  | { readonly is: 'later'; readonly shape: () => Shape };

/** Everything that is wrong with `node`; `path` is how a reader names it (`guards[0].imports`). */
export function problemsOf(node: Node, shape: Shape, path: string): readonly ConfigProblem[] {
  switch (shape.is) {
    case 'later':
      return problemsOf(node, shape.shape(), path);
    case 'literal':
      return ['string', 'number', 'boolean', 'null'].includes(node.type)
        ? []
        : [problem(node, `\`${path}\` must be a string, number, boolean or null.`)];
    case 'regexp':
      return typeof node.value === 'string' && compiles(node.value)
        ? []
        : [problem(node, `\`${path}\` must be a regular expression, without slashes around it.`)];
    case 'versions':
      return typeof node.value === 'string' && validRange(node.value) !== null
        ? []
        : [problem(node, `\`${path}\` must be a range of versions such as \`>=5\` or \`^4.1\`.`)];
    case 'number':
    case 'boolean':
      return node.type === shape.is ? [] : [problem(node, `\`${path}\` must be a ${shape.is}.`)];
    case 'string':
      if (typeof node.value !== 'string') return [problem(node, `\`${path}\` must be a string.`)];
      return !shape.pattern || shape.pattern.test(node.value)
        ? []
        : [problem(node, `\`${path}\` must be ${shape.hint ?? 'of another form'}.`)];
    case 'oneOf':
      if (typeof node.value === 'string' && shape.names.includes(node.value)) return [];
      return [
        problem(node, `\`${path}\` must be one of ${listed(shape.names)}${meant(node.value, shape.names)}`),
      ];
    case 'list':
      return listProblems(node, shape, path);
    case 'map':
      return mapProblems(node, shape, path);
    case 'object':
      return objectProblems(node, shape, path);
    case 'tagged':
      return taggedProblems(node, shape, path);
    case 'either':
      return shape.shapes.some((each) => problemsOf(node, each, path).length === 0)
        ? []
        : [problem(node, `\`${path}\` must be ${shape.words}.`)];
  }
}

function compiles(source: string): boolean {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}

function listProblems(
  node: Node,
  shape: Extract<Shape, { is: 'list' }>,
  path: string,
): readonly ConfigProblem[] {
  if (node.type !== 'array') return [problem(node, `\`${path}\` must be a list: put it in [ ].`)];
  const items = node.children ?? [];
  if (items.length < (shape.atLeast ?? 0)) return [problem(node, `\`${path}\` must not be empty.`)];
  return items.flatMap((item, index) => problemsOf(item, shape.of, `${path}[${String(index)}]`));
}

function mapProblems(
  node: Node,
  shape: Extract<Shape, { is: 'map' }>,
  path: string,
): readonly ConfigProblem[] {
  if (node.type !== 'object') return [noObject(node, path)];
  return membersOf(node).flatMap(({ key, name, value }) => {
    if (shape.keys && !shape.keys.includes(name)) {
      return [problem(key, `There is no ${shape.keyWord} \`${name}\`${meant(name, shape.keys)}`)];
    }
    return value ? problemsOf(value, shape.of, `${path}.${name}`) : [];
  });
}

function objectProblems(
  node: Node,
  shape: Extract<Shape, { is: 'object' }>,
  path: string,
): readonly ConfigProblem[] {
  if (node.type !== 'object') return [noObject(node, path)];
  const names = Object.keys(shape.members);
  const found = membersOf(node);
  const problems: ConfigProblem[] = [];
  for (const { key, name, value } of found) {
    const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    if (!member) {
      const where = path === '' ? 'here' : `in \`${path}\``;
      problems.push(
        problem(key, `\`${name}\` means nothing ${where}${meant(name, names)} Known: ${listed(names)}.`),
      );
    } else if (value) problems.push(...problemsOf(value, member, path === '' ? name : `${path}.${name}`));
  }
  const absent = shape.required.filter((name) => !found.some((member) => member.name === name));
  if (absent.length > 0) problems.push(problem(node, `\`${path}\` needs ${listed(absent)}.`));
  return problems;
}

function taggedProblems(
  node: Node,
  shape: Extract<Shape, { is: 'tagged' }>,
  path: string,
): readonly ConfigProblem[] {
  if (node.type !== 'object') return [noObject(node, path)];
  const names = Object.keys(shape.variants);
  const tag = membersOf(node).find((member) => member.name === shape.tag)?.value;
  if (!tag) return [problem(node, `\`${path}\` needs \`${shape.tag}\`: one of ${listed(names)}.`)];
  const variant =
    typeof tag.value === 'string' && Object.hasOwn(shape.variants, tag.value)
      ? shape.variants[tag.value]
      : undefined;
  if (!variant) return problemsOf(tag, { is: 'oneOf', names }, `${path}.${shape.tag}`);
  return problemsOf(node, variant, path);
}

function noObject(node: Node, path: string): ConfigProblem {
  const what = path === '' ? 'The file' : `\`${path}\``;
  return problem(node, `${what} must be an object: put it in { }.`);
}

interface Member {
  readonly key: Node;
  readonly name: string;
  readonly value: Node | undefined;
}

/** The members of an object node, in source order. */
export function membersOf(node: Node): readonly Member[] {
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key && typeof key.value === 'string' ? [{ key, name: key.value, value }] : [];
  });
}

/** A problem with the whole of a node. */
export function problem(node: Node, message: string): ConfigProblem {
  return { message, range: { start: node.offset, end: node.offset + node.length } };
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** The end of a sentence: `; did you mean …?` where one of the names is near. */
function meant(written: unknown, names: readonly string[]): string {
  if (typeof written !== 'string') return '.';
  let best: string | undefined;
  let least = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const isPart = written.length > 2 && name.startsWith(written);
    const away = isPart ? 1 : editDistance(written.toLowerCase(), name.toLowerCase());
    if (away < least) [best, least] = [name, away];
  }
  return best === undefined ? '.' : `; did you mean \`${best}\`?`;
}
