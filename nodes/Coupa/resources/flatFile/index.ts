import { operationChoice, type OperationChoice } from '../../../common/description';
import { getLoadResult } from './getLoadResult';
import { getMany } from './getMany';
import { upload } from './upload';

/**
 * Operations over Coupa's SFTP account, and those over its API. Their names differ from those of all other resources: n8n picks
 * the credential to ask for by the operation alone.
 */
export const sftpOperations = { getFiles: getMany, uploadFile: upload };
export const operations = { getLoadResult };

const choices: OperationChoice[] = [
	{
		name: 'Get Load Result',
		value: 'getLoadResult',
		action: 'Get load result of flat file',
		description: 'Read what Coupa made of an uploaded file: status, counts and refused rows',
	},
	{ name: 'Get Many', value: 'getFiles', action: 'Get many flat files', description: 'Read files that Coupa exported to its SFTP account' },
	{
		name: 'Upload',
		value: 'uploadFile',
		action: 'Upload flat file',
		description: "Put a CSV or an invoice package into Coupa's SFTP account",
	},
];

export const description = [
	operationChoice('flatFile', choices, 'uploadFile'),
	...upload.description,
	...getMany.description,
	...getLoadResult.description,
];
