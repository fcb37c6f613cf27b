'use server';
export async function namespaced() {}
export async function namespacedUnused() {}
