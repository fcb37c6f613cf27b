// title: Answer at once, and work on after it
// in: route
// methods: POST
// needs: next15
// path: app/api/messages/route.ts

import { after } from 'next/server';
import { $createMessage$ } from '@/lib/$messages$';

export async function POST(request: Request) {
  guard();

  const $text$ = await request.text();
  if ($text$.trim() === '') {
    return Response.json({ error: 'Invalid input' }, { status: 400 });
  }

  // The caller has the answer when this runs: what fails here has to be logged here.
  after(async () => {
    try {
      await $createMessage$($text$);
    } catch (error) {
      console.error(error);
    }
  });
  return new Response(null, { status: 202 });
}
