'use server';
export async function onlyByNobody() {}
