/** The cache of the user who runs this program, tied to the very code that runs. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { cacheFolder, type FactsCache, openFactsCache, sha256 } from './factsCache';

/** Opens caches of workspaces; `bundle` is the file that runs. None where that is not one bundle, or there is no home folder. */
export function userCaches(
  owner: 'cli' | 'server',
  bundle: string,
): (workspace: string) => FactsCache | undefined {
  let engine: string | undefined;
  return (workspace) => {
    if (!bundle.endsWith('.js')) return undefined;
    const folder = cacheFolder(process.env, process.platform, homeOf());
    if (folder === undefined) return undefined;
    engine ??= sha256(readFileSync(bundle));
    return openFactsCache({ folder, owner, workspace, engine });
  };
}

function homeOf(): string | undefined {
  try {
    return homedir();
  } catch {
    // A user without a home folder: https://nodejs.org/api/os.html#oshomedir
    return undefined;
  }
}
