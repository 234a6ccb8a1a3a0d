import { operationChoice, type OperationChoice } from '../../../common/description';
import { get } from './get';
import { getMany } from './getMany';

export const operations = { get, getAll: getMany };

const choices: OperationChoice[] = [
	{ name: 'Get', value: 'get', action: 'Get purchase order', description: 'Read one purchase order' },
	{ name: 'Get Many', value: 'getAll', action: 'Get many purchase orders', description: 'Read purchase orders, filtered and sorted' },
];

export const description = [operationChoice('purchaseOrder', choices, 'getAll'), ...get.description, ...getMany.description];
