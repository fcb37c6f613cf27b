/** The text tests that spare most pages a parse, against losing what the rule about promises would report. */
import assert from 'node:assert/strict';
import { mayCallAtOnce, mayUseAtOnce } from '../../../../server/src/core/edit/requestApis/promisedWords';

const USES: readonly string[] = [
  'export default ({ params }) => params.id;',
  'export default ({ params }) => params?.id;',
  'export default ({ params }) => params\n  // the slug\n  .id;',
  'export default ({ params, searchParams }) => searchParams /* of the URL */ . q;',
  'export default ({ params, }) => params.thenable;',
  'export default function Page({ params }) { const { id } = params; }',
  'export default function Page({ params }) { const { id } = // now\n params; }',
  'export default function Page({ params }) { const { id }: Own = params; }',
  'export default ({ params: { id } }) => id;',
  'export default ({ params: own }) => own.id;',
  'export default ({ searchParams /* of the URL */ : own }) => own.q;',
  'export default (props) => props.params.id;',
  'export default (props) => props?.params?.id;',
  'export default (props) => props\n  .searchParams\n  .q;',
  'export default (props) => { const { id } = props.params; };',
  'export default (eigenschaftenÄ) => { const { id } = eigenschaftenÄ?.params; };',
  'export default (props) => { const { params } = props; return params.id; };',
  'export default (props) => { let { searchParams, } = props; };',
  'type Props = { params: { id: string } };',
  'type Props = { params: Promised };',
];

const LEAVES: readonly string[] = [
  'export default async ({ params }) => { const { id } = await params; };',
  'export default async ({ params }) => (await params).id;',
  'export default ({ params }) => use(params).id;',
  'export default ({ params }) => params.then(({ id }) => id);',
  'export default ({ params }) => params /* a promise */ . catch(() => undefined);',
  'export default ({ params }) => <Post params={params} />;',
  'type Props = { params: Promise<{ id: string }>; searchParams?: Promise<Query> };',
  'type Props = { params: Promise <{ id: string }> };',
  'export default async (props) => { const params = await props.params; return params.id; };',
  'export default async (props) => { const { id } = await props.params; };',
  'export default () => { const params = useParams(); return params.id; };',
  'export default () => new URLSearchParams({ a: "b" }).get("a");',
  'export const generateStaticParams = () => [{ id: "1" }];',
];

describe('mayUseAtOnce', () => {
  it('is true of every form in which an entry uses what is promised, and of names that hide one', () => {
    assert.deepEqual(
      USES.filter((text) => !mayUseAtOnce(text)),
      [],
    );
  });

  it('is false of promises that are awaited, used, handed on, or of other names', () => {
    assert.deepEqual(LEAVES.filter(mayUseAtOnce), []);
  });

  it('takes time in proportion to the text, whatever stands in it', () => {
    const blanks = ' '.repeat(200_000);
    const hostile = [`const {params${blanks}`, `params${'//'.repeat(100_000)}`, '/*/'.repeat(60_000), blanks];
    assert.deepEqual(
      hostile.filter((text) => mayUseAtOnce(`${text} params`)),
      [],
    );
  });
});

describe('mayCallAtOnce', () => {
  it('is true of calls that nobody awaits, of members that are taken before the await, and of renamed imports', () => {
    const calls = [
      "cookies().get('a');",
      "await cookies().get('a');",
      'await headers() /* of the request */ ?.get();',
      'await headers()!.get();',
      'await draftMode()["isEnabled"];',
      '(await (cookies() as never)).get();',
      'const { isEnabled } = draftMode();',
      'cookies /* of the request */ ();',
      'headers?.().get();',
      "import { cookies as jar } from 'next/headers';",
      'await cookies(); [...headers()];',
    ];
    assert.deepEqual(
      calls.filter((text) => !mayCallAtOnce(text)),
      [],
    );
  });

  it('is false where every call is awaited, and of other things of these names', () => {
    const others = [
      "(await cookies()).get('a');",
      'const list = await headers();',
      'const jar = await /* later */ cookies ( ) as never;',
      "request.headers.get('a'); request.cookies.set('a', 'b');",
      "fetch(url, { headers: { a: 'b' } });",
      'new Headers();',
    ];
    assert.deepEqual(others.filter(mayCallAtOnce), []);
  });
});
