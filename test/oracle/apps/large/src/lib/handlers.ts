const answer = () => new Response();
export const handlers = { GET: answer, POST: answer, gone: answer };
export const GET = answer;
export async function PATCH() {
  return new Response();
}
