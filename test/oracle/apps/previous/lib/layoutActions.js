'use server';
export async function inLayout() {}
export async function unusedInLayout() {}
