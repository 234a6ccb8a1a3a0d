import { withoutEnd } from '../core';

/** The lock-box folders of one object, relative to the base folder of the SFTP account. */
export interface LockBoxFolders {
	/** Where Scan One delivers; it has to be there. The others are ours and are made when first needed. */
	incoming: string;
	/** Claims, their leases, and the binding to the Coupa instance. */
	processing: string;
	/** Packages of invoices that wait for the buyer. */
	waiting: string;
	/** What goes back to Scan One: packages and their reports. */
	rejected: string;
	/** The originals, whole, after everything in them is settled. */
	archive: string;
}

/** All times in milliseconds. */
export interface LockBoxTimes {
	/** Between the two looks that have to see the same size and time of a file. */
	settleMs: number;
	/** A file that stays incomplete this long is handed on all the same, so that it is refused instead of forgotten. */
	unreadableAfterMs: number;
	/** A claim whose lease was not renewed for so long is taken over. Longer than any run takes. */
	reclaimMs: number;
	/** How long a package waits for the buyer before it is tried again. */
	waitingRetryMs: number;
}

export const DEFAULT_TIMES: LockBoxTimes = {
	settleMs: 5_000,
	unreadableAfterMs: 5 * 60_000,
	reclaimMs: 30 * 60_000,
	waitingRetryMs: 4 * 60 * 60_000,
};

/** Packages that are claimed or settled at the same time, over one connection. */
export const PACKAGES_AT_ONCE = 20;

/** The usual folders, `{object}` standing for the kind of object (only `Incoming/` and the archive are Coupa's own names: design.md §1). */
export const FOLDER_PATTERNS: Readonly<LockBoxFolders> = {
	incoming: 'Incoming/{object}',
	processing: 'Incoming/Processing/{object}',
	waiting: 'Incoming/Waiting/{object}',
	rejected: 'Incoming/Rejected/{object}',
	archive: 'Incoming/Archive/{object}',
};

/** Where reference data for capture goes. */
export const OUTGOING_PATTERN = 'Outgoing/{object}';

/** The folder of one object, e.g. `Invoices`, by a pattern; without slashes at its end. */
export function objectFolder(pattern: string, object: string): string {
	return withoutEnd(pattern.replaceAll('{object}', object), '/');
}

/** The folders of one object; a pattern left out is the usual one. */
export function lockBoxFolders(object: string, patterns: Partial<LockBoxFolders> = {}): LockBoxFolders {
	const folder = (name: keyof LockBoxFolders): string => objectFolder(patterns[name] ?? FOLDER_PATTERNS[name], object);
	return {
		incoming: folder('incoming'),
		processing: folder('processing'),
		waiting: folder('waiting'),
		rejected: folder('rejected'),
		archive: folder('archive'),
	};
}
