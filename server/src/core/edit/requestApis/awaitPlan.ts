/** Plans what a file has to await that Next.js hands out as promises since version 15: entries, calls and types together. */
import { nextMajor } from '../../program/nextMajor';
import { type Node } from '../../syntax/ast';
import { isAsyncFunction, isGenerator } from '../../syntax/functions';
import { referencesIn } from '../../syntax/references';
import { type ParsedFile } from '../../syntax/parse';
import { detectFileStyle, type FileStyle } from '../../text/fileStyle';
import { type TextRange } from '../../text/textRange';
import { callsHook, type SyncCall, syncCalls } from './awaitCalls';
import { type EntryPlan, planEntry } from './awaitProps';
import { type EntryFunction, entryFunctions, type RequestContext } from './entryFunctions';

/** What one file needs. */
export interface AwaitPlan {
  readonly entries: readonly EntryPlan[];
  readonly calls: readonly SyncCall[];
  readonly sites: readonly TextRange[];
  readonly labels: readonly string[];
  /** Functions that `use` the promise, since they can't be async. */
  readonly using: ReadonlySet<Node>;
  readonly style: FileStyle;
}

/** The plan for a file; undefined where nothing is to be awaited, and before Next.js 15. */
export function awaitPlan(ctx: RequestContext): AwaitPlan | undefined {
  const app = ctx.program().project.appOf(ctx.path);
  // https://nextjs.org/docs/app/guides/upgrading/version-15#async-request-apis-breaking-change
  if (!app?.appDir || nextMajor(app) < 15) return undefined;
  const file = ctx.syntax();
  const isClient = ctx.file.link.directive === 'use client';
  const found = entryFunctions(ctx);
  const waysOf = (entry: EntryFunction): 'await' | 'use' | undefined => {
    if (isAsyncFunction(entry.node)) return 'await';
    const isComponent = entry.exported === 'default';
    if (isClient || (isComponent && callsHook(entry.node))) return isComponent ? 'use' : undefined;
    return isGenerator(entry.node) ? undefined : 'await';
  };
  const using = new Set<Node>();
  const plans = found.flatMap((entry): readonly EntryPlan[] => {
    const way = waysOf(entry);
    const wait = (value: string): string => (way === 'use' ? `use(${value})` : `await ${value}`);
    const plan = way === undefined ? undefined : planEntry(file, entry, wait);
    if (plan && way === 'use') using.add(entry.node);
    return plan ? [plan] : [];
  });
  const entries = withSharedTypes(file, plans);
  const mayBeAsync = new Set<Node>(
    found.filter((entry) => waysOf(entry) === 'await').map(({ node }) => node),
  );
  const calls = isClient
    ? []
    : syncCalls(file, ctx.file.link.imports).filter(
        ({ owner }) => isAsyncFunction(owner) || mayBeAsync.has(owner),
      );
  if (entries.length === 0 && calls.length === 0) return undefined;
  const heads = [
    ...entries.map(({ entry }) => entry),
    ...found.filter(({ node }) => calls.some(({ owner }) => owner === node)),
  ];
  return {
    entries,
    calls,
    using,
    style: detectFileStyle(file.text),
    labels: [...entries.flatMap(({ labels }) => labels), ...calls.map(({ label }) => label)],
    sites: [
      ...heads.map(({ name, node }) => {
        const start = (name ?? node).getStart(file.tree);
        return { start, end: start };
      }),
      ...entries.flatMap(({ sites }) => sites),
      ...calls.map(({ site }) => site),
    ],
  };
}

/** A type that others use as well, or that an entry needs which could not be planned, must stay: so must all that rests on it. */
function withSharedTypes(file: ParsedFile, plans: readonly EntryPlan[]): readonly EntryPlan[] {
  let kept = plans;
  const mentions = referencesIn(file.tree).filter(({ inType }) => inType);
  for (;;) {
    const parameters = new Set<Node | undefined>(kept.map(({ entry }) => entry.parameter));
    const declarations = new Set(kept.flatMap(({ types }) => [...types]));
    const shared = new Set(
      mentions
        .filter(({ name, ancestors }) => {
          if (!declarations.has(name)) return false;
          const inDeclaration = ancestors.some(
            (node) => 'name' in node && typeof node.name === 'object' && declarations.has(textOf(node.name)),
          );
          return !inDeclaration && !ancestors.some((node) => parameters.has(node));
        })
        .map(({ name }) => name),
    );
    const next = kept.filter(({ types }) => ![...types].some((name) => shared.has(name)));
    if (next.length === kept.length) return kept;
    kept = next;
  }
}

function textOf(name: unknown): string {
  const text = typeof name === 'object' && name !== null && 'text' in name ? name.text : undefined;
  return typeof text === 'string' ? text : '';
}
