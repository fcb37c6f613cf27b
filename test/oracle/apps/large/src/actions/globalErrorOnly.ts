'use server';
export async function fromGlobalError() {}
