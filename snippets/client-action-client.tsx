// title: Form of an action of next-safe-action (useAction)
// in: client
// needs: safeAction
// path: app/items/item-form.tsx

'use client';

import { useAction } from 'next-safe-action/hooks';
import { $saveItem$ } from './$actions$';

export function $ItemForm$() {
  const { execute, isExecuting, result } = useAction($saveItem$);
  return (
    <form action={(formData) => execute({ $name$: String(formData.get('$name$')) })}>
      <input name="$name$" required maxLength={200} aria-label="$Name$" />
      <button disabled={isExecuting}>Save</button>
      {result.serverError && <p role="alert">{result.serverError}</p>}
      {result.validationErrors && <p role="alert">Check what you entered.</p>}
    </form>
  );
}
