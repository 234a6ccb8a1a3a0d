import { getOperation } from '../get';
import { SUPPLIER } from '../definition';

export const get = getOperation(SUPPLIER);
