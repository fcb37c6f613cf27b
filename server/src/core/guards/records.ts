/** Tells what a store holds by what it is called: who reads of people is no visitor of public content. */
import { type Atom, constantOf, type Value } from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** What a table, collection, model or document is asked for by, right before what is done with it. */
const ASKED_BY_NAME = /\.(?:collection|from|model|selectFrom|doc)\(\)$/;

/** True for `db.collection('users')` and `.doc(id)`, whose name its members are to keep, and for `new Post(data).save`, which stores the data. */
export function keepsGiven({ name }: Library, member: string): boolean {
  return ASKED_BY_NAME.test(name) || (member === 'save' && NEW.test(name));
}

/** `new Post(data).save()` makes what it was made of, as `Post.create(data)` does. */
export function createdBy(atom: Library, args: readonly Value[]): readonly Value[] | undefined {
  return args.length === 0 && NEW_SAVED.test(atom.name) ? atom.given : undefined;
}

const NEW_SAVED = /^new .*\(\)\.save$/;
const NEW = /^new .*\(\)$/;

/**
 * The name that a store is declared with, asked for by or kept under in the environment: `db.insert(table)`,
 * `.from('orders').select()`, `list(process.env.ORDERS)`.
 */
export function storeOf(atom: Library, args: readonly Value[]): { readonly store?: string } {
  const [table] = args[0] ?? [];
  const asked = table?.k === 'lib' ? table.given[0] : atom.given[0];
  const name = (asked && constantOf(asked)?.v) ?? args.map(variableOf).join(' ').trim();
  return typeof name === 'string' && name !== '' ? { store: name } : {};
}

/** The variable of the environment that a value was read from. */
function variableOf([only]: Value): string {
  return only?.k === 'unknown' && only.text?.startsWith('$') ? only.text : '';
}

/** True for a reading of records about people, or of what passed between them and the app; how many there are is no such. */
export function isOfPeople(label: string, store = ''): boolean {
  const parts = label.split('.');
  const method = parts.at(-1) ?? '';
  if (COUNTS.test(method)) return false;
  return [store, ...parts.slice(0, -1)].some((name) => wordsOf(name).some((word) => PEOPLE.has(word)));
}

const COUNTS = /^(?:\$?count|aggregate|groupBy|estimatedDocumentCount|sum|avg)/i;

/** `newsletterSubscribers` → `newsletter`, `subscriber`; a call, such as `orderBy()`, names nothing. */
function wordsOf(name: string): readonly string[] {
  if (name.endsWith(')')) return [];
  return name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => word.replace(/s$/, ''));
}

const PEOPLE: ReadonlySet<string> = new Set(
  'user account customer patient employee student subscriber lead appointment booking reservation order invoice payment payout transaction subscription session token secret credential password submission message conversation'.split(
    ' ',
  ),
);
