'use server';
export async function required() {}
export async function requiredBeside() {}
