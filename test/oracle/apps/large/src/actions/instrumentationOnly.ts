'use server';
export async function fromInstrumentation() {}
