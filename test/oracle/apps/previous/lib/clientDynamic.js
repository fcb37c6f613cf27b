'use server';
export async function picked() {}
export async function unpicked() {}
