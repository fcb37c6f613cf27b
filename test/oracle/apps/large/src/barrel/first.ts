'use server';
export async function fromBarrel() {}
export async function fromBarrelUnused() {}
