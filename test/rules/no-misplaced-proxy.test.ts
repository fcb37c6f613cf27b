/** The rule against the places where a proxy counts, where it does not, and files that only share its name. */
import { checkRule } from '../support/check';

describe('no-misplaced-proxy', () => {
  it('reports a proxy at the root of an app that lies in src/', () => {
    checkRule(`
//- proxy.ts
export function proxy() {}
             // ^^^^^ warning no-misplaced-proxy: the proxy of this app must be \`src/proxy.ts\`
//- src/app/page.tsx
export default () => null;
`);
  });

  it('reports a proxy in src/ of an app that does not lie there, and one inside app/', () => {
    checkRule(`
//- src/middleware.ts
export async function middleware() {}
                   // ^^^^^^^^^^ warning no-misplaced-proxy: must be \`middleware.ts\`
//- app/page.tsx
export default () => null;
`);
    checkRule(`
//- app/proxy.js
export default () => {};
            // ^^^^^ warning no-misplaced-proxy: must be \`proxy.js\`
//- app/page.tsx
export default () => null;
`);
  });

  it('says nothing of a proxy in the right place, nor of a second file beside it', () => {
    checkRule(`
//- src/proxy.ts
export function proxy() {}
//- proxy.ts
export function proxy() {}
//- src/app/page.tsx
export default () => null;
`);
  });

  it('says nothing of modules elsewhere that share the name, nor of ones that export no proxy', () => {
    checkRule(`
//- lib/middleware.ts
export function middleware() {}
//- src/middleware.ts
export function withAuth() {}
//- app/page.tsx
export default () => null;
`);
  });

  it('knows that proxy.ts means nothing before Next.js 16', () => {
    checkRule(`
//- package.json
{ "dependencies": { "next": "15.4.0" } }
//- app/proxy.ts
export function proxy() {}
//- app/page.tsx
export default () => null;
`);
  });
});
