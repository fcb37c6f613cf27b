/** Reads a module's own directive from its first statements, without parsing the rest. */
import { TokenReader } from './moduleTokens';

/** The directives that make a module something else to Next.js. */
export type ModuleDirective = 'client' | 'server' | 'cache';

/**
 * The first directive of the module's prologue that counts, or undefined.
 * As the compiler does, it goes by the cooked value of string statements in quotes; comments and other string
 * statements may come before, and a template literal or a string in parentheses ends the prologue.
 * https://nextjs.org/docs/app/api-reference/directives
 */
export function moduleDirective(text: string): ModuleDirective | undefined {
  const reader = new TokenReader(text);
  // A byte order mark, or its three bytes where the text was decoded as latin1.
  if (text.startsWith('\u00ef\u00bb\u00bf')) reader.position = 3;
  else if (text.startsWith('\ufeff')) reader.position = 1;
  if (text.startsWith('#!', reader.position)) reader.skipLine();
  for (;;) {
    reader.skipTrivia();
    if (!reader.atQuote()) return undefined;
    const value = reader.string();
    if (value === undefined || !endsStatement(reader)) return undefined;
    const directive = directiveOf(value);
    if (directive !== undefined) return directive;
  }
}

/** The directive that a cooked string value is; a cache directive may name its kind after a colon and one blank. */
function directiveOf(value: string): ModuleDirective | undefined {
  if (value === 'use client') return 'client';
  if (value === 'use server') return 'server';
  return value === 'use cache' || value.startsWith('use cache: ') ? 'cache' : undefined;
}

/** Steps over the end of a statement that is a string; false when the string is only the start of an expression. */
function endsStatement(reader: TokenReader): boolean {
  const newline = reader.skipTrivia();
  if (reader.take(';')) return true;
  const start = reader.position;
  const word = reader.word();
  if (word !== undefined) {
    reader.position = start;
    if (word === 'in' || word === 'instanceof') return false;
    return newline || (word !== 'as' && word !== 'satisfies');
  }
  const next = reader.text.slice(start, start + 2);
  if (next === '++' || next === '--') return newline;
  if (next.startsWith('!') && next !== '!=') return newline;
  return !/^[([`.,+\-*/%&|^<>=?:!)\]]/.test(next);
}
