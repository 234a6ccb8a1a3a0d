import { operationChoice, type OperationChoice } from '../../../common/description';
import { exportToFile } from './exportToFile';
import { get } from './get';
import { getCharts } from './getCharts';
import { getMany } from './getMany';

export const operations = { exportToFile, get, getCharts, getAll: getMany };

const choices: OperationChoice[] = [
	{
		name: 'Export to File',
		value: 'exportToFile',
		action: 'Export GL accounts to file',
		description: 'Write GL accounts into one file, page by page; for large tables and syncs',
	},
	{ name: 'Get', value: 'get', action: 'Get GL account', description: 'Read one GL account' },
	{
		name: 'Get Charts of Accounts',
		value: 'getCharts',
		action: 'Get charts of accounts',
		description: 'List the charts of accounts, and how the accounts of each are read',
	},
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many GL accounts',
		description: 'Read GL accounts: filtered and sorted, or changed since the last delivery',
	},
];

export const description = [
	operationChoice('account', choices, 'getAll'),
	...Object.values(operations).flatMap((operation) => operation.description),
];
