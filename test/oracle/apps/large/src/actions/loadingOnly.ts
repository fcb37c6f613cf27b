'use server';
export async function fromLoading() {}
