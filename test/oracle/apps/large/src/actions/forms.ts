'use server';
import { helpers, wrap } from '@/lib/wrap';
export default async function declared() {}
export const arrow = async () => {};
export const expression = async function () {};
export const wrapped = wrap(async () => {});
export const conditional = helpers.fast ? wrap(async () => {}) : async () => {};
export async function plain() {}
export async function* generator() {
  yield 1;
}
export const { picked, other: renamedPick } = helpers.made;
async function listed() {}
async function many() {}
export { many as zulu, listed, listed as listedAs, many as alpha, many as mike };
export const aliased = plain;
export async function unusedExported() {}
export type Shape = { id: string };
async function privateHelper() {}
async function privateInline() {
  'use server';
}
void privateHelper;
void privateInline;
