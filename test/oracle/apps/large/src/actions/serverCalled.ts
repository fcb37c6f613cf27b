'use server';
export async function called() {
  return 1;
}
