/** The inventory: every form in which a handler or an action is exported becomes an endpoint, and nothing else does. */
import { checkSurface } from '../../support/check';

describe('route handlers', () => {
  it('are found in every form of export', () => {
    checkSurface(
      `
//- app/api/a/route.ts
export async function GET() {}
export const POST = wrapper(async () => {});
const put = () => {};
export { put as PUT };
export const { PATCH, DELETE: gone } = handlers;
export const DELETE = gone;
export function HEAD() {}
export const OPTIONS = put;
export const helper = 1;
export function get() {}
export type TRACE = string;
`,
      `
      route GET /api/a app/api/a/route.ts:1
      route POST /api/a app/api/a/route.ts:2
      route PUT /api/a app/api/a/route.ts:3
      route PATCH /api/a app/api/a/route.ts:5
      route DELETE /api/a app/api/a/route.ts:6
      route HEAD /api/a app/api/a/route.ts:7
      route OPTIONS /api/a app/api/a/route.ts:8
      `,
    );
  });

  it('are found through re-exports and `export *`, across files and cycles', () => {
    checkSurface(
      `
//- app/api/a/route.ts
export { handler as GET } from '@/lib/handler';
export * from '../../../lib/more';
//- lib/handler.ts
export const handler = () => {};
//- lib/more.ts
export * from './deep';
export * from './more';
export default function x() {}
//- lib/deep.ts
export async function POST() {}
export { GET } from './handler';
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
`,
      `
      route GET /api/a app/api/a/route.ts:1
      route POST /api/a app/api/a/route.ts:2
      `,
    );
  });

  it('are found in JavaScript, with JSX, and as CommonJS exports', () => {
    checkSurface(
      `
//- app/a/route.js
module.exports = { GET, POST: async () => {}, PUT() {} };
function GET() { return <p/>; }
//- app/b/route.jsx
exports.GET = () => {};
//- app/c/route.tsx
export const GET = async () => new Response(render(<p>hi</p>));
`,
      `
      route POST /a app/a/route.js:1
      route PUT /a app/a/route.js:1
      route GET /a app/a/route.js:2
      route GET /b app/b/route.jsx:1
      route GET /c app/c/route.tsx:1
      `,
    );
  });

  it('have URLs without groups and slots, with dynamic segments as they are written', () => {
    checkSurface(
      `
//- src/app/(shop)/api/[id]/@slot/items/[...rest]/route.ts
export const GET = 1 as any;
//- src/app/%5Fhidden/[[...all]]/route.ts
export const GET = f();
//- src/app/_private/route.ts
export const GET = f();
//- src/app/.well-known/thing/route.ts
export const GET = f();
//- src/app/routes.ts
export const GET = f();
//- src/app/x/Route.ts
export const GET = f();
`,
      `
      route GET /_hidden/[[...all]] src/app/%5Fhidden/[[...all]]/route.ts:1
      route GET /api/[id]/items/[...rest] src/app/(shop)/api/[id]/@slot/items/[...rest]/route.ts:1
      route GET /.well-known/thing src/app/.well-known/thing/route.ts:1
      `,
    );
  });

  it('of a folder that has route.ts and route.js are those of route.js, which Next.js serves', () => {
    checkSurface(
      `
//- app/a/route.ts
export const GET = f();
//- app/a/route.js
export const POST = f();
`,
      'route POST /a app/a/route.js:1',
    );
  });
});

