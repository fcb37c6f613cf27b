'use server';
export async function usedByClient() {
  return null;
}
export async function importedButUnused() {}
export async function clientNever() {}
