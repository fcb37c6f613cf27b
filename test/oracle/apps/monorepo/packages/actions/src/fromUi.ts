'use server';
export async function uiUsed() {}
export async function uiUnused() {}
