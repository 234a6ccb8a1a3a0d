import { operationChoice, type OperationChoice } from '../../../common/description';
import { exportToFile } from './exportToFile';
import { get } from './get';
import { getMany } from './getMany';
import { getUnexported } from './getUnexported';
import { markExported } from './markExported';

export const operations = { exportToFile, get, getAll: getMany, getUnexported, markExported };

const choices: OperationChoice[] = [
	{
		name: 'Export to File',
		value: 'exportToFile',
		action: 'Export purchase orders to file',
		description: 'Write purchase orders into one file, page by page; for large tables and syncs',
	},
	{ name: 'Get', value: 'get', action: 'Get purchase order', description: 'Read one purchase order' },
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many purchase orders',
		description: 'Read purchase orders: filtered and sorted, or changed since the last delivery',
	},
	{
		name: 'Get Unexported',
		value: 'getUnexported',
		action: 'Get unexported purchase orders',
		description: "Read the orders that Coupa's exported marker does not bear yet; for when no ERP owns that marker",
	},
	{
		name: 'Mark as Exported',
		value: 'markExported',
		action: 'Mark purchase orders as exported',
		description: 'Set the exported marker, after the orders have landed',
	},
];

export const description = [
	operationChoice('purchaseOrder', choices, 'getAll'),
	...Object.values(operations).flatMap((operation) => operation.description),
];
