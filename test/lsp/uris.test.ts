/** Paths and URIs: the conversions that everything else rests on. */
import assert from 'node:assert/strict';
import { filePath } from '../../server/src/core/text/filePath';
import { pathOf } from '../../server/src/lsp/fromProto';
import { toUri } from '../../server/src/lsp/toProto';

describe('URIs and paths', () => {
  for (const [title, uri, path, back] of [
    ['a plain file', 'file:///w/app/route.ts', '/w/app/route.ts'],
    [
      'percent-encoded segments',
      'file:///w/app/%5B...slug%5D/%28a%20b%29/r%C3%BC.ts',
      '/w/app/[...slug]/(a b)/rü.ts',
    ],
    [
      'brackets that a client did not encode',
      'file:///w/app/[id]/route.ts',
      '/w/app/[id]/route.ts',
      'file:///w/app/%5Bid%5D/route.ts',
    ],
    ['a parallel route', 'file:///w/app/%40modal/page.tsx', '/w/app/@modal/page.tsx'],
    ['a Windows drive, encoded', 'file:///c%3A/w/x.ts', 'c:/w/x.ts'],
    ['a Windows drive in upper case', 'file:///C:/w/x.ts', 'c:/w/x.ts', 'file:///c%3A/w/x.ts'],
    ['a Windows drive alone', 'file:///d%3A/', 'd:', 'file:///d%3A'],
    ['a share', 'file://server/share/x.ts', '//server/share/x.ts'],
    [
      'a virtual workspace',
      'vscode-vfs://github/o/r/app/%5Bid%5D/route.ts',
      'vscode-vfs://github/o/r/app/[id]/route.ts',
    ],
    ['an authority with a plus', 'vscode-remote://ssh%2Bhost/w/x.ts', 'vscode-remote://ssh%2Bhost/w/x.ts'],
    ['a trailing slash', 'file:///w/', '/w', 'file:///w'],
    ['dots', 'file:///w/a/../app/./route.ts', '/w/app/route.ts', 'file:///w/app/route.ts'],
    ['the root', 'file:///', '/'],
  ] as const) {
    it(`${title} goes both ways`, () => {
      assert.equal(pathOf(uri), path);
      assert.equal(toUri(filePath(path)), back ?? uri);
    });
  }

  for (const uri of [
    'untitled:Untitled-1',
    'untitled:/w/app/x.ts',
    'git:/w/x.ts?ref',
    'file:///w/x.ts#fragment',
    'x',
    '',
  ]) {
    it(`${JSON.stringify(uri)} is no file of a workspace`, () => assert.equal(pathOf(uri), undefined));
  }
});
