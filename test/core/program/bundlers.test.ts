/** What bundlers keep and drop decides about actions; each case is also built in test/oracle. */
import { checkExposure } from '../../support/checkExposure';

describe('exposure of actions by what the bundler keeps', () => {
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
    checkExposure(
      app('{ "dependencies": { "next": "14.2.35" } }'),
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
});
