'use server';

import { refresh } from 'next/cache';
import type { FormState } from '@/lib/action';
import { countReport, createReview, deleteReview, reviewInput } from '@/lib/catalog';
import { getUser, requireAdmin } from '@/lib/session';

export async function submitReview(_previous: FormState, formData: FormData): Promise<FormState> {
  const review = reviewInput.safeParse(Object.fromEntries(formData));
  if (!review.success) return { ok: false, message: 'Please write a few words.' };

  const user = await getUser();
  await createReview({ ...review.data, author: user?.name ?? 'Anonymous' });
  refresh();
  return { ok: true, message: 'Thank you for your review.' };
}

export async function reportReview(reviewId: string) {
  await countReport(reviewId);
}

/** For the moderation page, which is not there yet. */
export async function removeReview(reviewId: string) {
  await requireAdmin();
  await deleteReview(reviewId);
}
