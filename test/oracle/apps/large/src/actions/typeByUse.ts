'use server';
export interface State {
  readonly id?: string;
}
export async function besideType() {}
