/** What is true of an action: whether a build registers it, whether a browser is given its id, and who uses it. */
import assert from 'node:assert/strict';
import { checkExposure } from '../../support/checkExposure';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

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

  it('does not count a variable that has the name of an import, in whatever statement it is declared', () => {
    const hiding = [
      'const a = 1; x = a;',
      'if (x) { let a = 1; x = a; }',
      'for (let a = 0; ; ) x = a;',
      'for (const a of x) x = a;',
      'for (const a in x) x = a;',
      'while (x) { const a = 1; x = a; }',
      'do { const a = 1; x = a; } while (x);',
      'try { x(); } catch (a) { x = a; }',
      'try { const { a } = x; x = a; } finally { x(); }',
      'switch (x) { case 1: const a = 1; x = a; }',
      'switch (x) { default: { const [a] = x; x = a; } }',
      'outer: { const a = 1; x = a; }',
    ];
    const functions = hiding.map((body, index) => `export function hides${index}(x) { ${body} }`);
    checkExposure(
      `
//- app/actions.ts
'use server';
export async function a() {}
//- app/page.tsx
import { a } from './actions';
${functions.join('\n')}
export const last = (a) => a;
export default () => <form action={a} />;
`,
      `
      app/actions.ts#a post true: <form action> app/page.tsx:${functions.length + 3}
      `,
    );
  });

  it('does not count what tests and stories do with it', () => {
    checkExposure(
      `
//- app/actions.ts
'use server';
export async function a() {}
//- app/page.tsx
import { a } from './actions';
export default async () => <p>{await a()}</p>;
//- app/actions.test.ts
import { a } from './actions';
it('works', () => a());
//- app/form.stories.tsx
import { a } from './actions';
export const Story = () => <form action={a} />;
`,
      'app/actions.ts#a server-only true: call app/page.tsx:2',
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
