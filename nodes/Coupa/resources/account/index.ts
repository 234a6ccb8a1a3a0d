import { operationChoice, type OperationChoice } from '../../../common/description';
import { get } from './get';
import { getMany } from './getMany';

export const operations = { get, getAll: getMany };

const choices: OperationChoice[] = [
	{ name: 'Get', value: 'get', action: 'Get GL account', description: 'Read one GL account' },
	{ name: 'Get Many', value: 'getAll', action: 'Get many GL accounts', description: 'Read GL accounts, filtered and sorted' },
];

export const description = [operationChoice('account', choices, 'getAll'), ...get.description, ...getMany.description];
