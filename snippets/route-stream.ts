// title: Streamed answer, made while it is read
// in: route
// methods: GET
// path: app/api/stream/route.ts

// #if !next15
export const dynamic = 'force-dynamic';

// #endif
async function* $makeParts$(): AsyncGenerator<string> {
  for (const part of ['Hello, ', 'world']) yield part;
}

export async function GET() {
  guard();

  const parts = $makeParts$();
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value } = await parts.next();
      if (typeof value === 'string') controller.enqueue(encoder.encode(value));
      else controller.close();
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(stream, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
