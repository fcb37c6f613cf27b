'use server';
export async function fromLazy() {}
export async function fromLazyUnused() {}
