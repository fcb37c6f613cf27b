/** Answers `workspace/willRenameFiles`: when a route's folder gets another name, its URL does too, and so do those who ask for it. */
import {
  type FileOperationRegistrationOptions,
  type RenameFilesParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type FilePath } from '../core/text/filePath';
import { LineIndex } from '../core/text/lineIndex';
import { pathOf } from './fromProto';
import { type Session } from './session';
import { toChange } from './toProto';

/** What the client asks about before it is renamed: source files, and folders that may hold some. */
export const RENAMED_FILES: FileOperationRegistrationOptions = {
  filters: [
    { pattern: { glob: '**/*.{ts,tsx,js,jsx}', matches: 'file' } },
    { pattern: { glob: '**', matches: 'folder' } },
  ],
};

/** The edits of callers; null where no URL changes. */
export function willRenameFiles(session: Session, { files }: RenameFilesParams): WorkspaceEdit | null {
  const moved = new Map<FilePath, FilePath>();
  for (const { oldUri, newUri } of files) {
    const from = pathOf(oldUri);
    const to = pathOf(newUri);
    if (from !== undefined && to !== undefined) moved.set(from, to);
  }
  const analysis = session.host.snapshot();
  const change = analysis.renameEdits(moved);
  if (!change) return null;
  const { workspace } = session;
  const edit = toChange(change, {
    client: session.client(),
    linesOf(path) {
      const text = analysis.text(path);
      return text === undefined ? undefined : new LineIndex(text);
    },
    target: (path) => ({ uri: workspace.uriOf(path), version: workspace.documentOf(path)?.version ?? null }),
  });
  return edit ?? null;
}
