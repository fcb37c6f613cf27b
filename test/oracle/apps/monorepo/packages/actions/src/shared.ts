'use server';
export async function shared() {}
