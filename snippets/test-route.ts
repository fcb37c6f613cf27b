// title: Test of a handler: who is turned away
// in: test
// needs: besideRoute
// path: app/api/items/route.test.ts

// #if vitest
import { describe, expect, it } from 'vitest';
// #elif !jest
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
// #endif
import { $POST$ } from './route';

describe('$POST$', () => {
  it('turns away whoever has no session', async () => {
    const request = new Request('http://localhost/', { method: '$POST$', body: '{}' });
    const response = await $POST$(request);
    // #if vitest
    expect(response.status).toBe(401);
    // #elif jest
    expect(response.status).toBe(401);
    // #else
    assert.equal(response.status, 401);
    // #endif
  });
});
