import { getOperation } from '../get';
import { PURCHASE_ORDER } from '../definition';

export const get = getOperation(PURCHASE_ORDER);
