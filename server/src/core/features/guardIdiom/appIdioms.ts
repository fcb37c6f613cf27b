/** Chooses among the ways in which an app can be guarded: its own, most used first, then its libraries', then a placeholder. */
import { type App } from '../../project/project';
import {
  type GuardForm,
  type GuardIdiom,
  type GuardImport,
  type GuardPlace,
  type GuardRejection,
} from './guardIdiom';
import { type IdiomSource, mostFrequent } from './idiomSource';
import { libraryIdioms } from './libraryIdioms';
import { DEFAULT_REJECTION, PLACEHOLDER } from './libraryTable';
import { type Parameter, type Sighting, sightingsOf } from './ownIdioms';

/**
 * How a guard of `place` can be written in the app, best first; never empty: the last one is a placeholder that names a
 * helper which the app does not have. Guards that only some roles pass are left to `roleIdioms`.
 */
export function guardIdioms(source: IdiomSource, app: App, place: GuardPlace): readonly GuardIdiom[] {
  const own = ownIdioms(source, app, place).filter(({ kind }) => kind !== 'role');
  const fitting = own.filter(({ actionOnly }) => place === 'action' || !actionOnly);
  const others = own.filter((idiom) => !fitting.includes(idiom));
  const libraries = libraryIdioms(source, app, place);
  return [...fitting, ...libraries, ...others, PLACEHOLDER];
}

/** The app's own guards that only some signed-in callers pass (administrators, owners), most used first; empty where it has none. */
export function roleIdioms(source: IdiomSource, app: App, place: GuardPlace): readonly GuardIdiom[] {
  return ownIdioms(source, app, place).filter(({ kind }) => kind === 'role');
}

function ownIdioms(source: IdiomSource, app: App, place: GuardPlace): readonly GuardIdiom[] {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightingsOf(source, app)) {
    const group = groups.get(sighting.group);
    if (group) group.push(sighting);
    else groups.set(sighting.group, [sighting]);
  }
  const found: (GuardIdiom & { readonly here: number })[] = [];
  for (const group of groups.values()) {
    if (!isHelper(group)) continue;
    const here = group.filter((sighting) => sighting.place === place);
    const chosen = here.length > 0 ? here : group.filter(fitsElsewhere);
    const typical = typicalOf(chosen);
    if (typical) found.push({ ...idiomOf(typical, group, place), here: here.length });
  }
  const order = (a: (typeof found)[number], b: (typeof found)[number]): number =>
    b.here - a.here ||
    b.uses - a.uses ||
    FORMS.indexOf(a.form) - FORMS.indexOf(b.form) ||
    a.label.length - b.label.length ||
    (a.label < b.label ? -1 : 1);
  found.sort(order);
  return found.map(({ here: _here, ...idiom }) => idiom);
}

/** Of forms that are used equally often, the plainer one. */
const FORMS: readonly GuardForm[] = ['assert', 'check', 'wrap', 'builder'];

const GUARD_NAME =
  /auth|sess|user|require|ensure|assert|verif|valid|protect|check|guard|current|log(?:ged)?in|sign|member|token|key|viewer/i;
const ROLE_NAME = /admin|owner|role|permission|super|staff|moderator/i;

/** Loading data that only its owner may have guards too, but an endpoint that loads something else needs another guard. */
function isHelper(group: readonly Sighting[]): boolean {
  const [first] = group;
  return first !== undefined && (group.length > 1 || GUARD_NAME.test(first.label));
}

/** Wrappers are made for handlers or for actions; what reads the request is a handler's. */
function fitsElsewhere({ form, statements, condition }: Sighting): boolean {
  if (form === 'wrap' || form === 'builder') return false;
  return ![...statements, condition ?? ''].some((code) => code.includes('\u0001'));
}

/** The sighting that most of the others are written like. */
function typicalOf(group: readonly Sighting[]): Sighting | undefined {
  const counts = new Map<string, number>();
  for (const sighting of group) counts.set(codeOf(sighting), (counts.get(codeOf(sighting)) ?? 0) + 1);
  const best = mostFrequent(counts);
  return group.find((sighting) => codeOf(sighting) === best);
}

