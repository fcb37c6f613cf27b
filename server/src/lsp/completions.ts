/** Snippets as completions: with places to fill in for clients that have them, else filled in as proposed. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver';
import { type Analysis } from '../core/analysis';
import { LineIndex } from '../core/text/lineIndex';
import { type ClientTraits, offsetOf, pathOf } from './fromProto';
import { documentUri, type Session } from './session';
import { toRange, toTextEdits } from './toProto';

/** The snippets for the word before the cursor. While much is outstanding there are none yet, and editors ask again. */
export function completions(session: Session, params: CompletionParams): CompletionList | null {
  const path = pathOf(documentUri(params));
  if (path === undefined) return null;
  if (session.background.busy()) return { isIncomplete: true, items: [] };
  const analysis = session.host.snapshot();
  const text = analysis.text(path);
  if (text === undefined) return null;
  const lines = new LineIndex(text);
  const found = analysis.snippets(path, offsetOf(params.position, lines));
  const language = /\.[cm]?jsx?$/.test(path) ? 'jsx' : 'tsx';
  return { isIncomplete: false, items: found.map((each) => toItem(each, lines, session.client(), language)) };
}

function toItem(
  { id, title, range, snippet, plain, edits }: ReturnType<Analysis['snippets']>[number],
  lines: LineIndex,
  { snippetCompletions, markdownCompletions }: ClientTraits,
  language: string,
): CompletionItem {
  return {
    label: id,
    kind: CompletionItemKind.Snippet,
    detail: title,
    documentation: markdownCompletions
      ? { kind: MarkupKind.Markdown, value: `\`\`\`${language}\n${plain}\n\`\`\`` }
      : plain,
    insertTextFormat: snippetCompletions ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: toRange(range, lines), newText: snippetCompletions ? snippet : plain },
    ...(edits.length > 0 && { additionalTextEdits: toTextEdits(edits, lines) }),
  };
}
