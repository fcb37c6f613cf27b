'use server';
export async function dynamicUsed() {}
export async function dynamicUnused() {}
