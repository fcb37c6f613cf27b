// title: List that shows what is sent before it is stored (useOptimistic)
// in: client
// needs: next15
// path: app/messages/messages.tsx

'use client';

import { useOptimistic, useRef } from 'react';
import { $sendMessage$ } from './$actions$';

export function $Messages$({ messages }: { readonly messages: readonly string[] }) {
  const form = useRef<HTMLFormElement>(null);
  const [shown, show] = useOptimistic(messages, (known, text: string) => [...known, text]);

  async function send(formData: FormData) {
    show(String(formData.get('text')));
    form.current?.reset();
    await $sendMessage$(formData);
  }

  return (
    <>
      <ul>
        {shown.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
      <form action={send} ref={form}>
        <input name="text" required maxLength={2000} aria-label="$Message$" />
        <button>Send</button>
      </form>
    </>
  );
}
