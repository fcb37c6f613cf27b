/** Reads the workspace's JSON files, which people write by hand and leave half-typed. */
import { parse as parseTolerant } from 'jsonc-parser';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Parses JSON with comments and trailing commas; broken text gives what could be read, or undefined. */
export function readJson(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    // JSON.parse is many times faster and nearly always enough; its result is JSON by definition.
    return JSON.parse(body) as Json;
  } catch {
    // jsonc-parser's result is `any`; it holds nothing but JSON.
    return parseTolerant(body, [], { allowTrailingComma: true }) as Json | undefined;
  }
}

/** The value as an object, or an empty one where it is something else. */
export function asObject(value: Json | undefined): JsonObject {
  // The checks leave nothing but an object; TypeScript can't subtract readonly arrays by itself.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The value as a string, or undefined where it is something else. */
export function asString(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The strings of an array, or of a single string; other values are left out. */
export function asStrings(value: Json | undefined): readonly string[] {
  const items: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}

/** The entries of an object whose values are strings. */
export function stringEntries(value: Json | undefined): readonly (readonly [string, string])[] {
  return Object.entries(asObject(value)).flatMap(([key, item]) =>
    typeof item === 'string' ? [[key, item] as const] : [],
  );
}
