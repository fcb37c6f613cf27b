'use server';
export async function barreledBeside() {}
