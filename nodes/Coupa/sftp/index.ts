import { operationChoice, type OperationChoice } from '../../common/description';
import { getMany } from './getMany';
import { upload } from './upload';

export { coupaSftpTest } from './credentialTest';
export { type CoupaSftpSession, withCoupaSftp } from './session';

export const operations = { getAll: getMany, upload };

const choices: OperationChoice[] = [
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many flat files',
		description: 'Read files that Coupa exported to its SFTP account',
	},
	{
		name: 'Upload',
		value: 'upload',
		action: 'Upload flat file',
		description: "Upload a CSV or an invoice package to Coupa's SFTP account",
	},
];

export const description = [operationChoice('flatFile', choices, 'upload'), ...upload.description, ...getMany.description];
