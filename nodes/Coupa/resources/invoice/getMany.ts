import { getManyOperation } from '../getMany';
import { INVOICE } from '../definition';

export const getMany = getManyOperation(INVOICE);
