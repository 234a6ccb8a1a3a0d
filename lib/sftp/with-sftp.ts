import { cancelledFailure, connect } from './connect';
import type { SftpPort } from './port';
import { RemoteFiles } from './remote';
import type { SftpSettings } from './settings';

/**
 * Connects, lets `use` work and closes the connection on every path: result, error, timeout, cancellation.
 * When the signal fires, the connection is cut and everything under way throws SftpFailure `cancelled`.
 */
export async function withSftp<T>(settings: SftpSettings, use: (port: SftpPort) => Promise<T>, signal?: AbortSignal): Promise<T> {
	const session = await connect(settings, signal);
	const cancel = () => {
		session.cut(cancelledFailure(settings));
	};
	signal?.addEventListener('abort', cancel);
	if (signal?.aborted) cancel();
	try {
		return await use(new RemoteFiles(session, settings.baseFolder));
	} finally {
		signal?.removeEventListener('abort', cancel);
		await session.close();
	}
}
