'use server';
export async function fromLayout() {}
