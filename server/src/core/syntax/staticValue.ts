/** What a value is that was read from code without running it. */

/**
 * A value as far as it could be read: plain JSON where it is certain, `unknown` where it is not.
 * An unknown item of an array stands for any number of items. An `open` object may have more keys than its entries;
 * one that came out of a plug-in's wrapper may also have longer lists.
 */
export type StaticValue =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'array'; readonly items: readonly StaticValue[] }
  | {
      readonly kind: 'object';
      readonly entries: Readonly<Record<string, StaticValue>>;
      readonly open: boolean;
    }
  | { readonly kind: 'unknown' };
