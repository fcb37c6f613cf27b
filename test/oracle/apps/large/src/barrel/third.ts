'use server';
export async function third() {}
