/** The facts of one parsed file: plain data that outlives the tree, split into what links files and where it stands. */
import { type StaticValue } from './staticValue';
import { type TextRange } from '../text/textRange';
import { type Mistake } from './mistakes';
import { type SuppressionFact } from './suppressions';

/** Names a place of a file without saying where it is: `export:GET`, `inline:0`, `directive`, `import:2`. */
export type FactId = string;

/** The directive that opens a module or a function. */
export type Directive = 'use server' | 'use client' | 'use cache';

/** One binding of an import declaration. `imported` is '*' for a namespace import. */
export interface ImportFact {
  readonly local: string;
  readonly imported: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** The shape of a function, as far as Next.js cares. */
export interface FunctionShape {
  readonly kind: 'function';
  readonly form: 'declaration' | 'expression' | 'arrow' | 'method';
  readonly async: boolean;
  readonly generator: boolean;
  /** Declared parameters without a TypeScript `this`; a rest parameter is not counted. */
  readonly parameters: number;
  readonly rest: boolean;
  /** Directive of the function's own body. */
  readonly directive: Directive | undefined;
}

/** What an export evaluates to, as far as its own file tells. */
export type ExportedValue =
  | FunctionShape
  /** The result of a call: `wrap(async () => {})`, `client.action(fn)`. `callee` is its source text in dotted form where it is that simple. */
  | { readonly kind: 'call'; readonly callee: string | undefined }
  /** One name of a destructuring pattern. */
  | { readonly kind: 'destructured' }
  /** A binding that this file imports: follow it. `imported` is '*' for a namespace object. */
  | { readonly kind: 'import'; readonly specifier: string; readonly imported: string }
  /** `export … from`: this file only passes it on. `imported` is '*' for `export * as ns from`. */
  | { readonly kind: 'reexport'; readonly specifier: string; readonly imported: string }
  | { readonly kind: 'class' }
  | { readonly kind: 'enum' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'literal' }
  /** Certainly no function, though the compiler lets it pass: an object, array, template, `new X()`, nothing at all. */
  | { readonly kind: 'value' }
  /** A conditional, a cast, a member … : only running it would tell. */
  | { readonly kind: 'other' };

/** One exported name that exists at run time. Types, interfaces and `declare`d names are left out. */
export interface ExportFact {
  readonly name: string;
  readonly value: ExportedValue;
  /** The file's own name for it, where the export names one: `f` in `export { f as g }`, `export default f`. */
  readonly local?: string;
  /** How the name is exported: `export const f`, `export { f }`, `export default …`, `module.exports = { f }`. */
  readonly form: 'declaration' | 'specifier' | 'default' | 'commonjs';
}

/** A function whose own directive prologue has `'use server'`. */
export interface InlineActionFact {
  /** Its place among the file's inline actions, in source order; the fact id is `inline:<index>`. */
  readonly index: number;
  /** The number in the name that the compiler gives it, `$$RSC_SERVER_ACTION_<order>`; cached functions are counted too. */
  readonly order: number;
  /** The function's name, `jsx:PROP` where it is a JSX prop's value, else `anonymous`. */
  readonly name: string;
  readonly shape: FunctionShape;
  /** The exported name under which a `'use server'` file (or any file) exports this very function, if it does. */
  readonly exportedAs: string | undefined;
  /** The variable or class that holds it together with others, where one does: `actions` of `actions.save`. */
  readonly container: string | undefined;
  /** The member of `container` that it is; undefined for what has none, such as an item of an array. */
  readonly member: string | undefined;
  /** It is written right where a JSX prop takes it, so that the prop's component receives it. */
  readonly passed: boolean;
  /** Why Next.js would not make an action of it, where that is certain. */
  readonly invalid: 'instance-method' | 'accessor' | 'not-async' | undefined;
  /** It reads names of an enclosing function scope: they travel with the form as encrypted values. */
  readonly captures: boolean;
}

/** `export *` of another module. */
export interface StarExportFact {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Everything that other files may ask about a file. Holds no positions, so an edit inside a body leaves it equal. */
export interface LinkFacts {
  /** The directive of the module's prologue; the first of them where there are several. */
  readonly directive: Directive | undefined;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly starExports: readonly StarExportFact[];
  readonly inlineActions: readonly InlineActionFact[];
  /** `export const dynamic = …` and its like, by name (only the names that Next.js knows). */
  readonly segmentConfig: Readonly<Record<string, StaticValue>>;
}

/**
 * Places by fact id: `directive`; `export:NAME` = the declaration's name that the export resolves to in this file, else the
 * export itself; `exportStatement:NAME`; `star:N`; `inline:N` = the function's name or its first token; `segment:NAME`.
 */
export interface FileFacts {
  readonly link: LinkFacts;
  readonly ranges: Readonly<Record<FactId, TextRange>>;
  /** What the compiler rejects by syntax alone. */
  readonly mistakes: readonly Mistake[];
  /** The comments that switch rules off. */
  readonly suppressions: readonly SuppressionFact[];
}

/** A string that is equal exactly when two files link alike. */
export function linkKey(facts: FileFacts): string {
  return JSON.stringify(facts.link);
}
