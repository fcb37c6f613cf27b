// title: Action that takes a file, its type and size checked
// in: action
// path: app/files/actions.ts
// reject: return { ok: false, message: 'Sign in first.' };

'use server';

import { $storeFile$ } from '@/lib/$files$';

/** Next.js refuses bodies over 1 MB before the action runs; `serverActions.bodySizeLimit` in next.config sets that limit. */
const MAX_BYTES = 1024 * 1024;
const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp']);

export interface UploadState {
  readonly ok: boolean;
  readonly message: string;
}

export async function $upload$(_state: UploadState, formData: FormData): Promise<UploadState> {
  guard();

  const file = formData.get('$file$');
  if (!(file instanceof File) || file.size === 0) {
    return { ok: false, message: 'Choose a file.' };
  }
  // The type and the name are what the sender says: neither decides where the file goes.
  if (!TYPES.has(file.type) || file.size > MAX_BYTES) {
    return { ok: false, message: 'JPEG, PNG or WebP, up to 1 MB.' };
  }

  await $storeFile$(crypto.randomUUID(), file);
  return { ok: true, message: 'Uploaded.' };
}
