import { fromHandler } from '@/actions/handlerOnly';
export async function POST() {
  async function inHandler() {
    'use server';
  }
  await fromHandler();
  return new Response(String(inHandler.length));
}
