'use server';
export async function fromProxy() {}
