/** The command `action`: names the server action behind an id from a log or a network tab. */
import { isActionId, isCacheId } from '../core/features/actionLookup';
import { type FilePath } from '../core/text/filePath';
import { type ActionRequest } from './arguments';
import { type CliIo, type ExitCode } from './cliIo';
import { folderProblem, type HostFactory, noApp, reasonOf, say } from './report';

/** The variable that Next.js reads the key from: https://nextjs.org/docs/app/guides/data-security */
const KEY_VARIABLE = 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY';

/** Looks an id up, and writes where its action stands. The key is used for hashing and goes nowhere else. */
export async function runAction(
  request: ActionRequest,
  io: CliIo,
  createHost: HostFactory,
): Promise<ExitCode> {
  const { id, path, buildRoot } = request;
  if (!isActionId(id)) {
    say(io, `"${id}" is no action id: one has 42 hexadecimal digits (the Next-Action header of the request)`);
    return 2;
  }
  const key = keyOf(request, io);
  if (typeof key === 'object') {
    say(io, `can't read the key file ${request.keyFile ?? ''}: ${key.reason}`);
    return 2;
  }
  const opened = io.openFolder(path, { cache: request.cache });
  if ('problem' in opened) {
    say(io, folderProblem(path, opened));
    return 2;
  }
  const host = await createHost({ guards: false });
  host.applyChange({ roots: [opened.root], files: opened.files() });
  const analysis = host.snapshot();
  if (analysis.program().project.apps.length === 0) {
    say(io, noApp(path, opened.files()));
    return 3;
  }
  const manifests = new Map<FilePath, string>();
  for (const manifest of analysis.manifestPaths()) {
    const text = io.readFile(manifest);
    if (typeof text === 'string') manifests.set(manifest, text);
  }
  const hash = key === undefined ? undefined : { key, buildRoot, sha1: (text: string) => io.sha1(text) };
  const answer = analysis.actionOf(opened.root, { id, manifests, key: hash });
  switch (answer.kind) {
    case 'found': {
      const place =
        answer.place && analysis.report(opened.root).endpoints.find((e) => e.id === answer.reportId);
      const how = answer.source === 'manifest' ? "listed in the build's manifest" : 'computed with the key';
      io.out.write(
        `${answer.endpoint.name}  ${place ? `${place.file}:${place.line}:${place.column}` : ''}  (${how})\n`,
      );
      return 0;
    }
    case 'unlisted':
      say(io, `the build has it as ${answer.name} of ${answer.file}, which the source no longer holds`);
      return 1;
    case 'unknown':
      say(io, notFound(id, manifests.size > 0, key !== undefined));
      return 1;
  }
}

/** The key's text, an explanation why it could not be read, or undefined where none was given. */
function keyOf({ keyFile }: ActionRequest, io: CliIo): string | { readonly reason: string } | undefined {
  if (keyFile === undefined) return io.env[KEY_VARIABLE]?.trim() || undefined;
  const text = io.readFile(keyFile);
  if (typeof text !== 'string') return { reason: reasonOf(text) };
  return text.trim() === '' ? { reason: 'it is empty' } : text.trim();
}

function notFound(id: string, hasManifest: boolean, hasKey: boolean): string {
  const lines = ['no server action has this id'];
  if (isCacheId(id)) lines.push("It is the id of a 'use cache' function.");
  if (!hasManifest)
    lines.push('There is no build (.next/server/server-reference-manifest.json) to look it up in.');
  if (hasKey)
    lines.push(
      'It was computed with the key as well. For a webpack build give --build-root, the folder it was built in.',
    );
  else
    lines.push(
      `Give the build's key in ${KEY_VARIABLE} or with --key-file to compute the ids of the source.`,
    );
  return lines.join('\n');
}
