'use server';
import { serverNested } from './serverNested';
export async function outer() {
  await serverNested();
}
