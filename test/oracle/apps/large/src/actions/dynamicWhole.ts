'use server';
export async function wholeUsed() {}
export async function wholeUnused() {}
