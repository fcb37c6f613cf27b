'use server';
export async function pickedUsed() {}
export async function pickedUnused() {}
