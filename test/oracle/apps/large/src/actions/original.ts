'use server';
export async function original() {}
