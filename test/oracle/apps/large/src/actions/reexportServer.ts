'use server';
import { originalServer } from './originalServer';
export { originalServer as passedOnServer };
