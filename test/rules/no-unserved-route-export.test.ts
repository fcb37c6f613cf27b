/** The rule against names that no request reaches, and against files where such names mean nothing. */
import { checkRule } from '../support/check';

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
});
