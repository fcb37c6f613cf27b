// title: Form of an action with a bound argument
// in: client
// path: app/items/rename-form.tsx

'use client';

import { $rename$ } from './$actions$';

export function $RenameForm$({ id, name }: { readonly id: string; readonly name: string }) {
  const submit = $rename$.bind(null, id);
  return (
    <form action={submit}>
      <input name="$name$" defaultValue={name} required maxLength={200} aria-label="$Name$" />
      <button>Rename</button>
    </form>
  );
}
