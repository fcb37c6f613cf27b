export async function GET() {
  return new Response();
}
export async function POST() {
  return new Response();
}
export function PUT() {
  return new Response();
}
export const PATCH = async () => new Response();
export const helper = 1;
export function get() {}
