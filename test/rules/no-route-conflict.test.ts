/** The rule against URLs that two files serve and parameters of two names, and against alarms about files that only look alike. */
import { checkRule } from '../support/check';

const GET = 'export const GET = () => new Response();\n';
const MARK = (url: string, path: string): string =>
  `${GET}          // ^^^ error no-route-conflict: \`${url}\` is served by \`${path}\`, too\n`;

describe('no-route-conflict', () => {
  it('reports both of two routes, through groups', () => {
    checkRule(`
//- app/(a)/api/route.ts
${MARK('/api', 'app/(b)/api/route.ts')}//- app/(b)/api/route.ts
${MARK('/api', 'app/(a)/api/route.ts')}`);
  });

  it('reports a route that pages/api serves as well, and one beside a metadata file', () => {
    checkRule(`
//- app/api/hello/route.ts
${MARK('/api/hello', 'pages/api/hello.ts')}//- pages/api/hello.ts
export default function handler() {}
//- app/robots.txt/route.ts
${MARK('/robots.txt', 'app/robots.ts')}//- app/robots.ts
export default () => ({ rules: [] });
`);
  });

  it('reports parameters of two names at one place, of pages as well', () => {
    checkRule(`
//- app/(a)/[id]/raw/route.ts
${GET}          // ^^^ error no-route-conflict: \`[id]\` is called \`[slug]\` in \`app/[slug]/page.tsx\`: the server does not start
//- app/[slug]/page.tsx
export default () => null;
`);
  });

  it('says nothing of catch-alls, slots, intercepted routes, private folders, and static segments beside parameters', () => {
    checkRule(`
//- app/api/[id]/route.ts
${GET}//- app/api/[...rest]/route.ts
${GET}//- app/api/me/route.ts
${GET}//- app/api/[id]/posts/[postId]/route.ts
${GET}//- app/feed/route.ts
${GET}//- app/@modal/feed/page.tsx
export default () => null;
//- app/_feed/page.tsx
export default () => null;
//- app/photos/(.)feed/page.tsx
export default () => null;
//- app/feed/page.test.tsx
export default () => null;
`);
  });

  it('says nothing of another app of the workspace', () => {
    checkRule(`
//- apps/a/package.json
{ "dependencies": { "next": "16.0.0" } }
//- apps/a/app/api/route.ts
${GET}//- apps/b/package.json
{ "dependencies": { "next": "16.0.0" } }
//- apps/b/app/api/route.ts
${GET}`);
  });
});
