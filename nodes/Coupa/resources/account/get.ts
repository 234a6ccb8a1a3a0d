import { getOperation } from '../get';
import { ACCOUNT } from '../definition';

export const get = getOperation(ACCOUNT);
