'use server';
export async function fromSitemap() {}
