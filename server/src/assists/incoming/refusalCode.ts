/** Writes how a route turns a request away, as the file's other answers are made. */

/** The expression for an answer with a message and a status; `text` is the file's, which shows what it uses. */
export function refusalCode(text: string, message: string, status: number): string {
  const init = `{ status: ${status} }`;
  if (/\bNextResponse\.json\(/.test(text)) return `NextResponse.json({ error: '${message}' }, ${init})`;
  if (/(?<!Next)\bResponse\.json\(/.test(text)) return `Response.json({ error: '${message}' }, ${init})`;
  const name = /\bnew NextResponse\(/.test(text) ? 'NextResponse' : 'Response';
  return `new ${name}('${message}', ${init})`;
}
