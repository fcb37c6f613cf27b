/** Which strings of an app name a route whose folder moves, and what they become. */
import assert from 'node:assert/strict';
import { type FilePath, filePath } from '../../../server/src/core/text/filePath';
import { applyEdits } from '../../../server/src/core/text/textEdit';
import { engineOver } from '../../support/engine';
import { parseFixture } from '../../support/fixture';

const ROUTES = `//- app/users/page.tsx
export default () => null;
//- app/users/new/page.tsx
export default () => null;
//- app/users/[id]/page.tsx
export default () => null;
//- app/docs/[[...slug]]/page.tsx
export default () => null;
//- app/nav.tsx
`;

/** The caller's text after the rename, and the labels of the edits that are to be looked at. */
function renamed(
  caller: string,
  from: string,
  to: string,
): readonly [string, readonly (string | undefined)[]] {
  const { files } = parseFixture(`${ROUTES}${caller}`);
  const path = filePath('/w/app/nav.tsx');
  const moved = new Map<FilePath, FilePath>([[filePath(`/w/app/${from}`), filePath(`/w/app/${to}`)]]);
  const edits = engineOver(files).snapshot().renameEdits(moved)?.edits.get(path) ?? [];
  return [applyEdits(files.get(path) ?? '', edits), edits.map(({ uncertain }) => uncertain)];
}

describe('renaming a route', () => {
  it('changes links, calls and the types that name the route', () => {
    const caller = (base: string): string =>
      `<a href="/${base}?page=2#top" />; router.push(\`/${base}/\${id}\`); revalidatePath('/${base}/[id]', 'page');
type Props = PageProps<'/${base}/[id]'>; redirect(ok ? '/${base}' : '/');`;
    const [text, labels] = renamed(caller('users'), 'users', 'people');
    assert.equal(text, caller('people'));
    assert.deepEqual(new Set(labels), new Set([undefined]));
  });

  it('takes static pages before dynamic ones', () => {
    const caller = "fetch('/users/new'); fetch('/users/1');";
    assert.equal(
      renamed(caller, 'users/new', 'users/create')[0],
      "fetch('/users/create'); fetch('/users/1');",
    );
    assert.equal(
      renamed(caller, 'users/[id]', 'users/by/[id]')[0],
      "fetch('/users/new'); fetch('/users/by/1');",
    );
  });

  it('follows parameters to where they go, and new names of them', () => {
    assert.equal(
      renamed("push('/docs/a/b'); push('/docs');", 'docs', 'help/docs')[0],
      "push('/help/docs/a/b'); push('/help/docs');",
    );
    assert.equal(
      renamed("revalidatePath('/users/[id]', 'page')", 'users/[id]', 'users/[user]')[0],
      "revalidatePath('/users/[id]', 'page')",
    );
  });

  it('asks about strings that nothing says to be URLs, and those behind another address', () => {
    const [text, labels] = renamed("const key = '/users'; fetch(`${base}/users`);", 'users', 'people');
    assert.equal(text, "const key = '/people'; fetch(`${base}/people`);");
    assert.deepEqual(labels, ['May be another URL', 'May be another URL']);
  });

  it('leaves other strings alone, and groups, which are no part of a URL', () => {
    const caller = "fetch('/usersettings'); fetch('//users'); fetch('users'); import('./users');";
    assert.equal(renamed(caller, 'users', 'people')[0], caller);
    assert.equal(renamed("push('/users')", 'users', '(main)/users')[0], "push('/users')");
  });
});
