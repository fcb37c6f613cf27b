'use server';
export async function nested() {}
