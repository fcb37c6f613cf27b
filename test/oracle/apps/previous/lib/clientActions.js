'use server';
export async function byClient() {}
export async function importedOnly() {}
export async function unusedByClient() {}
