/** Reads an app's `next-surface.json`: severities of rules, what the catalogue should know, and what code actions propose. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type CatalogueEntry, type Category } from '../catalogue/entry';
import { ORIGIN, ORIGIN_HINT } from '../text/origin';
import { entryShape } from './entryShape';
import { type ConfigProblem, membersOf, problem, problemsOf, type Shape } from './jsonShape';

/** How a rule's findings are shown, or that they aren't. */
export type RuleLevel = 'off' | 'hint' | 'information' | 'warning' | 'error';

/** Entries that come before the built-in ones. */
export interface OwnEntries {
  readonly guards: readonly CatalogueEntry[];
  readonly effects: readonly CatalogueEntry[];
}

/** What the app says about itself. What is written wrongly is left out. */
export interface SurfaceConfig extends OwnEntries {
  readonly rules: Readonly<Record<string, RuleLevel>>;
  /** What "Add CORS" proposes for this app; undefined where the file says nothing of it. */
  readonly corsOrigins?: readonly string[];
}

/** The file's name, beside the app's `next.config`. */
export const SURFACE_CONFIG_FILE = 'next-surface.json';

const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'];

const origins: Shape = { is: 'list', of: { is: 'string', pattern: ORIGIN, hint: ORIGIN_HINT } };
const cors: Shape = { is: 'object', members: { allowedOrigins: origins }, required: [] };

/**
 * Reads the file's text, which may have comments and trailing commas. `ruleIds` are the rules that there are: others
 * are named as problems; without it any id goes. Ranges are 0-based UTF-16 offsets.
 */
export function readSurfaceConfig(
  text: string,
  ruleIds?: readonly string[],
): { readonly config: SurfaceConfig; readonly problems: readonly ConfigProblem[] } {
  const empty: SurfaceConfig = { rules: {}, guards: [], effects: [] };
  if (text.trim() === '') {
    const range = { start: 0, end: text.length };
    return { config: empty, problems: [{ message: 'The file is empty: write `{}`.', range }] };
  }
  const errors: ParseError[] = [];
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  // A byte order mark becomes a blank, so that offsets stay.
  const root = parseTree(start === 1 ? ` ${text.slice(1)}` : text, errors, { allowTrailingComma: true });
  const problems: ConfigProblem[] = errors
    // A file that breaks off misses several things at its end: one is enough to say.
    .filter(({ offset }, index) => offset !== errors[index - 1]?.offset)
    .map(({ error, offset, length }) => ({
      message: `The file is not valid JSON here (${inWords(printParseErrorCode(error))}): what follows may not be read.`,
      range: { start: offset, end: offset + length },
    }));
  if (!root) return { config: empty, problems };
  const rule: Shape = {
    is: 'map',
    of: { is: 'oneOf', names: SEVERITIES },
    keyWord: 'rule',
    ...(ruleIds && { keys: ruleIds }),
  };
  const entries: Shape = { is: 'list', of: entryShape };
  const shape: Shape = {
    is: 'object',
    members: { $schema: { is: 'string' }, rules: rule, guards: entries, effects: entries, cors },
    required: [],
  };
  problems.push(...problemsOf(root, shape, ''));
  if (root.type !== 'object') return { config: empty, problems };
  const members = new Map(membersOf(root).map(({ name, value }) => [name, value]));
  const config: SurfaceConfig = {
    rules: rulesOf(members.get('rules'), rule),
    guards: entriesOf(members.get('guards'), 'guards', 'authentication', problems),
    effects: entriesOf(members.get('effects'), 'effects', 'effect', problems),
    ...originsOf(members.get('cors')),
  };
  return { config, problems };
}

/** Reads entries that settings hold, with what is wrong with them, one sentence each. */
export function readOwnEntries(settings: { readonly guards: unknown; readonly effects: unknown }): {
  readonly entries: OwnEntries;
  readonly problems: readonly string[];
} {
  const written = { guards: settings.guards ?? [], effects: settings.effects ?? [] };
  const { config, problems } = readSurfaceConfig(JSON.stringify(written));
  return {
    entries: { guards: config.guards, effects: config.effects },
    problems: problems.map(({ message }) => message),
  };
}

function rulesOf(node: Node | undefined, shape: Shape): Readonly<Record<string, RuleLevel>> {
  const sound = node?.type === 'object' && shape.is === 'map' ? membersOf(node) : [];
  return Object.fromEntries(
    sound.flatMap(({ name, value }) =>
      shape.is === 'map' && (shape.keys?.includes(name) ?? true) && SEVERITIES.includes(String(value?.value))
        ? // It is one of the severities, as was just asked.
          [[name, value?.value as RuleLevel]]
        : [],
    ),
  );
}

function originsOf(node: Node | undefined): Pick<SurfaceConfig, 'corsOrigins'> {
  if (node?.type !== 'object') return {};
  const list = membersOf(node).find(({ name }) => name === 'allowedOrigins')?.value;
  if (list?.type !== 'array') return {};
  const written = (list.children ?? []).map((item): unknown => item.value);
  return {
    corsOrigins: written.filter((item): item is string => typeof item === 'string' && ORIGIN.test(item)),
  };
}

/** The entries without a problem, with what they may leave out filled in. */
function entriesOf(
  node: Node | undefined,
  key: 'guards' | 'effects',
  category: Category,
  problems: ConfigProblem[],
): readonly CatalogueEntry[] {
  const seen = new Set<string>();
  return (node?.type === 'array' ? (node.children ?? []) : []).flatMap((item, index) => {
    if (problemsOf(item, entryShape, key).length > 0) return [];
    // The shape was checked, and leaves nothing but (parts of) an entry.
    const written = valueOf(item) as Partial<CatalogueEntry> & Pick<CatalogueEntry, 'imports' | 'rules'>;
    const entry: CatalogueEntry = {
      id: `${key}-${String(index + 1)}`,
      category,
      packages: [],
      source: SURFACE_CONFIG_FILE,
      ...written,
    };
    if (seen.has(entry.id))
      problems.push(problem(item, `There is another entry with the id \`${entry.id}\`: give each its own.`));
    seen.add(entry.id);
    return [entry];
  });
}

/** The JSON that a node stands for. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type === 'object') {
    return Object.fromEntries(membersOf(node).map(({ name, value }) => [name, value && valueOf(value)]));
  }
  return node.value;
}

/** `CloseBraceExpected`, the parser's code, as `close brace expected`. */
function inWords(code: string): string {
  return code.replace(/(?!^)[A-Z]/g, ' $&').toLowerCase();
}
