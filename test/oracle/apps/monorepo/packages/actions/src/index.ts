export * from './save';
export { type Kind } from './types';
