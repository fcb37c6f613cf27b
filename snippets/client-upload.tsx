// title: Form that sends a file to an action
// in: client
// path: app/files/upload-form.tsx

'use client';

// #if next15
import { useActionState } from 'react';
// #else
import { useFormState } from 'react-dom';
// #endif
import { $upload$ } from './$actions$';

export function $UploadForm$() {
  // #if next15
  const [state, submit, isPending] = useActionState($upload$, { ok: false, message: '' });
  // #else
  const [state, submit] = useFormState($upload$, { ok: false, message: '' });
  // #endif
  return (
    <form action={submit}>
      <input type="file" name="$file$" accept="image/jpeg,image/png,image/webp" required aria-label="$File$" />
      {/* #if next15 */}
      <button disabled={isPending}>Upload</button>
      {/* #else */}
      <button>Upload</button>
      {/* #endif */}
      <p role="status">{state.message}</p>
    </form>
  );
}
