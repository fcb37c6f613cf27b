/** Where the cache may lie: never in the workspace, and only where the system wants caches. */
import assert from 'node:assert/strict';
import { cacheFolder, openFactsCache } from '../../server/src/node/factsCache';

describe('the cache folder', () => {
  it('is the one that the system names', () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x/cache' }, 'linux', '/home/u'), '/x/cache/next-surface');
    assert.equal(cacheFolder({}, 'linux', '/home/u'), '/home/u/.cache/next-surface');
    assert.equal(cacheFolder({}, 'darwin', '/Users/u'), '/Users/u/Library/Caches/next-surface');
  });

  it('ignores a relative XDG_CACHE_HOME, as its specification demands', () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: 'cache' }, 'linux', '/home/u'), '/home/u/.cache/next-surface');
  });

  it('is nowhere when the system names none', () => {
    assert.equal(cacheFolder({}, 'linux', undefined), undefined);
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'darwin', undefined), undefined);
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'win32', '/home/u'), undefined);
  });
});

describe('the cache of a workspace', () => {
  const open = (folder: string, workspace: string): boolean =>
    openFactsCache({ folder, owner: 'test', workspace, engine: 'e' }) !== undefined;

  it('is refused where it would lie in the workspace', () => {
    assert.equal(open('/home/u/.cache/next-surface', '/home/u'), false);
    assert.equal(open('/home/u', '/home/u'), false);
    assert.equal(open('/home/u/..cache', '/home/u'), false);
    assert.equal(open('/home/u/.cache/next-surface', '/home/u/shop'), true);
    assert.equal(open('/home/users-cache', '/home/u'), true);
  });
});
