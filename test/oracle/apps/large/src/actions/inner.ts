'use server';
export async function byInner() {}
export async function byInnerUnused() {}
