import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { testSftp } from '../../common/sftp';

/** Signs in for real and looks into Coupa's folder for files from the customer. */
export async function coupaSftpTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testSftp(data, {
		folder: 'Incoming',
		advice: 'Check "Base Folder", or ask Coupa which folder of this account holds "Incoming".',
		describe: (found) => `${found.filter(({ kind }) => kind === 'folder').length} folder(s)`,
	});
}
