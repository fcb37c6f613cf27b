/** Answers `nextSurface/findAction`: reads the builds' manifests, and hashes ids where there is a key. */
import { isActionId } from '../core/features/actionLookup';
import { filePath } from '../core/text/filePath';
import { LineIndex } from '../core/text/lineIndex';
import { type FindActionResult } from '../protocol';
import { field, type Session } from './session';
import { toRange } from './toProto';

/** The variable that Next.js reads the key from: https://nextjs.org/docs/app/guides/data-security */
const KEY_VARIABLE = 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY';

/** Looks an id up once everything is read. The key is used for hashing and goes nowhere else. */
export async function findAction(session: Session, params: unknown): Promise<FindActionResult> {
  const { background, environment, host, workspace } = session;
  const id = field(params, 'id');
  if (typeof id !== 'string' || !isActionId(id)) return { kind: 'invalid' };
  await background.whenSettled();
  const analysis = host.snapshot();
  const manifests = new Map(
    analysis.manifestPaths().flatMap((path) => {
      const text = environment.readText?.(path);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
  const given = field(params, 'key');
  const key = typeof given === 'string' && given !== '' ? given : environment.variable?.(KEY_VARIABLE);
  const root = field(params, 'buildRoot');
  const buildRoot = typeof root === 'string' && root !== '' ? root : undefined;
  const sha1 = environment.sha1?.bind(environment);
  const answer = analysis.actionOf(workspace.roots()[0]?.path ?? filePath('/'), {
    id,
    manifests,
    key: key === undefined || sha1 === undefined ? undefined : { key, buildRoot, sha1 },
  });
  if (answer.kind === 'unlisted') return { kind: 'unlisted', file: answer.file, name: answer.name };
  const text = answer.kind === 'found' && answer.place ? analysis.text(answer.place.path) : undefined;
  if (answer.kind !== 'found' || !answer.place || text === undefined) return { kind: 'unknown' };
  const { path, range } = answer.place;
  return {
    kind: 'found',
    name: answer.endpoint.name,
    uri: workspace.uriOf(path),
    range: toRange(range, new LineIndex(text)),
  };
}
