'use server';
export async function besideBarrel() {}
