import { ownValue, reasonText } from '../../core';
import { throwIfLost } from '../../sftp';
import type { LockBoxFolders } from '../settings';
import { ALLOW_FILES, NotPossible, blocks, limits, ok, type Answer, type Question } from './question';
import { IMPORT, MASTER_DATA, ORDERS, RECONCILIATION, STATUS } from './templates';

/** A folder of the lock-box, and what a preflight says about it. */
export interface AskedFolder {
	/** In ids: `incoming`, `outgoing.Suppliers`. */
	key: string;
	path: string;
	/** Which of ours it is; null for those that reference data goes to. */
	ours: keyof LockBoxFolders | null;
	/** As the credential's field names it. */
	field: string;
	templates: string[];
}

const TEMPLATES: Record<keyof LockBoxFolders, string[]> = {
	incoming: [IMPORT, RECONCILIATION],
	processing: [IMPORT, RECONCILIATION],
	waiting: [IMPORT, RECONCILIATION],
	rejected: [IMPORT, RECONCILIATION],
	archive: [IMPORT, RECONCILIATION],
};
const OUTGOING_TEMPLATES: Record<string, string[]> = { PurchaseOrders: [ORDERS], InvoiceUpdates: [STATUS] };

/** All folders, those of ours first. */
export function askedFolders(folders: LockBoxFolders, outgoing: Record<string, string>): AskedFolder[] {
	const ours = (['incoming', 'processing', 'waiting', 'rejected', 'archive'] as const).map((key) => ({
		...{ key, path: folders[key], ours: key, templates: TEMPLATES[key] },
		field: `${key.charAt(0).toUpperCase()}${key.slice(1)} Folder`,
	}));
	const others = Object.entries(outgoing).map(([object, path]) => ({
		...{ key: `outgoing.${object}`, path, ours: null, field: 'Outgoing Folder' },
		templates: ownValue(OUTGOING_TEMPLATES, object) ?? [MASTER_DATA],
	}));
	return [...ours, ...others];
}

/** Whether a folder is there, or can be made, and can be listed. */
export function folderQuestion(folder: AskedFolder): Question {
	const { key, path, ours, field, templates } = folder;
	const setting = `Credential "Scan One SFTP API" → ${field}`;
	const matters = ours === 'archive' || ours === 'rejected' ? limits : blocks;
	return {
		...{ id: `folder.${key}`, area: 'Folders', needsFiles: false, otherwise: 'blocks', templates },
		asked: `Is the folder "${path}" there, and can it be listed?`,
		async ask(place) {
			const full = place.port.fullPath(path);
			const found = await place.port.stat(path);
			if (found !== null && found.kind !== 'folder')
				return blocks(`"${full}" is there, but it is no folder.`, 'Have it renamed, or name another folder in the credential.', {
					setting,
				});
			if (found === null) return await missing();
			try {
				const { length } = (await place.port.list(path)).filter(({ kind }) => kind === 'file');
				return ok(`It holds ${length} file${length === 1 ? '' : 's'}.`);
			} catch (error) {
				throwIfLost(error);
				return matters(reasonText(error), consequence(folder));
			}

			async function missing(): Promise<Answer> {
				const seen = `There is no folder "${full}".`;
				if (ours === 'incoming')
					return blocks(seen, 'Check "Base Folder" and "Incoming Folder" in the credential, or ask Scan One to create it.', { setting });
				if (ours === null)
					return limits(seen, `Only needed for ${templates.join(', ')}: have it created, or switch on Create Folder.`, {
						...{ setting: 'Scan One → Upload → Options → Create Folder', choose: 'On' },
					});
				if (!place.options.allowTestFiles)
					return {
						...{
							seen,
							verdict: 'notAsked',
							advice: 'It is made when it is first needed. Whether this account may make folders takes test files.',
						},
						...ALLOW_FILES,
					};
				try {
					await place.standIn(path);
					return ok(`${seen} It will be made when it is first needed: this account may make folders.`);
				} catch (error) {
					if (!(error instanceof NotPossible)) throw error;
					return blocks(
						error.message,
						'Have it created by the admin of the server, with the right to make, rename and delete files in it.',
					);
				}
			}
		},
	};
}

function consequence({ ours, path }: AskedFolder): string {
	const ask = `Ask the admin of the server to let this account list "${path}".`;
	if (ours === 'archive' || ours === 'rejected') return `${ask} Without it, the reconciliation cannot see what is in it.`;
	if (ours === 'waiting') return `${ask} Without it, packages that wait for the buyer are never tried again.`;
	return `${ask} Without it, nothing works with that folder.`;
}
