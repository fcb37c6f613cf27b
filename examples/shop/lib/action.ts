import 'server-only';

import { requireUser } from '@/lib/session';
import type { User } from '@/lib/store';

/** What a form shows after it was sent. */
export interface FormState {
  readonly ok: boolean;
  readonly message: string;
}

/** Makes a Server Action that runs for signed-in users only and is given the user first. */
export function withUser<Args extends unknown[], Result>(
  action: (user: User, ...args: Args) => Promise<Result>,
) {
  return async (...args: Args): Promise<Result> => action(await requireUser(), ...args);
}
