'use server';
import { nested } from './nested';
export async function save() {
  await nested();
}
export const bound = async (id) => id;
export async function unusedOnServer() {}
