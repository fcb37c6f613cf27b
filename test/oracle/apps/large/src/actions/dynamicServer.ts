'use server';
export async function lazyUsed() {}
export async function lazyUnused() {}
