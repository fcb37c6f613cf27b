'use client';

import { useActionState, useState, useTransition } from 'react';
import { reportReview, submitReview } from './actions';

export function ReviewForm({ product }: { product: string }) {
  const [state, formAction, pending] = useActionState(submitReview, { ok: true, message: '' });

  return (
    <form action={formAction} className="stack">
      <input type="hidden" name="product" value={product} />
      <label>
        Rating
        <input type="number" name="rating" min={1} max={5} defaultValue={5} />
      </label>
      <label>
        Your review
        <textarea name="text" rows={3} required />
      </label>
      <button disabled={pending}>Send review</button>
      {state.message && <p className={state.ok ? 'note' : 'note error'}>{state.message}</p>}
    </form>
  );
}

export function ReportButton({ reviewId }: { reviewId: string }) {
  const [reported, setReported] = useState(false);
  const [pending, startTransition] = useTransition();

  function report() {
    startTransition(async () => {
      await reportReview(reviewId);
      setReported(true);
    });
  }

  return (
    <button className="quiet" onClick={report} disabled={pending || reported}>
      {reported ? 'Reported' : 'Report'}
    </button>
  );
}
