import { operationChoice, type OperationChoice } from '../../common/description';
import type { Operation } from '../../common/operation';
import { erpDropDescription, erpDropOperations } from './erpDrop';
import { getMany } from './getMany';
import type { CoupaSftpSession } from './session';
import { upload } from './upload';

export { coupaSftpTest } from './credentialTest';
export { type CoupaSftpSession, withCoupaSftp } from './session';

/** Operations by resource and operation, as the parameters name them. */
export const operations: Record<string, Record<string, Operation<CoupaSftpSession>>> = {
	erpDrop: erpDropOperations,
	flatFile: { getAll: getMany, upload },
};

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

export const description = [
	operationChoice('flatFile', choices, 'upload'),
	...upload.description,
	...getMany.description,
	...erpDropDescription,
];