describe('server actions', () => {
  it('are the exported functions of a file that opens with the directive, inside app/ or not', () => {
    checkSurface(
      `
//- lib/actions.ts
'use server';
import { z } from 'zod';
import { imported } from './impl';
export async function a() {}
export const b = async () => {}, c = wrap(async () => {});
const d = async function () {};
export { d, d as e, imported };
export const { f, g: h, ...rest } = client;
export default async () => {};
export type T = string;
export interface I {}
export const schema = { id: 1 };
export class Model {}
export enum Kind { A }
export const limit = 3;
async function helper() {}
//- lib/impl.ts
export async function imported() {}
`,
      `
      action a - lib/actions.ts:4
      action b - lib/actions.ts:5
      action c - lib/actions.ts:5
      action e - lib/actions.ts:6
      action imported - lib/actions.ts:7
      action f - lib/actions.ts:8
      action h - lib/actions.ts:8
      action rest - lib/actions.ts:8
      action default - lib/actions.ts:9
      `,
    );
  });

  it('are inline functions whose directive has its blank escaped', () => {
    checkSurface(
      `
//- app/a/page.tsx
export default () => <form action={async () => { 'use\\u0020server'; }} />;
//- app/b/page.tsx
export default () => <form action={async () => { 'use\\x20server'; }} />;
//- app/c/page.tsx
export default () => <form action={async () => { 'use\\u{20}server'; }} />;
`,
      `
      inline-action jsx:action - app/a/page.tsx:1
      inline-action jsx:action - app/b/page.tsx:1
      inline-action jsx:action - app/c/page.tsx:1
      `,
    );
  });

  it('are inline functions with the directive: JSX props, nested functions, object and static methods, class fields', () => {
    checkSurface(
      `
//- app/page.tsx
export default function Page() {
  async function save() { 'use server'; }
  const remove = async () => { "use server"; };
  return <form action={async () => { 'use server'; }}>
    <button formAction={async function () { 'use server'; }} />
    {list.map(async () => { 'use server'; })}
  </form>;
}
export const actions = {
  async method() { 'use server'; },
  arrow: async () => { 'use server'; },
};
class A {
  static async make() { 'use server'; }
  field = async () => { 'use server'; };
  async instance() { 'use server'; }
  constructor() { 'use server'; }
}
export async function exported() { 'use server'; }
async function plain() { if (x) { 'use server'; } }
`,
      `
      inline-action save - app/page.tsx:2
      inline-action remove - app/page.tsx:3
      inline-action jsx:action - app/page.tsx:4
      inline-action jsx:formAction - app/page.tsx:5
      inline-action anonymous - app/page.tsx:6
      inline-action method - app/page.tsx:10
      inline-action arrow - app/page.tsx:11
      inline-action make - app/page.tsx:14
      inline-action field - app/page.tsx:15
      inline-action exported - app/page.tsx:19
      `,
    );
  });

  it('of a file with the directive are listed once, and its private inline ones beside them', () => {
    checkSurface(
      `
//- app/actions.ts
'use server';
export async function a() { 'use server'; }
async function p() { 'use server'; }
`,
      `
      action a - app/actions.ts:2
      inline-action p - app/actions.ts:3
      `,
    );
  });

  it('of several names are listed under the last one, and not at all when exported the CommonJS way', () => {
    checkSurface(
      `
//- app/a.ts
'use server';
async function many() {}
async function both() {}
export { many as zulu, many as alpha, many as mike, both as named };
export default both;
//- app/b.js
'use server';
exports.save = async () => {};
module.exports = async () => {};
`,
      `
      action mike - app/a.ts:2
      action default - app/a.ts:3
      `,
    );
  });

  it('are not cached functions, nor what tests and stories declare', () => {
    checkSurface(
      `
//- app/actions.ts
'use server';
export async function cached() { 'use cache'; }
//- app/actions.test.ts
'use server';
export async function a() {}
//- app/page.stories.tsx
export const save = async () => { 'use server'; };
`,
      '',
    );
  });
});

describe('apps', () => {
  it('of a monorepo have their own endpoints; a package that no app holds keeps its actions', () => {
    checkSurface(
      `
//- package.json
{ "workspaces": ["apps/*", "packages/*"] }
//- apps/web/package.json
{ "dependencies": { "next": "16.0.0" } }
//- apps/web/app/api/route.ts
export const GET = f();
//- apps/docs/package.json
{ "devDependencies": { "next": "^15.0.0" } }
//- apps/docs/src/app/api/route.ts
export const GET = f();
//- apps/docs/src/app/not/app/api/route.ts
export const GET = f();
//- packages/actions/package.json
{ "name": "@w/actions" }
//- packages/actions/src/index.ts
'use server';
export async function save() {}
`,
      `
      route GET /api apps/docs/src/app/api/route.ts:1
      route GET /not/app/api apps/docs/src/app/not/app/api/route.ts:1
      route GET /api apps/web/app/api/route.ts:1
      action save - packages/actions/src/index.ts:2
      `,
    );
  });
});

describe('framework endpoints', () => {
  it('are the metadata routes and the handlers of pages/api', () => {
    checkSurface(
      `
//- app/robots.ts
export default function robots() {}
//- app/blog/sitemap.ts
export default function sitemap() {}
//- app/blog/robots.ts
export default function notRobots() {}
//- app/opengraph-image.tsx
export default function Image() {}
//- pages/api/hello.ts
export default function handler() {}
//- pages/api/index.ts
export default handler;
const handler = () => {};
//- pages/index.tsx
export default function Page() {}
`,
      `
      metadata GET /blog/sitemap.xml app/blog/sitemap.ts:1
      metadata GET /opengraph-image app/opengraph-image.tsx:1
      metadata GET /robots.txt app/robots.ts:1
      pages-api default /api/hello pages/api/hello.ts:1
      pages-api default /api pages/api/index.ts:2
      `,
    );
  });
});
