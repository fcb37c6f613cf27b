/** Reads the few tokens that imports and directives are made of, because a parser for every file of a workspace is too slow. */

const BACKSLASH = 92;
const SLASH = 47;
const STAR = 42;

/**
 * A forward reader over one text. It never throws and never moves backwards by itself.
 * The text may be UTF-8 that was decoded as latin1: `metNonAscii` then tells that a character outside comments and
 * strings needs `utf8FromLatin1` to be understood.
 */
export class TokenReader {
  readonly text: string;
  /** 0-based UTF-16 offset of the next character. */
  position = 0;
  /** A character above U+007F was read as part of a word or as white space. */
  metNonAscii = false;

  constructor(text: string) {
    this.text = text;
  }

  /** The UTF-16 code of the next character, NaN at the end. */
  peek(): number {
    return this.text.charCodeAt(this.position);
  }

  /** Steps over `character` if it is next. */
  take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  /** True when one of `characters` is next. */
  atAny(characters: string): boolean {
    return this.position < this.text.length && characters.includes(this.text.charAt(this.position));
  }

  /** Skips white space and comments; true when that crossed the end of a line. */
  skipTrivia(): boolean {
    let newline = false;
    for (;;) {
      const code = this.peek();
      if (code === SLASH) {
        const next = this.text.charCodeAt(this.position + 1);
        if (next === SLASH) this.skipLine();
        else if (next === STAR) newline = this.#skipBlockComment() || newline;
        else return newline;
      } else if (isLineBreak(code)) {
        if (code > 127) this.metNonAscii = true;
        newline = true;
        this.position++;
      } else if (isBlank(code)) {
        if (code > 127) this.metNonAscii = true;
        this.position++;
      } else return newline;
    }
  }

  /** Moves to the next line break, or to the end. */
  skipLine(): void {
    while (this.position < this.text.length && !isLineBreak(this.peek())) this.position++;
  }

  /** An identifier or keyword, its escapes resolved; undefined when none is next. */
  word(): string | undefined {
    const start = this.position;
    let escaped = false;
    for (;;) {
      const code = this.peek();
      if (!isWordPart(code)) break;
      if (code > 127) this.metNonAscii = true;
      this.position++;
      if (code !== BACKSLASH) continue;
      escaped = true;
      if (this.text.startsWith('u{', this.position)) this.#skipTo('}');
    }
    if (this.position === start) return undefined;
    const raw = copyOf(this.text.slice(start, this.position));
    return escaped ? cook(raw) : raw;
  }

  /** True when a string literal in single or double quotes is next. */
  atQuote(): boolean {
    const code = this.peek();
    return code === 34 || code === 39;
  }

  /**
   * The cooked value of the string literal that is next, also of a template literal without substitutions;
   * undefined when there is none or it does not end. A value that is latin1-decoded UTF-8 is restored.
   */
  string(): string | undefined {
    const quote = this.peek();
    if (quote !== 34 && quote !== 39 && quote !== 96) return undefined;
    const start = ++this.position;
    let escaped = false;
    let ascii = true;
    for (; this.position < this.text.length; this.position++) {
      const code = this.peek();
      if (code === quote) {
        const raw = copyOf(this.text.slice(start, this.position++));
        const value = escaped ? cook(raw) : raw;
        return ascii ? value : utf8FromLatin1(value);
      }
      if (code > 127) ascii = false;
      if (code === BACKSLASH) {
        escaped = true;
        this.position++;
        if (this.peek() === 13 && this.text.charCodeAt(this.position + 1) === 10) this.position++;
      } else if (quote === 96) {
        if (code === 36 && this.text[this.position + 1] === '{') return undefined;
      } else if (code === 10 || code === 13) return undefined;
    }
    return undefined;
  }

  #skipBlockComment(): boolean {
    let newline = false;
    let star = false;
    this.position += 2;
    for (; this.position < this.text.length; this.position++) {
      const code = this.peek();
      if (star && code === SLASH) {
        this.position++;
        break;
      }
      star = code === STAR;
      newline ||= isLineBreak(code);
    }
    return newline;
  }

  #skipTo(end: string): void {
    const found = this.text.indexOf(end, this.position);
    this.position = found < 0 ? this.text.length : found + end.length;
  }
}

/** True for a character that ends a line in ECMAScript. */
export function isLineBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}

/** True for white space that does not end a line, a byte order mark included. */
export function isBlank(code: number): boolean {
  if (code < 128) return code === 32 || code === 9 || code === 11 || code === 12;
  return (
    code === 0xa0 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** True for a character that can stand in an identifier, the backslash of an escape included. */
export function isWordPart(code: number): boolean {
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 95 ||
      code === 36 ||
      code === BACKSLASH
    );
  }
  return code >= 128 && !isBlank(code) && !isLineBreak(code);
}

/**
 * Restores text that is UTF-8 decoded as latin1; any other text is returned as it is.
 * Text that was decoded correctly hardly ever happens to be valid UTF-8 when its characters are taken for bytes.
 */
export function utf8FromLatin1(text: string): string {
  if (!/[\u0080-\uffff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replace(/[%\u0080-\u00ff]/g, (c) => `%${c.charCodeAt(0).toString(16)}`));
  } catch {
    return text;
  }
}

/** A copy that does not keep the text it was cut from in memory: V8 makes cuts of 13 and more characters views. */
export function copyOf(cut: string): string {
  if (cut.length < 13 || cut.length > 10_000) return cut;
  const codes: number[] = [];
  for (let i = 0; i < cut.length; i++) codes.push(cut.charCodeAt(i));
  return String.fromCharCode(...codes);
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Resolves the escapes of a string literal's or identifier's source text. */
function cook(raw: string): string {
  return raw.replace(
    /\\(?:u\{([0-9a-f]{1,8})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([0-3]?[0-7]{1,2})|(\r\n|[\s\S]))/gi,
    (
      whole: string,
      braced: string | undefined,
      four: string | undefined,
      two: string | undefined,
      octal: string | undefined,
      other: string | undefined,
    ) => {
      const code = octal === undefined ? parseInt(braced ?? four ?? two ?? '', 16) : parseInt(octal, 8);
      if (!Number.isNaN(code)) return code > 0x10ffff ? whole : String.fromCodePoint(code);
      if (other === undefined || isLineBreak(other.charCodeAt(0))) return '';
      return SIMPLE_ESCAPES[other] ?? other;
    },
  );
}
