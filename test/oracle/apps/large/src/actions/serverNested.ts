'use server';
export async function serverNested() {}
export async function serverNestedUnused() {}
