'use server';
export async function typed() {}
