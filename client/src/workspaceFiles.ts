/** Lists and reads the workspace for a server that has no disk, as one in a browser. */
import { Uri, workspace } from 'vscode';

/** Sources, and the files that tell where an app is, which Next.js it has and how its imports resolve. */
const FILES =
  '**/{*.{js,jsx,mjs,cjs,ts,tsx,mts,cts},package.json,tsconfig*.json,jsconfig*.json,*.yaml,*.lock,package-lock.json}';

/** What is installed or built, never written by the user. */
const NOT_SOURCES = '**/{node_modules,.git,.next,.turbo,.vercel,.cache}/**';

/** The URIs of the workspace's files that the server may need. */
export async function findFiles(): Promise<readonly string[]> {
  const files = await workspace.findFiles(FILES, NOT_SOURCES);
  return files.map(String);
}

/** A file's text as it is on its file system, or null when it can't be read. */
export async function readFile({ uri }: { readonly uri: string }): Promise<string | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(Uri.parse(uri)));
  } catch {
    return null;
  }
}
