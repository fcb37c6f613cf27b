/** Looks up what a library call does: entries are compiled once into patterns by import specifier. */
import { type CallRule, type CatalogueEntry } from './entry';

/** A rule that matched, with the entry it belongs to. */
export interface CatalogueMatch {
  readonly entry: CatalogueEntry;
  readonly rule: CallRule;
}

/** The entries in a form that answers quickly. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[];
  /**
   * The rules for a callee, in order: `specifier` as written in the import, `path` in the notation of `CallRule.call`.
   * Conditions (`when`) are the caller's to test.
   */
  find(specifier: string, path: string): readonly CatalogueMatch[];
  /** True when some entry speaks for the specifier at all. */
  knows(specifier: string): boolean;
  /** True when some entry tells more of it than whom it lets in, so that what it changes would be told as well. */
  knowsWrites(specifier: string): boolean;
}

interface Compiled {
  readonly match: CatalogueMatch;
  readonly segments: readonly string[];
}

/** What is known of one specifier, and the answers given so far, by the callee's path. */
interface Package {
  readonly isKnown: boolean;
  readonly rules: readonly Compiled[];
  readonly answers: Map<string, readonly CatalogueMatch[]>;
}

/** Compiles entries; of two that match the same callee the earlier one wins. */
export function createCatalogue(entries: readonly CatalogueEntry[]): Catalogue {
  const exact = new Map<string, Compiled[]>();
  const open: { readonly fits: (specifier: string) => boolean; readonly rules: Compiled[] }[] = [];
  for (const entry of entries) {
    const rules = entry.rules.map((rule) => ({ match: { entry, rule }, segments: segmentsOf(rule.call) }));
    for (const specifier of entry.imports) {
      if (specifier.includes('*')) open.push({ fits: specifierTest(specifier), rules });
      else exact.set(specifier, [...(exact.get(specifier) ?? []), ...rules]);
    }
  }
  const bySpecifier = new Map<string, Package>();
  const packageOf = (specifier: string): Package => {
    let known = bySpecifier.get(specifier);
    if (!known) {
      const fitting = open.filter((each) => each.fits(specifier));
      const own = exact.get(specifier);
      const rules = [...(own ?? []), ...fitting.flatMap((each) => each.rules)];
      known = { isKnown: own !== undefined || fitting.length > 0, rules, answers: new Map() };
      bySpecifier.set(specifier, known);
    }
    return known;
  };
  return {
    entries,
    knows: (specifier) => packageOf(specifier).isKnown,
    knowsWrites: (specifier) => packageOf(specifier).rules.some(({ match }) => isMore(match.rule)),
    find(specifier, path) {
      const { rules, answers } = packageOf(specifier);
      if (rules.length === 0) return NONE;
      let found = answers.get(path);
      if (!found) {
        const segments = segmentsOf(path);
        // A default import of a CommonJS or namespace-like module: `jwt.verify` is written `default.verify`.
        const asNamespace = withoutDefault(segments);
        found = rules
          .filter(
            (rule) =>
              fits(rule.segments, 0, segments, 0) ||
              (asNamespace !== undefined && fits(rule.segments, 0, asNamespace, 0)),
          )
          .map((rule) => rule.match);
        answers.set(path, found);
      }
      return found;
    },
  };
}

/** More than that a message's signature holds, or that what comes back is a secret. */
function isMore({ behavior }: CallRule): boolean {
  if (behavior.role === 'asserts') return behavior.kind !== 'signature';
  return behavior.role !== 'secret';
}

/** `default.a.b` → `a.b`, `new default.A()` → `new A()`. */
function withoutDefault(segments: readonly string[]): readonly string[] | undefined {
  const [first, second] = segments;
  if (second === undefined || second === '()') return undefined;
  if (first === 'default') return segments.slice(1);
  return first === 'new default' ? [`new ${second}`, ...segments.slice(2)] : undefined;
}

const NONE: readonly CatalogueMatch[] = [];

/** `a/*` is any specifier that begins with `a/`, `*` + `/a` any that ends in it, with both stars any that contains it. */
function specifierTest(pattern: string): (specifier: string) => boolean {
  const start = pattern.startsWith('*') ? 1 : 0;
  const text = pattern.slice(start, pattern.endsWith('*') ? -1 : undefined);
  if (start === 0) return (specifier) => specifier.startsWith(text);
  return pattern.endsWith('*')
    ? (specifier) => specifier.includes(text)
    : (specifier) => specifier.endsWith(text);
}

/** `new A().b().c` → `new A`, `()`, `b`, `()`, `c`. */
function segmentsOf(path: string): readonly string[] {
  return path
    .replaceAll('()', '.()')
    .split('.')
    .filter((segment) => segment !== '');
}

function fits(pattern: readonly string[], p: number, path: readonly string[], i: number): boolean {
  const segment = pattern[p];
  if (segment === undefined) return i === path.length;
  if (segment === '**') {
    for (let next = i; next <= path.length; next++) if (fits(pattern, p + 1, path, next)) return true;
    return false;
  }
  const own = path[i];
  if (own === undefined) return false;
  const same = segment === own || (segment === '*' && own !== '()');
  return same && fits(pattern, p + 1, path, i + 1);
}
