'use server';
import { shared } from '@acme/actions/shared';
export async function local() {
  await shared();
}
