'use server';
export async function viaImports() {}
