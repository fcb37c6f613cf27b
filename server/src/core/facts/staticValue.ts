/** Values that were read from code without running it. */

/** A value as far as it could be read: plain JSON where it is certain, `unknown` where it is not. */
export type StaticValue =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'array'; readonly items: readonly StaticValue[] }
  | { readonly kind: 'object'; readonly entries: Readonly<Record<string, StaticValue>>; readonly open: boolean }
  | { readonly kind: 'unknown' };
