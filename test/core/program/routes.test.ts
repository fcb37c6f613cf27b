/** The URLs of routes and metadata files, as `next build` lists them: the same forms are built in test/oracle. */
import { checkSurface } from '../../support/check';

const HANDLER = 'export const GET = () => new Response();';
const IMAGE = 'export default function Image() {}';

describe('the URL of a route handler', () => {
  it('leaves out groups and slots, and keeps intercepting segments, dots and dynamic segments', () => {
    checkSurface(
      `
//- app/(group)/(deep)/nested/(more)/x/route.ts
${HANDLER}
//- app/dash/@slot/inner/route.ts
${HANDLER}
//- app/(.)odd/route.ts
${HANDLER}
//- app/feed/(..)photo/[id]/route.ts
${HANDLER}
//- app/optional/[[...rest]]/route.ts
${HANDLER}
//- app/docs/[...slug]/route.ts
${HANDLER}
//- app/feed.xml/route.ts
${HANDLER}
//- app/index/route.ts
${HANDLER}
`,
      `
      route GET /(.)odd app/(.)odd/route.ts:1
      route GET /nested/x app/(group)/(deep)/nested/(more)/x/route.ts:1
      route GET /dash/inner app/dash/@slot/inner/route.ts:1
      route GET /docs/[...slug] app/docs/[...slug]/route.ts:1
      route GET /feed.xml app/feed.xml/route.ts:1
      route GET /feed/(..)photo/[id] app/feed/(..)photo/[id]/route.ts:1
      route GET /index app/index/route.ts:1
      route GET /optional/[[...rest]] app/optional/[[...rest]]/route.ts:1
      `,
    );
  });

  it('comes only from files that end with a page extension, a compound one too', () => {
    checkSurface(
      `
//- next.config.ts
export default { pageExtensions: ['ts', 'api.ts'] };
//- package.json
{ "dependencies": { "next": "16.4.6" } }
//- app/a/route.api.ts
${HANDLER}
//- app/b/route.tsx
${HANDLER}
//- app/c/route.mts
${HANDLER}
//- app/d/route.d.ts
export declare const GET: () => Response;
//- app/e/Route.ts
${HANDLER}
//- pages/api/x.api.ts
export default handler;
function handler() {}
//- pages/api.ts
export default function handler() {}
`,
      `
      route GET /a app/a/route.api.ts:1
      pages-api default /api pages/api.ts:1
      pages-api default /api/x pages/api/x.api.ts:2
      `,
    );
  });
});

describe('of two handlers in one folder', () => {
  const both = (a: string, b: string): string => `
//- app/x/route.${a}
export const GET = () => new Response();
//- app/x/route.${b}
export const POST = () => new Response();
`;
  const withWebpack = `
//- package.json
{ "dependencies": { "next": "16.4.6" }, "scripts": { "build": "next build --webpack" } }
`;

  it('Turbopack serves JavaScript before TypeScript, and the form with JSX before the other', () => {
    checkSurface(both('ts', 'js'), 'route POST /x app/x/route.js:1');
    checkSurface(both('ts', 'tsx'), 'route POST /x app/x/route.tsx:1');
    checkSurface(both('jsx', 'ts'), 'route GET /x app/x/route.jsx:1');
    checkSurface(both('jsx', 'js'), 'route GET /x app/x/route.jsx:1');
  });

  it('webpack serves the last name of the alphabet', () => {
    checkSurface(both('ts', 'js') + withWebpack, 'route GET /x app/x/route.ts:1');
    checkSurface(both('ts', 'tsx') + withWebpack, 'route POST /x app/x/route.tsx:1');
    checkSurface(both('jsx', 'ts') + withWebpack, 'route POST /x app/x/route.ts:1');
    checkSurface(both('jsx', 'js') + withWebpack, 'route GET /x app/x/route.jsx:1');
  });
});

describe('metadata files', () => {
  it('without code are endpoints by their names alone, some of them only at the root', () => {
    checkSurface(
      `
//- app/favicon.ico
//- app/robots.txt
//- app/manifest.json
//- app/apple-icon2.png
//- app/blog/sitemap.xml
//- app/blog/opengraph-image.jpg
//- app/blog/twitter-image.gif
//- app/blog/icon.svg
//- app/blog/favicon.ico
//- app/blog/robots.txt
//- app/blog/opengraph-image.svg
//- app/blog/opengraph-image.alt.txt
//- app/_private/icon.png
//- public/robots.txt
//- app/[id]/icon.png
`,
      `
      metadata GET /[id]/icon.png app/[id]/icon.png:1
      metadata GET /apple-icon2.png app/apple-icon2.png:1
      metadata GET /blog/icon.svg app/blog/icon.svg:1
      metadata GET /blog/opengraph-image.jpg app/blog/opengraph-image.jpg:1
      metadata GET /blog/sitemap.xml app/blog/sitemap.xml:1
      metadata GET /blog/twitter-image.gif app/blog/twitter-image.gif:1
      metadata GET /favicon.ico app/favicon.ico:1
      metadata GET /manifest.json app/manifest.json:1
      metadata GET /robots.txt app/robots.txt:1
      `,
    );
  });

  it('that list their images or sitemaps have one URL for each of them', () => {
    checkSurface(
      `
//- app/products/sitemap.ts
export async function generateSitemaps() {}
export default function sitemap() {}
//- app/gallery/icon.tsx
export const generateImageMetadata = () => [];
${IMAGE}
`,
      `
      metadata GET /gallery/icon/[__metadata_id__] app/gallery/icon.tsx:2
      metadata GET /products/sitemap/[__metadata_id__] app/products/sitemap.ts:2
      `,
    );
  });

  it('have other names in 13 and 14', () => {
    const app = (version: string): string => `
//- package.json
{ "dependencies": { "next": "${version}" } }
//- app/gallery/icon.tsx
export const generateImageMetadata = () => [];
${IMAGE}
//- app/(group)/card/twitter-image.tsx
${IMAGE}
`;
    const icon = 'metadata GET /gallery/icon/[[...__metadata_id__]] app/gallery/icon.tsx:2';
    const card = (hash: string): string =>
      `metadata GET /card/twitter-image-${hash} app/(group)/card/twitter-image.tsx:1`;
    checkSurface(app('13.4.19'), `${card('39evbj')}\n${icon}`);
    checkSurface(app('14.2.35'), `${card('1adr9k')}\n${icon}`);
  });

  it('that are images of a group or a slot have a hash of their folder in the name; sitemaps have none', () => {
    checkSurface(
      `
//- app/(group)/card/twitter-image.tsx
${IMAGE}
//- app/(group)/card/icon1.png
//- app/(group)/map/sitemap.ts
${IMAGE}
//- app/(group)/map2/sitemap.xml
`,
      `
      metadata GET /card/icon1-1adr9k.png app/(group)/card/icon1.png:1
      metadata GET /card/twitter-image-1adr9k app/(group)/card/twitter-image.tsx:1
      metadata GET /map/sitemap.xml app/(group)/map/sitemap.ts:1
      metadata GET /map2/sitemap.xml app/(group)/map2/sitemap.xml:1
      `,
    );
  });
});
