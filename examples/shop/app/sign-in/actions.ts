'use server';

import { redirect } from 'next/navigation';
import type { FormState } from '@/lib/action';
import { startSession } from '@/lib/session';
import { authenticate } from '@/lib/users';

export async function signIn(_previous: FormState, formData: FormData): Promise<FormState> {
  const user = await authenticate(String(formData.get('email')), String(formData.get('password')));
  if (!user) return { ok: false, message: 'No account has this email and password.' };

  await startSession(user.id);
  redirect('/account');
}
