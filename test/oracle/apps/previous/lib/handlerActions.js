'use server';
export async function fromHandler() {}
