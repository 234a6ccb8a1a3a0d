import { readFileOperation } from '../masterData';

export const readFile = readFileOperation('supplier');
