import pLimit, { type LimitFunction } from 'p-limit';

import { keepingSecrets } from '../core';
import { BareSftp } from './bare';
import { cancelledFailure, connect } from './connect';
import type { SftpPort } from './port';
import { RemoteFiles } from './remote';
import { serverName, type SftpSettings } from './settings';

/** Connections to one account that this process has open at the same time: servers count them, and lock out who opens too many. */
const MOST_CONNECTIONS = 4;

type Use<T> = (port: SftpPort, bare: BareSftp) => Promise<T>;

const accounts = new Map<string, LimitFunction>();

/**
 * Connects, lets `use` work and closes the connection on every path: result, error, timeout, cancellation. `bare` is the same
 * connection for questions about the server itself.
 * When the signal fires, the connection is cut and everything under way throws SftpFailure `cancelled`.
 * At most four connections to one account are open at a time; further callers wait for one of them to end.
 * Texts that are made meanwhile hold neither password, passphrase nor private key, whatever the server repeats.
 */
export async function withSftp<T>(settings: SftpSettings, use: Use<T>, signal?: AbortSignal): Promise<T> {
	const { password = '', passphrase = '', privateKey = '' } = settings;
	return await keepingSecrets([password, passphrase, privateKey], async () => await inPlace(settings, use, signal));
}

async function inPlace<T>(settings: SftpSettings, use: Use<T>, signal?: AbortSignal): Promise<T> {
	const whenFree = placesAt(settings);
	return await new Promise<T>((resolve, reject) => {
		const giveUp = () => {
			reject(cancelledFailure(settings));
		};
		signal?.addEventListener('abort', giveUp);
		whenFree(async () => {
			// From here on the connection itself hears the signal.
			signal?.removeEventListener('abort', giveUp);
			return await connected(settings, use, signal);
		}).then(resolve, reject);
	});
}

function placesAt(settings: SftpSettings): LimitFunction {
	const account = serverName(settings);
	const places = accounts.get(account) ?? pLimit(MOST_CONNECTIONS);
	accounts.set(account, places);
	return places;
}

async function connected<T>(settings: SftpSettings, use: Use<T>, signal?: AbortSignal): Promise<T> {
	const session = await connect(settings, signal);
	const cancel = () => {
		session.cut(cancelledFailure(settings));
	};
	signal?.addEventListener('abort', cancel);
	if (signal?.aborted) cancel();
	try {
		return await use(new RemoteFiles(session, settings.baseFolder), new BareSftp(session, settings.baseFolder));
	} finally {
		signal?.removeEventListener('abort', cancel);
		await session.close();
	}
}
