/** What a quick look at a file's text tells without parsing it: its directives and its imports. */

/** One module specifier of a file, as the text has it. */
export interface ScannedImport {
  readonly specifier: string;
  /** `export … from` as opposed to `import … from`. */
  readonly reexport: boolean;
  /** `import type`/`export type`, or a clause whose every binding is marked `type`: erased, no edge at run time. */
  readonly typeOnly: boolean;
  /** `import('x')` or `require('x')`. */
  readonly dynamic: boolean;
  /**
   * Imported names (`default`, `*` for a namespace import or `export *`, else the exported name before `as`);
   * empty for `import 'x'`, dynamic imports (all names) and where the clause could not be read.
   */
  readonly names: readonly string[];
}

/** The quick facts of one module. */
export interface ModuleScan {
  /** The text has `use server` somewhere (also `'use\u0020server'`): it may hold actions and must be parsed to know. */
  readonly mentionsUseServer: boolean;
  /** The module's own directive prologue: `use client`, `use server`, `use cache…`, or none. The first that counts. */
  readonly directive: 'client' | 'server' | 'cache' | undefined;
  readonly imports: readonly ScannedImport[];
}
