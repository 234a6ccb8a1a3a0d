import { operationChoice, type OperationChoice } from '../../../common/description';
import { get } from './get';
import { getMany } from './getMany';

export const operations = { get, getAll: getMany };

const choices: OperationChoice[] = [
	{ name: 'Get', value: 'get', action: 'Get supplier', description: 'Read one supplier' },
	{ name: 'Get Many', value: 'getAll', action: 'Get many suppliers', description: 'Read suppliers, filtered and sorted' },
];

export const description = [operationChoice('supplier', choices, 'getAll'), ...get.description, ...getMany.description];
