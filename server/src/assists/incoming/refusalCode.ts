/** Writes how a route turns a request away, as the file's other answers are made. */

/** The expression for an answer with a message and a status; `text` is the file's, which shows what it uses. */
export function refusalCode(text: string, message: string, status: number): string {
  const init = `{ status: ${status} }`;
  const form = refusingForm(text);
  if (form?.endsWith('.json') === true) return `${form}({ error: '${message}' }, ${init})`;
  if (form !== undefined) return `${form}('${message}', ${init})`;
  if (/\bNextResponse\.json\(/.test(text)) return `NextResponse.json({ error: '${message}' }, ${init})`;
  if (/(?<!Next)\bResponse\.json\(/.test(text)) return `Response.json({ error: '${message}' }, ${init})`;
  const name = /\bnew NextResponse\(/.test(text) ? 'NextResponse' : 'Response';
  return `new ${name}('${message}', ${init})`;
}

/** How most of the file's answers with a status from 400 on are made; undefined where it has none. */
function refusingForm(text: string): string | undefined {
  const counts = new Map<string, number>();
  for (const [, form = ''] of text.matchAll(
    /\b(new (?:Next)?Response|(?:Next)?Response\.json)\((?:(?!;|\breturn\b)[^]){0,200}?\bstatus: [45]\d\d\b/g,
  ))
    counts.set(form, (counts.get(form) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
