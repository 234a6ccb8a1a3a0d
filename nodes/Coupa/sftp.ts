import type { IExecuteFunctions, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type SftpPort, withSftp } from '../../lib/sftp';
import { FileTimes } from '../../lib/coupa-sftp';
import { allFailed, type Operation, runOperation } from '../common/operation';
import { sftpSettings } from '../common/sftp';

export const SFTP_CREDENTIAL = 'coupaSftpApi';

/** What an operation on Coupa's SFTP account works with: one connection per run of the node. */
export interface CoupaSftpSession {
	port: SftpPort;
	/** Names for files that are given none. */
	times: FileTimes;
}

/** Runs an operation over the account of the node's SFTP credential, and closes the connection on every path. */
export async function runOverSftp(
	context: IExecuteFunctions,
	operation: Operation<CoupaSftpSession>,
	asNodeError: (error: unknown, itemIndex?: number) => NodeApiError | NodeOperationError,
): Promise<INodeExecutionData[][]> {
	try {
		const settings = sftpSettings(await context.getCredentials(SFTP_CREDENTIAL));
		const times = new FileTimes();
		return await withSftp(
			settings,
			async (port) => await runOperation(context, operation, { port, times }, asNodeError),
			context.getExecutionCancelSignal(),
		);
	} catch (error) {
		return allFailed(context, error, asNodeError);
	}
}
