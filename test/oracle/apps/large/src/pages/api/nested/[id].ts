const handler = (_: unknown, response: { end(): void }) => response.end();
export default handler;
