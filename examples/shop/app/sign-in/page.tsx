'use client';

import { useActionState } from 'react';
import { signIn } from './actions';

export default function SignInPage() {
  const [state, formAction, pending] = useActionState(signIn, { ok: true, message: '' });

  return (
    <>
      <h1>Sign in</h1>
      <form action={formAction} className="stack">
        <label>
          Email
          <input type="email" name="email" autoComplete="email" required />
        </label>
        <label>
          Password
          <input type="password" name="password" autoComplete="current-password" required />
        </label>
        <button disabled={pending}>Sign in</button>
        {!state.ok && <p className="note error">{state.message}</p>}
      </form>
    </>
  );
}
