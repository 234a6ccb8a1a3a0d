import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { testSftp } from '../../common/sftp';
import { LockBox, LockBoxBoundError } from '../../../lib/lock-box';
import { expectedInstance, lockBoxFoldersOf } from '../credential';
import { lostBinding } from '../lockBox';

/** Signs in for real, looks into the incoming folder and compares the Coupa instance with the binding file; changes nothing. */
export async function scanOneSftpTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const folders = lockBoxFoldersOf(data, 'Invoices');
	return await testSftp(data, {
		folder: folders.incoming,
		advice: 'Check "Base Folder" and "Incoming Folder", or ask Scan One to create it.',
		describe: (found) => `${found.filter(({ kind }) => kind === 'file').length} file(s)`,
		check: async (port) => {
			const lockBox = new LockBox(port, { folders, owner: 'credential test' });
			const [bound, expected] = [await lockBox.boundInstance(), expectedInstance(data)];
			if (bound === null) return (await lostBinding(lockBox, expected)) ?? '';
			if (expected !== null && bound !== expected) throw new LockBoxBoundError(bound, expected, lockBox.bindingPath);
			return `It is bound to the Coupa instance ${bound}.`;
		},
	});
}
