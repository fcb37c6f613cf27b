/** Writes Markdown in which names from the workspace stay text, so that none becomes a link or an image. */

/** Text as code. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replace(/\s+/g, ' ')}${padding}${fence}`;
}

/** Text with code between single backticks, which stays code; no other markup in it counts. */
export function proseWithCode(text: string): string {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? codeSpan(part) : escapeMarkdown(part)))
    .join('');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_{}[\]()#+!<>|~]/g, '\\$&');
}
