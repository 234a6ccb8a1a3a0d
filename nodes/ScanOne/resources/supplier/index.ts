import { operationChoice, type OperationChoice } from '../../../common/description';
import { buildFile } from './buildFile';
import { readFile } from './readFile';
import { upload } from './upload';

export const lockBoxOperations = { upload };
export const fileOperations = { buildFile, readFile };

const choices: OperationChoice[] = [
	{ name: 'Build File', value: 'buildFile', action: 'Build file of suppliers', description: 'Write suppliers to a file for another node' },
	{ name: 'Read File', value: 'readFile', action: 'Read file of suppliers', description: 'Read a file of suppliers from another node' },
	{ name: 'Upload', value: 'upload', action: 'Upload suppliers', description: 'Write suppliers to a file in the lock-box' },
];

export const description = [
	operationChoice('supplier', choices, 'upload'),
	...buildFile.description,
	...readFile.description,
	...upload.description,
];
