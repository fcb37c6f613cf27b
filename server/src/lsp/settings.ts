/** The server's settings: what clients may send, checked before anything believes it. */
import { type OwnEntries, readOwnEntries } from '../core/project/surfaceConfig';
import { type Severity } from '../core/rule/rule';
import { ORIGIN, ORIGIN_HINT } from '../core/text/origin';

/** The section that the client is asked for. */
export const SETTINGS_SECTION = 'nextSurface';

/** Which files get diagnostics: those that are open, or all. */
export type DiagnosticsScope = 'openFiles' | 'workspace';

/** The settings as the server uses them. */
export interface ServerSettings {
  readonly scope: DiagnosticsScope;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly corsOrigins: readonly string[];
  readonly entries: OwnEntries;
}

/** Settings together with what was wrong with them, one sentence per problem. */
export interface ParsedSettings {
  readonly settings: ServerSettings;
  readonly problems: readonly string[];
}

/** What holds until the client says otherwise. */
export const DEFAULT_SETTINGS: ServerSettings = {
  scope: 'openFiles',
  rules: {},
  corsOrigins: [],
  entries: { guards: [], effects: [] },
};

const SCOPES: readonly DiagnosticsScope[] = ['openFiles', 'workspace'];
const SEVERITIES: readonly (Severity | 'off')[] = ['error', 'warning', 'information', 'hint', 'off'];
const TRACES: readonly string[] = ['off', 'messages', 'verbose'];

/** Reads the `nextSurface` section. What is absent or null keeps its default; what is wrong, too, and is told. */
export function parseSettings(section: unknown, ruleIds: readonly string[]): ParsedSettings {
  const problems: string[] = [];
  const top = objectAt(section, SETTINGS_SECTION, problems);
  const diagnostics = objectAt(top['diagnostics'], `${SETTINGS_SECTION}.diagnostics`, problems);
  const scope = oneOf(SCOPES, diagnostics['scope'], `${SETTINGS_SECTION}.diagnostics.scope`, problems);
  const rules: Record<string, Severity | 'off'> = {};
  for (const [id, value] of Object.entries(objectAt(top['rules'], `${SETTINGS_SECTION}.rules`, problems))) {
    if (!ruleIds.includes(id)) {
      problems.push(`\`${SETTINGS_SECTION}.rules\` names \`${id}\`, which is no rule.`);
      continue;
    }
    const severity = oneOf(SEVERITIES, value, `${SETTINGS_SECTION}.rules.${id}`, problems);
    if (severity !== undefined) rules[id] = severity;
  }
  const trace = objectAt(top['trace'], `${SETTINGS_SECTION}.trace`, problems);
  oneOf(TRACES, trace['server'], `${SETTINGS_SECTION}.trace.server`, problems);
  const cors = objectAt(top['cors'], `${SETTINGS_SECTION}.cors`, problems);
  const corsOrigins = originsAt(cors['allowedOrigins'], `${SETTINGS_SECTION}.cors.allowedOrigins`, problems);
  const own = readOwnEntries({ guards: top['guards'], effects: top['effects'] });
  problems.push(...own.problems.map((problem) => `\`${SETTINGS_SECTION}\`: ${problem}`));
  const settings = { scope: scope ?? DEFAULT_SETTINGS.scope, rules, corsOrigins, entries: own.entries };
  return { settings, problems };
}

function objectAt(value: unknown, name: string, problems: string[]): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.push(`\`${name}\` must be an object.`);
    return {};
  }
  return { ...value };
}

function originsAt(value: unknown, name: string, problems: string[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.push(`\`${name}\` must be a list.`);
    return [];
  }
  return value.filter((item: unknown): item is string => {
    if (typeof item === 'string' && ORIGIN.test(item)) return true;
    problems.push(`\`${name}\` has ${JSON.stringify(item)}, but each item must be ${ORIGIN_HINT}.`);
    return false;
  });
}

function oneOf<T extends string>(
  allowed: readonly T[],
  value: unknown,
  name: string,
  problems: string[],
): T | undefined {
  if (value === undefined || value === null) return undefined;
  const match = allowed.find((candidate) => candidate === value);
  if (match === undefined) {
    const names = allowed.map((candidate) => `\`${candidate}\``).join(', ');
    problems.push(`\`${name}\` is ${JSON.stringify(value)}, but must be one of ${names}.`);
  }
  return match;
}
