/** Reads the installed extension's Surface view row by row, as the tests' one place that knows its public API. */

import * as vscode from 'vscode';
import { type NextSurfaceApi } from '../../../client/src/api';
import { type SurfaceNode } from '../../../client/src/surfaceNode';
import { until } from './until';

/** The extension's identifier. */
export const EXTENSION_ID = 'next-surface.next-surface';

/** The installed extension. */
export function installedExtension(): vscode.Extension<NextSurfaceApi> {
  const extension = vscode.extensions.getExtension<NextSurfaceApi>(EXTENSION_ID);
  if (extension === undefined) throw new Error(`${EXTENSION_ID} is not installed`);
  return extension;
}

/** What a description says of guards; the analysis' own tests assert it. */
const VERDICT = /^(?:\d+ unguarded|guarded|partial|unguarded|public|delegated|unused)$/;

/** All rows of the view, top down, collapsed or not: label and description but for verdicts; two spaces for each level. */
export async function readRows(): Promise<readonly string[]> {
  const api = await installedExtension().activate();
  await api.whenReady();
  const rows: string[] = [];
  const add = (nodes: readonly SurfaceNode[], indent: string): void => {
    for (const { label, description, children } of nodes) {
      const facts = description.split(' · ').filter((part) => !VERDICT.test(part));
      rows.push(`${indent}${label} ${facts.join(' · ')}`.trimEnd());
      add(children, `${indent}  `);
    }
  };
  add(await api.tree(), '');
  return rows;
}

/** Waits until the view's rows are as wanted. @returns the rows. */
export function untilRows(
  what: string,
  wanted: (rows: readonly string[]) => boolean,
): Promise<readonly string[]> {
  let rows: readonly string[] = [];
  return until(
    what,
    async () => {
      rows = await readRows();
      return wanted(rows) ? rows : undefined;
    },
    () => rows,
  );
}
