import 'server-only';

import { timingSafeEqual } from 'node:crypto';
import { hashPassword, store, type User } from '@/lib/store';

export async function findUser(id: string): Promise<User | null> {
  return store.users.get(id) ?? null;
}

/** The user with these credentials, or null. */
export async function authenticate(email: string, password: string): Promise<User | null> {
  const user = [...store.users.values()].find((candidate) => candidate.email === email);
  if (!user) return null;

  const matches = timingSafeEqual(
    Buffer.from(hashPassword(password, user.salt)),
    Buffer.from(user.passwordHash),
  );
  return matches ? user : null;
}

export async function updateUser(
  id: string,
  changes: Partial<Pick<User, 'name' | 'address' | 'newsletter' | 'wishlist'>>,
): Promise<void> {
  const user = store.users.get(id);
  if (user) store.users.set(id, { ...user, ...changes });
}

export async function setWished(id: string, slug: string, wished: boolean): Promise<void> {
  const wishlist = new Set(store.users.get(id)?.wishlist);
  if (wished) wishlist.add(slug);
  else wishlist.delete(slug);
  await updateUser(id, { wishlist });
}
