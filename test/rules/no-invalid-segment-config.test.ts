/** The rule against segment config that the build rejects, by version, and against alarms about values that it reads. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

const GET = 'export const GET = () => new Response();\n';

describe('no-invalid-segment-config', () => {
  it('reports what has to be run to be known', () => {
    checkRule(`
//- app/api/route.ts
export const dynamic = process.env.CI ? 'force-static' : 'auto';
          // ^^^^^^^ error no-invalid-segment-config: Next.js cannot read \`dynamic\`
export const maxDuration = (30);
          // ^^^^^^^^^^^ error no-invalid-segment-config: Next.js cannot read \`maxDuration\`
${GET}`);
  });

  it('reports pages and layouts, however little else is in them', () => {
    checkRule(`
//- app/page.tsx
export const revalidate = 60 * 60;
          // ^^^^^^^^^^ error no-invalid-segment-config: Next.js cannot read \`revalidate\`
export default () => null;
//- app/a/layout.tsx
export { runtime as runtime } from '../config';
                 // ^^^^^^^ error no-invalid-segment-config: it must be written here
export default ({ children }) => children;
//- app/b/template.tsx
export const revalidate = 60 * 60;
`);
  });

  it('reports what is passed on', () => {
    checkRule(`
//- app/api/route.ts
export { runtime } from './config';
      // ^^^^^^^ error no-invalid-segment-config: it must be written here
const dynamic = 'auto';
   // ^^^^^^^ error no-invalid-segment-config: it must be written here
export { dynamic };
${GET}`);
  });

  it('reports numbers that are none', () => {
    checkRule(`
//- app/api/route.ts
export const maxDuration = '5';
          // ^^^^^^^^^^^ error no-invalid-segment-config: Next.js does not know this value of \`maxDuration\`
export const revalidate = true;
          // ^^^^^^^^^^ error no-invalid-segment-config: Next.js does not know this value of \`revalidate\`
${GET}`);
  });

  it('reports what cacheComponents replaces, and nothing else there', () => {
    checkRule(`
//- next.config.js
module.exports = { cacheComponents: true };
//- app/api/route.ts
export const dynamic = 'force-static';
          // ^^^^^^^ error no-invalid-segment-config: \`dynamic\` does not go with \`cacheComponents\`
export const maxDuration = 5;
${GET}`);
  });

  it('takes what the compiler reads: casts, large numbers with lines, plain templates, generators of params', () => {
    checkRule(`
//- app/api/[id]/route.ts
export const maxDuration = 1_000;
export const revalidate = false satisfies boolean;
export const runtime = \`nodejs\`;
export const fetchCache = 'force-no-store' as const;
export const dynamicParams = 1 > 2;
export function generateStaticParams() { return []; }
${GET}`);
  });

  it('says nothing of other files, and of versions whose build was not asked', () => {
    checkRule(`
//- app/api/config.ts
export const dynamic = String('auto');
//- lib/page.ts
export const dynamic = String('auto');
`);
    checkRule(`
//- package.json
{ "dependencies": { "next": "15.0.0" } }
//- app/api/route.ts
export const revalidate = 60 * 60;
${GET}`);
  });

  it('writes the value out where the file shows it', () => {
    for (const [before, after] of [
      ['60 * 60', '3600'],
      ['DAY', '86400'],
    ] as const)
      checkFix(
        `
//- app/api/route.ts
const DAY = 24 * 3600;
export const revalidate = ${before};
${GET}`,
        `
//- app/api/route.ts
const DAY = 24 * 3600;
export const revalidate = ${after};
${GET}`,
        { title: `Write \`${after}\`` },
      );
  });

  it('removes what cacheComponents replaces', () => {
    checkFix(
      `
//- next.config.js
module.exports = { cacheComponents: true };
//- app/api/route.ts
export const dynamic = 'force-static';

${GET}`,
      `
//- next.config.js
module.exports = { cacheComponents: true };
//- app/api/route.ts
${GET}`,
      { title: 'Remove `dynamic`' },
    );
  });

  it('leaves a value alone that only running the app would tell', () => {
    checkNoFix(`
//- app/api/route.ts
export const runtime = process.env.RUNTIME;
${GET}`);
  });
});
