/** Reads the installed extension's Surface view row by row, as the tests' one place that knows its public API. */

import * as vscode from 'vscode';
import { until } from './until';

/** What `activate` returns. */
interface NextSurfaceApi {
  readonly tree: vscode.TreeDataProvider<unknown>;
}

/** The extension's identifier. */
export const EXTENSION_ID = 'next-surface.next-surface';

/** The installed extension. */
export function installedExtension(): vscode.Extension<NextSurfaceApi> {
  const extension = vscode.extensions.getExtension<NextSurfaceApi>(EXTENSION_ID);
  if (extension === undefined) throw new Error(`${EXTENSION_ID} is not installed`);
  return extension;
}

/** One row with the labels of the rows above it, such as `Public: route handlers > /api/cart > GET`. */
export type Row = string;

/** All rows of the view, top down, collapsed or not. */
export async function readRows(): Promise<readonly Row[]> {
  const { tree } = await installedExtension().activate();
  const rows: Row[] = [];
  const visit = async (element: unknown, above: readonly string[]): Promise<void> => {
    for (const child of (await tree.getChildren(element)) ?? []) {
      const { label } = await tree.getTreeItem(child);
      const path = [...above, typeof label === 'string' ? label : (label?.label ?? '')];
      rows.push(path.join(' > '));
      await visit(child, path);
    }
  };
  await visit(undefined, []);
  return rows;
}

/** Waits until the view's rows are as wanted. @returns the rows. */
export function untilRows(what: string, wanted: (rows: readonly Row[]) => boolean): Promise<readonly Row[]> {
  let rows: readonly Row[] = [];
  return until(
    what,
    async () => {
      rows = await readRows();
      return wanted(rows) ? rows : undefined;
    },
    () => rows,
  );
}
