export const inventory = {
  async ship() {
    'use server';
  },
  pack: async () => {
    'use server';
  },
  async unusedMember() {
    'use server';
  },
};
export class Counter {
  static async reset() {
    'use server';
  }
  static field = async () => {
    'use server';
  };
}
export async function moduleLevelUnused() {
  'use server';
}
