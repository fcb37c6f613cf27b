// title: File upload, its type and size checked
// in: route
// methods: POST
// path: app/api/files/route.ts

import { $storeFile$ } from '@/lib/$files$';

const MAX_BYTES = 5 * 1024 * 1024;
const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp']);

export async function POST(request: Request) {
  guard();

  const form = await request.formData().catch(() => null);
  const file = form?.get('$file$');
  if (!(file instanceof File) || file.size === 0) {
    return Response.json({ error: 'A file is missing' }, { status: 400 });
  }
  // The type and the name are what the sender says: neither decides where the file goes.
  if (!TYPES.has(file.type)) {
    return Response.json({ error: 'Unsupported type' }, { status: 415 });
  }
  if (file.size > MAX_BYTES) {
    return Response.json({ error: 'Too large' }, { status: 413 });
  }

  const id = crypto.randomUUID();
  await $storeFile$(id, file);
  return Response.json({ id }, { status: 201 });
}
