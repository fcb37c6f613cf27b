/** Lists and reads the workspace for a server that has no disk, as one in a browser. */
import { Uri, workspace } from 'vscode';

/** What is installed, built or kept by tools: by far the most files, and none of them is the user's. */
const NOT_SOURCES = '**/{node_modules,.git,.next,.turbo,.vercel}/**';

/** The URIs of the workspace's files. The server chooses from them, which here would be a second list to keep right. */
export async function findFiles(): Promise<readonly string[]> {
  const files = await workspace.findFiles('**/*', NOT_SOURCES);
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
