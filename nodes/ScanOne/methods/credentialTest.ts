import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { isFailure, SftpFailure, withSftp } from '../../../exchange';
import { lockBoxFoldersOf, sftpSettings } from '../credential';

/** Signs in for real and looks into the incoming folder; says in plain words what is wrong. */
export async function scanOneSftpTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const credential = data ?? {};
	const { incoming } = lockBoxFoldersOf(credential, 'Invoices');
	try {
		const settings = sftpSettings(credential);
		if (settings.host === '') return { status: 'Error', message: 'Enter the host of the SFTP server.' };
		return await withSftp(settings, async (port) => {
			const found = await port.list(incoming).catch((error: unknown) => {
				if (isFailure(error, 'noSuchFile')) return null;
				throw error;
			});
			return found === null
				? { status: 'Error', message: `Signed in, but there is no folder "${incoming}" ${settings.baseFolder === '' ? 'where the account starts' : `below ${port.fullPath('')}`}. Check "Base Folder" and "Incoming Folder", or ask Scan One to create it.` }
				: { status: 'OK', message: `Signed in; "${incoming}" holds ${found.filter(({ kind }) => kind === 'file').length} file(s).` };
		});
	} catch (error) {
		return { status: 'Error', message: error instanceof SftpFailure ? error.text : (error as Error).message };
	}
}
