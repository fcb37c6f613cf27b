'use server';
async function both() {}
export { both as named };
export default both;
