import { operationChoice, type OperationChoice } from '../../../common/description';
import { buildFile } from './buildFile';
import { upload } from './upload';

export const lockBoxOperations = { upload };
export const fileOperations = { buildFile };

const choices: OperationChoice[] = [
	{
		name: 'Build File',
		value: 'buildFile',
		action: 'Build file of invoice status',
		description: 'Write what became of invoices to a file for another node',
	},
	{
		name: 'Upload',
		value: 'upload',
		action: 'Upload invoice status',
		description: 'Write what became of invoices to a file in the lock-box',
	},
];

export const description = [operationChoice('invoiceStatus', choices, 'upload'), ...buildFile.description, ...upload.description];
