'use server';
export async function later() {}
