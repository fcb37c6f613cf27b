'use server';
import { original } from './original';
import { original as second } from './original';
export { original as passedOn };
export { second as passedRenamed };
