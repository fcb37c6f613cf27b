'use server';
export async function memberUsed() {}
export async function memberUnused() {}
