/** The rule against names that no request reaches, and against files where such names mean nothing. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

describe('no-unserved-route-export', () => {
  it('reports names in small letters beside right ones', () => {
    checkRule(`
//- app/api/route.ts
export const GET = () => new Response();
export const post = () => new Response();
          // ^^^^ warning no-unserved-route-export: Next.js never calls \`post\`: it must be \`POST\`
`);
  });

  it('says nothing of a helper that is named like a method that is there', () => {
    checkRule(`
//- app/api/route.ts
export const get = () => new Response();
export const GET = get;
export default GET;
`);
  });

  it('says nothing of pages/api, of other files, and of private folders', () => {
    checkRule(`
//- pages/api/hello.ts
export default function handler() {}
//- app/get.ts
export const get = 1;
export default get;
//- app/_private/route.ts
export const get = () => new Response();
`);
  });

  it('renames a name in small letters wherever the file has it', () => {
    checkFix(
      `
//- app/api/route.ts
export async function post() { return new Response(); }
export const PUT = () => post();
export const all = { post };
`,
      `
//- app/api/route.ts
export async function POST() { return new Response(); }
export const PUT = () => POST();
export const all = { post: POST };
`,
      { title: 'Rename `post` to `POST`' },
    );
    checkFix(
      `
//- app/api/route.ts
const answer = () => new Response();
export { answer as get };
`,
      `
//- app/api/route.ts
const answer = () => new Response();
export { answer as GET };
`,
    );
  });

  it('exports a default function by the method that it is written for', () => {
    for (const [before, after, method] of [
      ['export default function handler() {', 'export function GET() {', 'GET'],
      [
        'export default async function (request) { await request.json();',
        'export async function POST(request) { await request.json();',
        'POST',
      ],
      [
        'export default async (request, { params }) => { await params;',
        'export const GET = async (request, { params }) => { await params;',
        'GET',
      ],
    ] as const) {
      const file = (head: string): string => `
//- app/api/route.js
${head} return new Response(); }
`;
      checkFix(file(before), file(after), { title: `Export it as \`${method}\`` });
    }
    checkFix(
      `
//- app/api/route.js
function handler() { return new Response(); }
export default handler;
`,
      `
//- app/api/route.js
function handler() { return new Response(); }
export { handler as GET };
`,
    );
  });

  it('leaves a handler in the manner of pages/api, one that asks for the method, and one that others import', () => {
    checkNoFix(`
//- app/api/route.js
export default function handler(req, res) { res.json({}); }
`);
    checkNoFix(`
//- app/api/route.js
export default function handler(request) { return new Response(request.method); }
`);
    checkNoFix(`
//- app/api/route.ts
export function get() { return new Response(); }
//- app/page.tsx
import { get } from './api/route';
export default () => get();
`);
  });
});
