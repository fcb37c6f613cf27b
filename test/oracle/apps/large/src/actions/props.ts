'use server';
export async function asProp() {}
export async function boundProp(id: number) {
  return id;
}
