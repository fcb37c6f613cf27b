/** The behavior of a file's functions as plain data: structured code without syntax nodes and without positions. */

/** Names a function within its file by its place in the nesting: `POST`, `POST>0`, `withAuth>0>run`. */
export type FunctionId = string;

/** A place of a function's code: its number within that function. The fact id is `at:<function id>:<number>`. */
export type PlaceNumber = number;

/** A key of an object or a pattern: written out, or computed. */
export type Key = string | Expr;

export type Expr =
  | { readonly k: 'lit'; readonly v: string | number | boolean | null }
  | { readonly k: 'undef' }
  | { readonly k: 'tmpl'; readonly q: readonly string[]; readonly e: readonly Expr[] }
  | { readonly k: 're'; readonly s: string; readonly f: string }
  /** A name of the function `up` levels above the code's own function. */
  | { readonly k: 'loc'; readonly n: string; readonly up: number }
  /** A binding or import of the module. */
  | { readonly k: 'mod'; readonly n: string }
  | { readonly k: 'glob'; readonly n: string }
  | { readonly k: 'this' }
  | { readonly k: 'super' }
  | { readonly k: 'mem'; readonly o: Expr; readonly n: string; readonly opt?: true }
  | { readonly k: 'idx'; readonly o: Expr; readonly i: Expr; readonly opt?: true }
  | {
      readonly k: 'call' | 'new';
      readonly f: Expr;
      readonly a: readonly Expr[];
      readonly p: PlaceNumber;
      readonly opt?: true;
      /** The statement drops the result without awaiting it. */
      readonly loose?: true;
    }
  | {
      readonly k: 'tag';
      readonly f: Expr;
      readonly q: readonly string[];
      readonly e: readonly Expr[];
      readonly p: PlaceNumber;
    }
  | { readonly k: 'spread'; readonly e: Expr }
  | { readonly k: 'obj'; readonly m: readonly Member[] }
  | { readonly k: 'arr'; readonly i: readonly Expr[] }
  | { readonly k: 'fn'; readonly id: FunctionId }
  | { readonly k: 'cls'; readonly c: ClassIr }
  | { readonly k: 'cond'; readonly c: Expr; readonly t: Expr; readonly f: Expr; readonly p: PlaceNumber }
  | { readonly k: 'and' | 'or' | 'nn'; readonly l: Expr; readonly r: Expr; readonly p: PlaceNumber }
  | { readonly k: 'not'; readonly e: Expr }
  | { readonly k: 'typeof'; readonly e: Expr }
  | { readonly k: 'un'; readonly e: Expr }
  /** Comparisons for equality have a place. */
  | { readonly k: 'bin'; readonly op: string; readonly l: Expr; readonly r: Expr; readonly p?: PlaceNumber }
  | {
      readonly k: 'set';
      readonly t: Pattern;
      readonly e: Expr;
      /** `count`: `++` and `--`, which have no right side. */
      readonly op?: '+' | '|' | '&&' | '||' | '??' | 'count' | 'other';
      readonly p: PlaceNumber;
    }
  | { readonly k: 'await'; readonly e: Expr }
  /** `default`: the whole of a CommonJS package, `require('…')`. */
  | { readonly k: 'import'; readonly s: string; readonly default?: true }
  | { readonly k: 'seq'; readonly e: readonly Expr[] }
  /** Code whose value can't be told: JSX and the like. Its parts are evaluated. */
  | { readonly k: 'any'; readonly e: readonly Expr[] };

/** An entry of an object literal. */
export type Member =
  | { readonly n: Key; readonly e: Expr }
  | { readonly spread: Expr }
  | { readonly get: string; readonly id: FunctionId };

export type Pattern =
  | { readonly k: 'name'; readonly n: string; readonly up: number }
  | { readonly k: 'global'; readonly n: string }
  | {
      readonly k: 'props';
      readonly m: readonly { readonly n: Key; readonly p: Pattern }[];
      readonly rest?: Pattern;
    }
  | { readonly k: 'items'; readonly i: readonly (Pattern | null)[]; readonly rest?: Pattern }
  | { readonly k: 'default'; readonly p: Pattern; readonly d: Expr }
  | { readonly k: 'member'; readonly e: Expr };

