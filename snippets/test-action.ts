// title: Test of an action: who is turned away
// in: test
// path: app/items/actions.test.ts

// #if vitest
import { describe, expect, it } from 'vitest';
// #elif !jest
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
// #endif
import { $rename$ } from './$actions$';

describe('$rename$', () => {
  it('turns away whoever has no session', async () => {
    // #if vitest
    await expect($rename$('1', new FormData())).rejects.toThrow();
    // #elif jest
    await expect($rename$('1', new FormData())).rejects.toThrow();
    // #else
    await assert.rejects($rename$('1', new FormData()));
    // #endif
  });
});
