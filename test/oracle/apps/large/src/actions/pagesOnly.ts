'use server';
export async function fromPages() {}
