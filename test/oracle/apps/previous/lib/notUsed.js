'use server';
export async function importedNotUsed() {}
