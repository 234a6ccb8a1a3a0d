import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { testSftp } from '../../common/sftp';
import { lockBoxFoldersOf } from '../credential';

/** Signs in for real and looks into the incoming folder; says in plain words what is wrong. */
export async function scanOneSftpTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testSftp(data, {
		folder: lockBoxFoldersOf(data, 'Invoices').incoming,
		advice: 'Check "Base Folder" and "Incoming Folder", or ask Scan One to create it.',
		describe: (found) => `${found.filter(({ kind }) => kind === 'file').length} file(s)`,
	});
}
