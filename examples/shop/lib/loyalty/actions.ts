'use server';

import { updateUser } from '@/lib/users';

/** Left from the loyalty program; no page imports this module any more. */
export async function joinLoyaltyProgram(userId: string) {
  await updateUser(userId, { newsletter: true });
}
