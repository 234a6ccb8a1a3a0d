import type { ICredentialDataDecryptedObject, IDataObject, INodeCredentialTestResult } from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';

import { reasonText, ownValue } from '../../lib/core';
import {
	DEFAULT_SFTP_PORT,
	DEFAULT_SFTP_TIMES,
	isFailure,
	type RemoteFile,
	type SftpPort,
	type SftpSettings,
	withSftp,
} from '../../lib/sftp';

const SECOND = 1000;

/** The connection that an SFTP credential of ours describes (credentials/sftpFields.ts). */
export function sftpSettings(credential: ICredentialDataDecryptedObject): SftpSettings {
	const text = (name: string) => String(ownValue(credential, name) ?? '').trim();
	const time = (name: string, preset: number) =>
		ownValue(credential, name) == null ? preset : Number(ownValue(credential, name)) * SECOND;
	const byKey = credential.authenticateWith === 'privateKey';
	return {
		host: text('host'),
		port: Number(credential.port ?? DEFAULT_SFTP_PORT),
		username: text('username'),
		...(byKey
			? { privateKey: privateKeyText(text('privateKey')), passphrase: String(credential.passphrase ?? '') }
			: { password: String(credential.password ?? '') }),
		hostFingerprint: text('hostFingerprint'),
		baseFolder: text('baseFolder'),
		connectTimeoutMs: time('connectTimeout', DEFAULT_SFTP_TIMES.connectTimeoutMs),
		operationTimeoutMs: time('operationTimeout', DEFAULT_SFTP_TIMES.operationTimeoutMs),
		keepaliveMs: time('keepalive', DEFAULT_SFTP_TIMES.keepaliveMs),
		algorithms: algorithms(credential.algorithms),
	};
}

/** Where a credential test looks after signing in, and what it says. */
export interface SftpProbe {
	folder: string;
	/** What to do when the folder is not there. */
	advice: string;
	/** What the folder holds, in words. */
	describe: (found: RemoteFile[]) => string;
	/** What else has to be right on that server; throws, or gives what there is to say. */
	check?: (port: SftpPort) => Promise<string>;
}

/** Signs in for real and looks into one folder; says in plain words what is wrong. */
export async function testSftp(
	credential: ICredentialDataDecryptedObject,
	{ folder, advice, describe, check }: SftpProbe,
): Promise<INodeCredentialTestResult> {
	try {
		const settings = sftpSettings(credential);
		if (settings.host === '') return { status: 'Error', message: 'Enter the host of the SFTP server.' };
		return await withSftp(settings, async (port) => {
			const found = await port.list(folder).catch((error: unknown) => {
				if (isFailure(error, 'noSuchFile')) return null;
				throw error;
			});
			if (found === null)
				return {
					status: 'Error',
					message: `Signed in, but there is no folder "${folder}" ${settings.baseFolder === '' ? 'where the account starts' : `below ${port.fullPath('')}`}. ${advice}`,
				};
			const more = check === undefined ? '' : await check(port);
			return { status: 'OK', message: `Signed in; "${folder}" holds ${describe(found)}.${more && ` ${more}`}` };
		});
	} catch (error) {
		return { status: 'Error', message: reasonText(error) };
	}
}

/** A key pasted into a one-line field loses its line breaks: some n8n versions keep them as the two characters \n. */
function privateKeyText(text: string): string {
	return text.includes('\n') ? text : text.replaceAll('\\n', '\n');
}

function algorithms(value: unknown): SftpSettings['algorithms'] {
	const given =
		typeof value === 'string'
			? jsonParse<IDataObject>(value || '{}', { errorMessage: 'The field "Algorithms for Old Servers" does not contain valid JSON.' })
			: ((value ?? {}) as IDataObject);
	const list = (name: string) => {
		const value = ownValue(given, name);
		return Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : undefined;
	};
	return { kex: list('kex'), cipher: list('cipher'), serverHostKey: list('serverHostKey'), hmac: list('hmac') };
}
