/** Proxy files that go where Next.js looks: with their imports, and only where the place is free. */
import { checkAssist, checkNoAssist } from '../support/checkAssist';

const ID = 'move-proxy';

describe('move-proxy', () => {
  it('updates who imports the file, too', () => {
    checkAssist(
      ID,
      `//- test/proxy.test.js
import middleware from '../app/middleware';
middleware();
//- app/page.jsx
export default () => null;
//- package.json
{ "dependencies": { "next": "15.0.0" } }
//- app/middleware.js
import { lang } from '@/lib/lang';
import { rules } from './rules';
export default function middle$0ware() {
  return rules(lang);
}
`,
      `//- test/proxy.test.js
import middleware from '../middleware';
middleware();
//- app/middleware.js (deleted)
//- middleware.js
import { lang } from '@/lib/lang';
import { rules } from './app/rules';
export default function middleware() {
  return rules(lang);
}
`,
    );
  });

  it('is not offered elsewhere in the file, nor for a proxy in its place', () => {
    checkNoAssist(
      ID,
      `//- app/page.tsx
export default () => null;
//- app/proxy.ts
export function proxy() {
  return un$0defined;
}
`,
    );
    checkNoAssist(
      ID,
      `//- app/page.tsx
export default () => null;
//- proxy.ts
export function pro$0xy() {}
`,
    );
  });
});
