'use server';
export async function fromTemplate() {}
