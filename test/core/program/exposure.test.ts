/** What is true of an action: whether a build registers it, whether a browser is given its id, and who uses it. */
import assert from 'node:assert/strict';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

/** Lines of `file#name exposure registered: caller, caller`. */
function checkExposure(source: string, expected: string): void {
  const report = engineOver(parseFixture(source).files).snapshot().report(FIXTURE_ROOT);
  const lines = report.endpoints
    .filter(({ kind }) => kind !== 'route')
    .map(({ id, exposure, registered, callers }) => {
      const labels = (callers ?? []).map(({ file, line, label }) => `${label} ${file}:${line}`).join(', ');
      return `${id} ${exposure} ${String(registered)}${labels ? `: ${labels}` : ''}`;
    });
  assert.equal(lines.join('\n'), expected.trim().replace(/^ +/gm, ''));
}

describe('exposure of actions', () => {
  it('is post when a server form, a prop or a client module receives the action', () => {
    checkExposure(
      `
//- app/actions.ts
'use server';
export async function a() {}
export async function b() {}
export async function c() {}
export async function d() {}
//- app/page.tsx
import { a, b } from './actions';
import { Client } from './client';
export default () => <><form action={a} /><Client save={b.bind(null, 1)} /></>;
//- app/client.tsx
'use client';
import { c, d as renamed } from './actions';
export function Client({ save }) {
  const [state, action] = useActionState(c, null);
  return <button onClick={() => startTransition(() => renamed())} />;
}
`,
      `
      app/actions.ts#a post true: <form action> app/page.tsx:3
      app/actions.ts#b post true: <Client save> app/page.tsx:3
      app/actions.ts#c post true: useActionState app/client.tsx:4
      app/actions.ts#d post true: startTransition app/client.tsx:5
      `,
    );
  });

  it('is server-only when only server code calls it, or nobody does but a page imports its module', () => {
    checkExposure(
      `
//- app/actions.ts
'use server';
export async function called() {}
export async function unused() {}
//- app/page.tsx
import { called } from './actions';
export default async () => <p>{await called()}</p>;
`,
      `
      app/actions.ts#called server-only true: call app/page.tsx:2
      app/actions.ts#unused server-only true
      `,
    );
  });

  it('of an unused export that only client code reaches depends on the bundler', () => {
    const app = `
//- app/actions.ts
'use server';
export async function used() {}
export async function unused() {}
//- app/page.tsx
import { Client } from './client';
export default () => <Client />;
//- app/client.tsx
'use client';
import { used } from './actions';
export const Client = () => <form action={used} />;
`;
    checkExposure(
      app,
      `
      app/actions.ts#used post true: <form action> app/client.tsx:3
      app/actions.ts#unused unused false
      `,
    );
    checkExposure(
      `${app}//- package.json
{ "dependencies": { "next": "16.0.0" }, "scripts": { "build": "next build --webpack" } }
`,
      `
      app/actions.ts#used post true: <form action> app/client.tsx:3
      app/actions.ts#unused server-only true
      `,
    );
  });

  it('is unused when nothing reaches the module, or only a route handler, which never dispatches actions', () => {
    checkExposure(
      `
//- lib/never.ts
'use server';
export async function never() {}
//- lib/job.ts
'use server';
export async function job() {}
//- app/api/route.ts
import { job } from '@/lib/job';
export async function GET() { await job(); }
//- app/page.tsx
import type { never } from '@/lib/never';
export default () => null;
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
`,
      `
      lib/job.ts#job unused true: call app/api/route.ts:2
      lib/never.ts#never unused false
      `,
    );
  });

  it('follows barrels, namespaces and re-exported imports', () => {
    checkExposure(
      `
//- lib/actions.ts
'use server';
export async function a() {}
export async function b() {}
export async function c() {}
//- lib/index.ts
export * from './actions';
//- lib/more.ts
import { c } from './actions';
export { c };
//- app/page.tsx
import { a } from '../lib';
import * as all from '../lib/actions';
import { c } from '../lib/more';
export default () => <><form action={a} /><form action={all.b} /><form action={c} /></>;
`,
      `
      lib/actions.ts#a post true: <form action> app/page.tsx:4
      lib/actions.ts#b post true: <form action> app/page.tsx:4
      lib/actions.ts#c post true: <form action> app/page.tsx:4
      `,
    );
  });

  it('of inline actions follows their names, aliases, and the objects that hold them', () => {
    checkExposure(
      `
//- app/page.tsx
import { fulfillment } from './inventory';
export default function Page() {
  async function save() { 'use server'; }
  async function idle() { 'use server'; }
  const bound = save.bind(null, 1);
  return <><form action={bound} /><form action={fulfillment.ship} /><form action={async () => { 'use server'; }} /></>;
}
//- app/inventory.ts
export const fulfillment = { async ship() { 'use server'; }, async stop() { 'use server'; } };
`,
      `
      app/inventory.ts#ship post true: <form action> app/page.tsx:6
      app/inventory.ts#stop server-only true
      app/page.tsx#save post true: <form action> app/page.tsx:6
      app/page.tsx#idle server-only true
      app/page.tsx#jsx:action post true
      `,
    );
  });

  it('is unknown when the action goes where syntax can not follow, or when an import of the app leads nowhere', () => {
    checkExposure(
      `
//- app/actions.ts
'use server';
export async function a() {}
//- app/lost.ts
'use server';
export async function lost() {}
//- app/page.tsx
import { a } from './actions';
import { x } from './nowhere';
import './style.css';
export default () => render(a, x);
`,
      `
      app/actions.ts#a unknown true: reference app/page.tsx:4
      app/lost.ts#lost unknown unknown
      `,
    );
  });

  it('ignores imports whose names are only used as types, which the compiler drops', () => {
    checkExposure(
      `
//- app/actions.ts
'use server';
export interface State {}
export async function beside() {}
//- app/other.ts
'use server';
export async function neverUsed() {}
//- app/kept.ts
'use server';
export async function kept() {}
//- app/page.tsx
import { State } from './actions';
import { neverUsed } from './other';
import './kept';
export default function Page(props: State) { const x: State = props; return null; }
`,
      `
      app/actions.ts#beside unused false
      app/kept.ts#kept server-only true
      app/other.ts#neverUsed unused false
      `,
    );
  });

  it('follows imports on demand: what is destructured of them, or all of the module', () => {
    checkExposure(
      `
//- lib/picked.ts
'use server';
export async function picked() {}
export async function unpicked() {}
//- lib/whole.ts
'use server';
export async function wholeUsed() {}
export async function wholeUnused() {}
//- lib/member.ts
'use server';
export async function member() {}
export async function unmember() {}
//- lib/later.ts
'use server';
export async function later() {}
export async function never() {}
//- lib/required.js
'use server';
export async function required() {}
//- app/page.tsx
import { Client } from './client';
const { required } = require('../lib/required');
export default () => <><Client /><form action={required} /></>;
//- app/client.tsx
'use client';
export function Client() {
  return <button onClick={async () => {
    const { picked: renamed } = await import('../lib/picked');
    await renamed();
    const all = await import('../lib/whole');
    await all.wholeUsed();
    await (await import('../lib/member')).member();
    await import('../lib/later').then(({ later }) => later());
  }} />;
}
`,
      `
      lib/later.ts#later post true: onClick app/client.tsx:9
      lib/later.ts#never unused false
      lib/member.ts#member post true: onClick app/client.tsx:8
      lib/member.ts#unmember unused false
      lib/picked.ts#picked post true: onClick app/client.tsx:5
      lib/picked.ts#unpicked unused false
      lib/required.js#required post true: <form action> app/page.tsx:3
      lib/whole.ts#wholeUsed post true: onClick app/client.tsx:7
      lib/whole.ts#wholeUnused post true
      `,
    );
  });

  it('is not post for what only an export uses that nothing renders', () => {
    checkExposure(
      `
//- lib/a.ts
'use server';
export async function shown() {}
export async function hidden() {}
//- lib/b.ts
'use server';
export async function inner() {}
export async function innerHidden() {}
//- app/page.tsx
import { Shown } from './client';
export default () => <Shown />;
//- app/client.tsx
'use client';
import { shown, hidden } from '../lib/a';
import { Inner } from './inner';
export const Shown = () => <form action={shown}><Inner /></form>;
export const Hidden = () => <form action={hidden} />;
//- app/inner.tsx
import { inner, innerHidden } from '../lib/b';
export function Inner() { return <form action={inner} />; }
function Local() { return <form action={innerHidden} />; }
export { Local as Exported };
`,
      `
      lib/a.ts#shown post true: <form action> app/client.tsx:4
      lib/a.ts#hidden server-only true: <form action> app/client.tsx:5
      lib/b.ts#inner post true: <form action> app/inner.tsx:2
      lib/b.ts#innerHidden unused false: <form action> app/inner.tsx:3
      `,
    );
  });

  it('of inline actions follows what holds them, wherever that is declared, and the prop that they stand in', () => {
    checkExposure(
      `
//- app/page.tsx
import { List } from './list';
export default function Page() {
  const held = { async save() { 'use server'; }, async idle() { 'use server'; } };
  const passed = { async one() { 'use server'; }, async two() { 'use server'; } };
  return <>
    <form action={held.save} />
    <List actions={passed} more={{ remove: async () => { 'use server'; } }} />
  </>;
}
//- app/list.tsx
'use client';
export const List = () => null;
`,
      `
      app/page.tsx#save post true: <form action> app/page.tsx:6
      app/page.tsx#idle server-only true
      app/page.tsx#one post true: <List actions> app/page.tsx:7
      app/page.tsx#two post true: <List actions> app/page.tsx:7
      app/page.tsx#remove post true
      `,
    );
  });

  it('of what a bundler makes of imports on demand and of routes follows the bundler and its version', () => {
    const app = (manifest: string): string => `
//- package.json
${manifest}
//- lib/picked.ts
'use server';
export async function picked() {}
export async function unpicked() {}
//- lib/member.ts
'use server';
export async function member() {}
export async function unmember() {}
//- lib/job.ts
'use server';
export async function job() {}
//- lib/map.ts
'use server';
export async function map() {}
//- app/api/route.ts
import { job } from '../../lib/job';
export const POST = () => job();
//- app/sitemap.ts
import { map } from '../lib/map';
export default () => map();
//- app/page.tsx
'use client';
export default () => <button onClick={async () => {
  const { picked } = await import('../lib/picked');
  await picked();
  await (await import('../lib/member')).member();
}} />;
`;
    const used = (line: number): string => `post true: onClick app/page.tsx:${line}`;
    checkExposure(
      app('{ "dependencies": { "next": "16.4.6" } }'),
      `
      lib/job.ts#job unused true: call app/api/route.ts:2
      lib/map.ts#map unused true: call app/sitemap.ts:2
      lib/member.ts#member ${used(5)}
      lib/member.ts#unmember unused false
      lib/picked.ts#picked ${used(4)}
      lib/picked.ts#unpicked unused false
      `,
    );
    checkExposure(
      app('{ "dependencies": { "next": "16.4.6" }, "scripts": { "build": "next build --webpack" } }'),
      `
      lib/job.ts#job unused true: call app/api/route.ts:2
      lib/map.ts#map unused false: call app/sitemap.ts:2
      lib/member.ts#member ${used(5)}
      lib/member.ts#unmember post true
      lib/picked.ts#picked ${used(4)}
      lib/picked.ts#unpicked server-only true
      `,
    );
    checkExposure(
      app('{ "dependencies": { "next": "15.5.29" }, "scripts": { "build": "next build --turbopack" } }'),
      `
      lib/job.ts#job unused false: call app/api/route.ts:2
      lib/map.ts#map unused false: call app/sitemap.ts:2
      lib/member.ts#member ${used(5)}
      lib/member.ts#unmember post true
      lib/picked.ts#picked ${used(4)}
      lib/picked.ts#unpicked post true
      `,
    );
  });

  it('follows a default file only where a page leaves its slot empty', () => {
    const app = (extra: string): string => `
//- lib/actions.ts
'use server';
export async function save() {}
//- app/layout.tsx
export default ({ children, slot }) => <>{children}{slot}</>;
//- app/page.tsx
export default () => null;
//- app/@slot/page.tsx
export default () => null;
//- app/@slot/default.tsx
import { save } from '../../lib/actions';
export default () => <form action={save} />;
${extra}`;
    checkExposure(app(''), 'lib/actions.ts#save unused false: <form action> app/@slot/default.tsx:2');
    checkExposure(
      app('//- app/more/page.tsx\nexport default () => null;\n'),
      'lib/actions.ts#save post true: <form action> app/@slot/default.tsx:2',
    );
  });

  it('names every app of a monorepo that reaches the action', () => {
    const report = engineOver(
      parseFixture(`
//- packages/actions/package.json
{ "name": "@w/actions", "exports": "./index.ts" }
//- packages/actions/index.ts
'use server';
export async function save() {}
//- apps/a/package.json
{ "dependencies": { "next": "16.0.0" } }
//- apps/a/app/page.tsx
import { save } from '@w/actions';
export default () => <form action={save} />;
//- apps/b/package.json
{ "dependencies": { "next": "16.0.0" } }
//- apps/b/app/page.tsx
import { save } from '@w/actions';
export default () => <p>{save()}</p>;
`).files,
    )
      .snapshot()
      .report(FIXTURE_ROOT);
    const [action] = report.endpoints.filter(({ kind }) => kind === 'action');
    assert.deepEqual([action?.apps, action?.exposure], [['apps/a', 'apps/b'], 'post']);
  });
});
