'use server';
export async function fromNotFound() {}
