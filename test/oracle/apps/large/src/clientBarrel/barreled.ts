'use server';
export async function barreledUsed() {}
export async function barreledUnused() {}
