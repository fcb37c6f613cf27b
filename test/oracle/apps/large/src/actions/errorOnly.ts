'use server';
export async function fromError() {}
