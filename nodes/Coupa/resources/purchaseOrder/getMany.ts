import { getManyOperation } from '../getMany';
import { PURCHASE_ORDER } from '../definition';

export const getMany = getManyOperation(PURCHASE_ORDER);
