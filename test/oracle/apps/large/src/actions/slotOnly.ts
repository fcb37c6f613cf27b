'use server';
export async function fromSlot() {}
