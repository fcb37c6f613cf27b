// title: Button that starts an action and waits for it (useTransition)
// in: client
// path: app/items/remove-button.tsx

'use client';

import { useState, useTransition } from 'react';
import { $removeItem$ } from './$actions$';

export function $RemoveButton$({ id }: { readonly id: string }) {
  const [isPending, startTransition] = useTransition();
  const [hasFailed, setFailed] = useState(false);

  function remove() {
    startTransition(async () => {
      const { ok } = await $removeItem$(id);
      setFailed(!ok);
    });
  }

  return (
    <>
      <button type="button" onClick={remove} disabled={isPending}>
        Remove
      </button>
      {hasFailed && <p role="alert">It could not be removed.</p>}
    </>
  );
}
