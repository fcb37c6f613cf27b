'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { withUser } from '@/lib/action';
import { updateUser } from '@/lib/users';

const profileInput = z.object({ name: z.string().trim().min(1), address: z.string().trim().max(200) });

export const updateProfile = withUser(async (user, formData: FormData) => {
  const profile = profileInput.safeParse(Object.fromEntries(formData));
  if (!profile.success) return;

  await updateUser(user.id, profile.data);
  refresh();
});

export const clearWishlist = withUser(async (user) => {
  await updateUser(user.id, { wishlist: new Set() });
  refresh();
});
