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
		action: 'Build file of GL accounts',
		description: 'Write GL accounts to a file for another node',
	},
	{ name: 'Read File', value: 'readFile', action: 'Read file of GL accounts', description: 'Read a file of GL accounts from another node' },
	{ name: 'Upload', value: 'upload', action: 'Upload GL accounts', description: 'Write GL accounts to a file in the lock-box' },
];

export const description = [
	operationChoice('account', choices, 'upload'),
	...buildFile.description,
	...readFile.description,
	...upload.description,
];
