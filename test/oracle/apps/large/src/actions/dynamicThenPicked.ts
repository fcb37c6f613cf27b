'use server';
export async function thenUsed() {}
export async function thenUnused() {}
