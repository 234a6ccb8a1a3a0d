import { getManyOperation } from '../getMany';
import { SUPPLIER } from '../definition';

export const getMany = getManyOperation(SUPPLIER);
