'use server';
import type { Kind } from './types';
export async function save(_: FormData | Kind) {}
export async function saveUnused() {}
