'use server';
export async function namespaced() {}
export async function namespacedByUnrendered() {}
export async function namespacedUnused() {}
