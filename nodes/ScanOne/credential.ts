import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { instanceHost } from '../../lib/coupa';
import type { LockBoxFolders } from '../../lib/lock-box';

export const CREDENTIAL = 'scanOneSftpApi';

/** The folders of one object, e.g. `Invoices`, from the credential's patterns. */
export function lockBoxFoldersOf(credential: ICredentialDataDecryptedObject, object: string): LockBoxFolders {
	const folder = (name: string, preset: string) =>
		(String(credential[name] ?? '').trim() || preset).replaceAll('{object}', object).replace(/\/+$/, '');
	return {
		incoming: folder('incomingFolder', 'Incoming/{object}'),
		processing: folder('processingFolder', 'Incoming/Processing/{object}'),
		waiting: folder('waitingFolder', 'Incoming/Waiting/{object}'),
		rejected: folder('rejectedFolder', 'Incoming/Rejected/{object}'),
		archive: folder('archiveFolder', 'Incoming/Archive/{object}'),
	};
}

/** Where reference data of one object goes, e.g. `Suppliers`. */
export function outgoingFolderOf(credential: ICredentialDataDecryptedObject, object: string): string {
	return (String(credential.outgoingFolder ?? '').trim() || 'Outgoing/{object}').replaceAll('{object}', object).replace(/\/+$/, '');
}

/** Host of the Coupa instance the lock-box delivers to, or null where the credential leaves that open. */
export function expectedInstance(credential: ICredentialDataDecryptedObject): string | null {
	const written = String(credential.coupaInstance ?? '').trim();
	return written === '' ? null : instanceHost(written);
}
