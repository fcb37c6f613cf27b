import { fromHandler } from '~/handlerActions';
export async function GET() {
  return Response.json([]);
}
export async function POST() {
  await fromHandler();
  return Response.json({});
}
