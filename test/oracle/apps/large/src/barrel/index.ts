export * from './first';
export * from './second';
export { third as renamedThird } from './third';
