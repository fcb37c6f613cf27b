export { default } from './hello';
