'use server';
export async function originalServer() {}
export async function originalServerBeside() {}
