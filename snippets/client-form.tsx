// title: Form of an action, showing its state (useActionState)
// in: client
// path: app/items/item-form.tsx

'use client';

// #if next15
import { useActionState } from 'react';
// #else
import { useFormState } from 'react-dom';
// #endif
import { $saveItem$ } from './$actions$';

export function $ItemForm$() {
  // #if next15
  const [state, submit, isPending] = useActionState($saveItem$, { ok: false, message: '' });
  // #else
  const [state, submit] = useFormState($saveItem$, { ok: false, message: '' });
  // #endif
  return (
    <form action={submit}>
      <label>
        $Name$ <input name="$name$" required maxLength={200} />
      </label>
      {/* #if next15 */}
      <button disabled={isPending}>Save</button>
      {/* #else */}
      <button>Save</button>
      {/* #endif */}
      <p role="status">{state.message}</p>
    </form>
  );
}
