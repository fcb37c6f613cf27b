'use server';
async function one() {}
export { one as named };
