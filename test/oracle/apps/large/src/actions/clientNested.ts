'use server';
export async function clientNested() {}
export async function clientNestedUnused() {}
