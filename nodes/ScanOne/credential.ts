import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { instanceHost } from '../../lib/coupa';
import { objectFolder, lockBoxFolders, type LockBoxFolders, OUTGOING_PATTERN } from '../../lib/lock-box';

export const CREDENTIAL = 'scanOneSftpApi';

/** The folders of one object, e.g. `Invoices`, from the credential's patterns. */
export function lockBoxFoldersOf(credential: ICredentialDataDecryptedObject, object: string): LockBoxFolders {
	return lockBoxFolders(object, {
		incoming: pattern(credential.incomingFolder),
		processing: pattern(credential.processingFolder),
		waiting: pattern(credential.waitingFolder),
		rejected: pattern(credential.rejectedFolder),
		archive: pattern(credential.archiveFolder),
	});
}

/** Where reference data of one object goes, e.g. `Suppliers`. */
export function outgoingFolderOf(credential: ICredentialDataDecryptedObject, object: string): string {
	return objectFolder(pattern(credential.outgoingFolder) ?? OUTGOING_PATTERN, object);
}

/** A pattern of the credential; undefined where its field is empty. */
function pattern(field: unknown): string | undefined {
	return String(field ?? '').trim() || undefined;
}

/** Host of the Coupa instance the lock-box delivers to, or null where the credential leaves that open. */
export function expectedInstance(credential: ICredentialDataDecryptedObject): string | null {
	const written = String(credential.coupaInstance ?? '').trim();
	return written === '' ? null : instanceHost(written);
}
