'use server';
export async function fromMiddleware() {}
