// title: Server-sent events, ended when the client leaves
// in: route
// methods: GET
// path: app/api/events/route.ts

// #if !next15
export const dynamic = 'force-dynamic';

// #endif
export async function GET(request: Request) {
  guard();

  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (event: string, data: unknown) => {
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      send('$ready$', {});
      /* $0 */
      const timer = setInterval(() => send('ping', {}), 15_000);
      request.signal.addEventListener('abort', () => {
        clearInterval(timer);
        controller.close();
      });
    },
  });
  return new Response(stream, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' },
  });
}
