'use server';
export async function neverImported() {}
