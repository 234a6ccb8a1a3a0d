import { operationChoice, type OperationChoice } from '../../../common/description';
import { buildFile } from './buildFile';
import { readFile } from './readFile';
import { upload } from './upload';

export const lockBoxOperations = { upload };
export const fileOperations = { buildFile, readFile };

const choices: OperationChoice[] = [
	{
		name: 'Build File',
		value: 'buildFile',
		action: 'Build file of purchase orders',
		description: 'Write purchase orders to a file for another node',
	},
	{
		name: 'Read File',
		value: 'readFile',
		action: 'Read file of purchase orders',
		description: 'Read a file of purchase orders from another node',
	},
	{ name: 'Upload', value: 'upload', action: 'Upload purchase orders', description: 'Write purchase orders to a file in the lock-box' },
];

export const description = [
	operationChoice('purchaseOrder', choices, 'upload'),
	...buildFile.description,
	...readFile.description,
	...upload.description,
];
