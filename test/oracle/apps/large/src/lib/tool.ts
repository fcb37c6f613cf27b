export const tool = {
  async use() {
    'use server';
  },
};
