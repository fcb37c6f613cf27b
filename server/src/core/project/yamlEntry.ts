/** Looks single entries up in the block-style YAML of package managers, whose lockfiles are too large to parse whole. */

/** What stands behind a key: a scalar on its line, and the lines below it that are indented more. */
export interface YamlEntry {
  /** Without quotes and comment; '' where there is none. */
  readonly value: string;
  readonly block: string;
}

/** The entry of `key` in the outermost mapping of `text`; flow style (`{ a: b }`) and anchors are not read. */
export function yamlEntry(text: string, key: string): YamlEntry | undefined {
  const indent = /^( *)[^\s#]/m.exec(text)?.[1]?.length ?? 0;
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const header = new RegExp(`^ {${indent}}(['"]?)${escaped}\\1:(?:[ \\t]+(.*))?$`, 'm').exec(text);
  if (!header) return undefined;
  const rest = text.slice(header.index + header[0].length);
  const end = rest.search(new RegExp(`^ {0,${indent}}[^\\s#]`, 'm'));
  return { value: scalar(header[2] ?? ''), block: end < 0 ? rest : rest.slice(0, end) };
}

function scalar(text: string): string {
  const quoted = /^(['"])(.*?)\1/.exec(text);
  return quoted ? (quoted[2] ?? '') : text.replace(/(?:^|\s)#.*$/, '').trim();
}