function codeOf({ statements, condition, wrapper }: Sighting): string {
  return JSON.stringify([statements, condition, wrapper?.before, wrapper?.after]);
}

function idiomOf(typical: Sighting, group: readonly Sighting[], place: GuardPlace): GuardIdiom {
  const { form, label, statements, condition, identity, wrapper } = typical;
  const route = rejectionOf(group, 'route');
  const action = rejectionOf(group, 'action');
  const rejection: GuardRejection = {
    route: route?.code ?? DEFAULT_REJECTION.route,
    action: action?.code ?? DEFAULT_REJECTION.action,
  };
  const rejecting = (place === 'route' ? route : action)?.imports ?? [];
  const code = [...statements, condition, rejection[place], wrapper?.before, wrapper?.after].join('\n');
  return {
    source: 'app',
    form,
    // Where some endpoints ask for no more than a session, the helper does not either.
    kind: ROLE_NAME.test(label) ? 'role' : (group.find(({ kind }) => kind !== 'role')?.kind ?? typical.kind),
    label,
    imports: merged(typical.imports, form === 'check' ? rejecting : []),
    statements,
    condition,
    rejection,
    identity,
    wrapper: wrapper && { ...wrapper, parameters: parametersOf(group) },
    usesRequest: code.includes('\u0001'),
    uses: group.length,
    actionOnly: form === 'assert' && !group.some((sighting) => sighting.place === 'route'),
  };
}

/** The parameters that most of the group's functions have; of objects, the properties that at least half of them take. */
function parametersOf(group: readonly Sighting[]): readonly string[] {
  const lists = group.flatMap(({ wrapper }) => (wrapper ? [wrapper.parameters] : []));
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const parameters: string[] = [];
  for (let at = 0; at < longest; at++) {
    const here = lists.map((list) => list[at]).filter((parameter) => parameter !== undefined);
    if (here.length * 2 < lists.length) break;
    parameters.push(typicalParameter(here));
  }
  return parameters;
}

function typicalParameter(parameters: readonly Parameter[]): string {
  const names = new Map<string, number>();
  const keys = new Map<string, number>();
  for (const parameter of parameters) {
    if ('name' in parameter) {
      const name = parameter.name.replace(/^_(?=\w)/, '');
      names.set(name, (names.get(name) ?? 0) + 1);
    } else for (const key of parameter.keys) keys.set(key, (keys.get(key) ?? 0) + 1);
  }
  const name = mostFrequent(names);
  const taken = parameters.filter((parameter) => 'keys' in parameter).length;
  if (name !== undefined && (names.get(name) ?? 0) >= taken) return name;
  const common = [...keys].filter(([, count]) => count * 2 >= taken).map(([key]) => key);
  return common.length === 0 ? '{}' : `{ ${common.join(', ')} }`;
}

/** How most of the group turn a caller away in that place. */
function rejectionOf(group: readonly Sighting[], place: GuardPlace): Sighting['rejection'] {
  const counts = new Map<string, number>();
  const here = group.filter((sighting) => sighting.place === place && fitsPlace(sighting, place));
  for (const { rejection } of here) {
    if (rejection) counts.set(rejection.code, (counts.get(rejection.code) ?? 0) + 1);
  }
  const best = mostFrequent(counts);
  return here.find(({ rejection }) => rejection?.code === best)?.rejection;
}

/** What a handler throws, something around it turns into an answer: another handler need not have that. */
function fitsPlace({ rejection }: Sighting, place: GuardPlace): boolean {
  return place === 'action' || (rejection?.code.startsWith('return ') ?? false);
}

function merged(first: readonly GuardImport[], second: readonly GuardImport[]): readonly GuardImport[] {
  return [...first, ...second.filter(({ local }) => !first.some((own) => own.local === local))];
}
