import { getManyOperation } from '../getMany';
import { ACCOUNT } from '../definition';

export const getMany = getManyOperation(ACCOUNT);
