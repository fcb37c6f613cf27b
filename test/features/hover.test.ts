/** What the hover of an endpoint says of its guard, and that no name from the workspace becomes Markdown in it. */
import assert from 'node:assert/strict';
import { checkHover } from '../support/check';
import { engineOver } from '../support/engine';
import { parseFixture } from '../support/fixture';

const LIBRARIES = `
//- lib/session.ts
import { getServerSession } from 'next-auth';
export async function requireUser() {
  const session = await getServerSession();
  if (!session?.user) throw new Error('no');
  return session.user;
}
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
`;

/** The fixture's files behind those of the libraries. */
const withLibraries = (source: string): string => LIBRARIES.trimEnd() + source;

const GUARDED = withLibraries(`
//- app/(shop)/actions.ts
'use server';
import { z } from 'zod';
import { db } from '../../lib/db';
import { requireUser } from '../../lib/session';
export async function sa$0ve(data: unknown) {
  const user = await requireUser();
  const { name } = z.object({ name: z.string() }).parse(data);
  await db.user.update({ where: { id: user.id }, data: { name } });
}
`);

const action = (body: string): string =>
  withLibraries(`
//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { requireUser } from '../lib/session';
export async function sa$0ve(id: string) {
  ${body}
}
`);

describe('hover of a guarded endpoint', () => {
  it('gives the kind, the place, the chain of calls, effects and validation', () => {
    checkHover(
      GUARDED,
      /\*\*Guarded\*\* \(session\) at `lib\/session\.ts:4`\.\n\n1\. `app\/\(shop\)\/actions\.ts:6` calls `requireUser\(\)`\n2\. `lib\/session\.ts:4` decides\n\nEffects:\n\n- database: `db\.user\.update` at `app\/\(shop\)\/actions\.ts:8`\n\nInput: validated by a schema\.\n\nInternal by intent only: /,
    );
  });

  it('still says of an action that it is internal by intent only', () => {
    checkHover(GUARDED, /Internal by intent only.*It must check its own caller/);
  });

  it('links every place where the client can follow links', () => {
    const { files, cursor } = parseFixture(GUARDED);
    assert.ok(cursor);
    const linkTo = (path: string, line: number): string => `file://${path}#L${line}`;
    const hover = engineOver(files).snapshot().hover(cursor.path, cursor.start, linkTo);
    const links = [...(hover?.markdown ?? '').matchAll(/`\]\((file:[^ ]+)\)/g)].map(([, uri]) => uri);
    assert.deepEqual(links, [
      'file:///w/lib/session.ts#L4',
      'file:///w/app/(shop)/actions.ts#L6',
      'file:///w/lib/session.ts#L4',
      'file:///w/app/(shop)/actions.ts#L8',
    ]);
  });
});

describe('hover of other verdicts', () => {
  it('names what is reached where only some paths decide', () => {
    checkHover(
      action("if (id !== 'x') await requireUser();\n  await db.user.delete({ where: { id } });"),
      /\*\*Guarded in part\*\* \(session\) at `lib\/session\.ts:4`\. Not every path decides: `db\.user\.delete` is reached without\./,
    );
  });

  it('says that no check was found, which is not that there is none', () => {
    checkHover(
      action('await db.user.delete({ where: { id } });'),
      /\*\*Unguarded\*\*: no check of the caller was found\.\n/,
    );
  });

  it('claims nothing of what is unknown, and tells why', () => {
    const source = withLibraries(`
//- app/api/route.ts
import { wrap } from '@unknown/wrapper';
import { db } from '../../lib/db';
export const PO$0ST = wrap(async () => db.user.deleteMany());
`);
    checkHover(source, /Whether it checks its caller is \*\*not known\*\*\. `wrap\(\)` decides/);
    checkHover(source, /^(?!.*(?:Guarded|Unguarded|Public by design))/s);
  });

  it('gives the reason why an endpoint is public, with what it holds as text', () => {
    checkHover(
      withLibraries(`
//- app/api/route.ts
import { db } from '../../lib/db';
/** @public shown to [everybody](command:x) */
export async function GE$0T() {
  return Response.json(await db.user.findMany());
}
`),
      /\n\nPublic by design: declared: shown to \\\[everybody\\\]\\\(command:x\\\)\.\n/,
    );
  });

  it('is silent about the guard of a metadata route, which everybody may read', () => {
    checkHover(
      '\n//- app/robots.ts\nexport default function ro$0bots() { return {}; }\n',
      /^\*\*Metadata route\*\* `\/robots\.txt`(?!.*guarded)/is,
    );
  });
});
