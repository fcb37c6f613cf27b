export default function handler(_: unknown, response: { end(): void }) {
  response.end();
}