export type Stmt =
  | { readonly k: 'do'; readonly e: Expr }
  | { readonly k: 'let'; readonly t: Pattern; readonly e?: Expr; readonly p: PlaceNumber }
  | { readonly k: 'return'; readonly e?: Expr; readonly p: PlaceNumber }
  | { readonly k: 'throw'; readonly e: Expr; readonly p: PlaceNumber }
  | {
      readonly k: 'if';
      readonly c: Expr;
      readonly t: readonly Stmt[];
      readonly f?: readonly Stmt[];
      readonly p: PlaceNumber;
    }
  | { readonly k: 'switch'; readonly e: Expr; readonly c: readonly Case[]; readonly p: PlaceNumber }
  | {
      readonly k: 'of';
      readonly t: Pattern;
      readonly e: Expr;
      readonly b: readonly Stmt[];
      readonly keys?: true;
      readonly p: PlaceNumber;
    }
  | {
      readonly k: 'loop';
      readonly c?: Expr;
      readonly u?: Expr;
      readonly b: readonly Stmt[];
      readonly once?: true;
      readonly p: PlaceNumber;
    }
  | {
      readonly k: 'try';
      readonly b: readonly Stmt[];
      readonly catch?: { readonly t?: Pattern; readonly b: readonly Stmt[] };
      readonly finally?: readonly Stmt[];
    }
  | { readonly k: 'break' | 'continue'; readonly label?: string }
  | { readonly k: 'label'; readonly label: string; readonly b: readonly Stmt[] }
  | { readonly k: 'block'; readonly b: readonly Stmt[] }
  | { readonly k: 'class'; readonly n: string; readonly c: ClassIr };

/** A case of a switch; without a test it is the default. */
export interface Case {
  readonly test?: Expr;
  readonly b: readonly Stmt[];
}

export interface ClassIr {
  readonly name?: string;
  readonly extends?: Expr;
  readonly constructorId?: FunctionId;
  readonly methods: readonly {
    readonly n: string;
    readonly id: FunctionId;
    readonly static?: true;
    readonly get?: true;
  }[];
  readonly fields: readonly { readonly n: string; readonly e?: Expr; readonly static?: true }[];
}

/** One function. */
export interface FunctionIr {
  readonly id: FunctionId;
  /** What a reader would call it. */
  readonly name?: string;
  readonly params: readonly Pattern[];
  readonly rest?: Pattern;
  readonly async?: true;
  /** An arrow has the `this` of the function around it. */
  readonly arrow?: true;
  readonly directive?: 'use server' | 'use cache' | 'use cache: private';
  /** Functions declared in its body are there before the first statement runs. */
  readonly hoisted: readonly { readonly n: string; readonly id: FunctionId }[];
  readonly body: readonly Stmt[];
}

/** What a module's name stands for. */
export type BindingIr =
  | { readonly k: 'function'; readonly id: FunctionId }
  | { readonly k: 'class'; readonly c: ClassIr }
  /** Bound by the module's initialiser with this number. */
  | { readonly k: 'init'; readonly i: number }
  /** A `let` that top-level code assigns: any of these initialisers. */
  | { readonly k: 'assigned'; readonly i: readonly number[] }
  | { readonly k: 'import'; readonly specifier: string; readonly imported: string }
  | { readonly k: 'enum'; readonly m: Readonly<Record<string, string | number | null>> };

/** `const PATTERN = EXPRESSION` at the top level; `mutable` for `let` and `var`, `when` for what an assignment waits for. */
export interface InitIr {
  readonly t: Pattern;
  readonly e?: Expr;
  readonly when?: readonly Expr[];
  readonly mutable?: true;
}

/** What an exported name stands for. */
export type ExportIr =
  | { readonly k: 'local'; readonly n: string }
  | { readonly k: 'from'; readonly specifier: string; readonly imported: string };

/** The behavior of one file. Plain JSON; `key` of a function or initialiser changes exactly when its code does. */
export interface ModuleBehavior {
  readonly functions: Readonly<Record<FunctionId, FunctionIr>>;
  readonly bindings: Readonly<Record<string, BindingIr>>;
  readonly inits: readonly InitIr[];
  readonly exports: Readonly<Record<string, ExportIr>>;
  readonly stars: readonly string[];
  /** Functions with their own `'use server'`, in source order: the n-th is the file's fact `inline:n`. */
  readonly inlineActions: readonly FunctionId[];
  /** `@public <reason>` of functions and exported names, by name; of inline actions by `inline:N`. */
  readonly declaredPublic: Readonly<Record<string, string>>;
}

/** The module's own code has this id. */
export const MODULE_CODE: FunctionId = '';
