'use server';
export async function never() {}
