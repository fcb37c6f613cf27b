'use server';
export async function fromDefault() {}
