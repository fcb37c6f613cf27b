'use server';
import { wrap } from '@/lib/wrap';
export default wrap(async () => {});
export const value = wrap(async function () {});
