'use server';
export async function fromBoth() {}
export async function fromBothUnused() {}
