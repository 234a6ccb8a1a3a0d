import { operationChoice, type OperationChoice } from '../../../common/description';
import { exportToFile } from './exportToFile';
import { get } from './get';
import { getMany } from './getMany';

export const operations = { exportToFile, get, getAll: getMany };

const choices: OperationChoice[] = [
	{
		name: 'Export to File',
		value: 'exportToFile',
		action: 'Export suppliers to file',
		description: 'Write suppliers into one file, page by page; for large tables and syncs',
	},
	{ name: 'Get', value: 'get', action: 'Get supplier', description: 'Read one supplier' },
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many suppliers',
		description: 'Read suppliers: filtered and sorted, or changed since the last delivery',
	},
];

export const description = [
	operationChoice('supplier', choices, 'getAll'),
	...Object.values(operations).flatMap((operation) => operation.description),
];
