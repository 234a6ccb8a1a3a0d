import type { IExecuteFunctions } from 'n8n-workflow';

import { type SftpPort, withSftp } from '../../../lib/sftp';
import { FileTimes } from '../../../lib/coupa-sftp';
import { sftpSettings } from '../../common/sftp';

const SFTP_CREDENTIAL = 'coupaSftpApi';

/** What an operation on Coupa's SFTP account works with: one connection per run of the node. */
export interface CoupaSftpSession {
	port: SftpPort;
	/** Names for files that are given none. */
	times: FileTimes;
}

/** Opens the account of the node's SFTP credential, and closes the connection on every path. */
export async function withCoupaSftp<Result>(
	context: IExecuteFunctions,
	use: (session: CoupaSftpSession) => Promise<Result>,
): Promise<Result> {
	const settings = sftpSettings(await context.getCredentials(SFTP_CREDENTIAL));
	const times = new FileTimes();
	return await withSftp(settings, async (port) => await use({ port, times }), context.getExecutionCancelSignal());
}
