'use server';
export async function neverUsedHere() {}
