'use server';
export async function remove() {}
