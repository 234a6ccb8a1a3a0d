import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';

import { instanceHost } from '../../coupa';
import { type LockBoxFolders, type SftpSettings } from '../../exchange';

export const CREDENTIAL = 'scanOneSftpApi';

const SECOND = 1000;

/** The connection that a Scan One credential describes. */
export function sftpSettings(credential: ICredentialDataDecryptedObject): SftpSettings {
	const text = (name: string) => String(credential[name] ?? '').trim();
	const byKey = credential.authenticateWith === 'privateKey';
	return {
		host: text('host'),
		port: Number(credential.port ?? 22),
		username: text('username'),
		...(byKey ? { privateKey: privateKeyText(text('privateKey')), passphrase: String(credential.passphrase ?? '') } : { password: String(credential.password ?? '') }),
		hostFingerprint: text('hostFingerprint'),
		baseFolder: text('baseFolder'),
		connectTimeoutMs: Number(credential.connectTimeout ?? 20) * SECOND,
		operationTimeoutMs: Number(credential.operationTimeout ?? 120) * SECOND,
		keepaliveMs: Number(credential.keepalive ?? 15) * SECOND,
		algorithms: algorithms(credential.algorithms),
	};
}

/** The folders of one object, e.g. `Invoices`, from the credential's patterns. */
export function lockBoxFoldersOf(credential: ICredentialDataDecryptedObject, object: string): LockBoxFolders {
	const folder = (name: string, preset: string) => (String(credential[name] ?? '').trim() || preset).replaceAll('{object}', object).replace(/\/+$/, '');
	return {
		incoming: folder('incomingFolder', 'Incoming/{object}'),
		processing: folder('processingFolder', 'Incoming/Processing/{object}'),
		waiting: folder('waitingFolder', 'Incoming/Waiting/{object}'),
		rejected: folder('rejectedFolder', 'Incoming/Rejected/{object}'),
		archive: folder('archiveFolder', 'Incoming/Archive/{object}'),
	};
}

/** Host of the Coupa instance the lock-box delivers to, or null where the credential leaves that open. */
export function expectedInstance(credential: ICredentialDataDecryptedObject): string | null {
	const written = String(credential.coupaInstance ?? '').trim();
	return written === '' ? null : instanceHost(written);
}

/** A key pasted into a one-line field loses its line breaks: some n8n versions keep them as the two characters \n. */
function privateKeyText(text: string): string {
	return text.includes('\n') ? text : text.replaceAll('\\n', '\n');
}

function algorithms(value: unknown): SftpSettings['algorithms'] {
	const given = typeof value === 'string' ? jsonParse<IDataObject>(value || '{}', { errorMessage: 'The field "Algorithms for Old Servers" holds no valid JSON.' }) : ((value ?? {}) as IDataObject);
	const list = (name: string) => (Array.isArray(given[name]) ? given[name].join(',') : typeof given[name] === 'string' ? given[name] : undefined);
	return { kex: list('kex'), cipher: list('cipher'), serverHostKey: list('serverHostKey'), hmac: list('hmac') };
}
