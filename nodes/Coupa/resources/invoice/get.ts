import { getOperation } from '../get';
import { INVOICE } from '../definition';

export const get = getOperation(INVOICE);
