'use server';
import { clientNested } from './clientNested';
import { tool } from '@/lib/tool';
export async function clientOuter() {
  await clientNested();
  await tool.use();
}
