'use server';
export async function fromIntercept() {}
