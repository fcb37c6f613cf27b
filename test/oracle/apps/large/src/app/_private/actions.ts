'use server';
export async function fromPrivateFolder() {}
