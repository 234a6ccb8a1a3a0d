import type { Endless } from './endless';
import type { SftpOp } from './requests';

/** What an account may not do with the files of a folder. */
export type Rights = 'readOnly' | 'none' | 'unreadable' | 'undeletable' | 'noNewFiles';

/** What the sandbox's SFTP server can be told to do wrong. Changes take effect with the next request (algorithms: with the next connection). */
export interface SftpSettings {
	/** Announce and carry out `posix-rename@openssh.com`, which replaces an existing target. */
	posixRename: boolean;
	/** What a plain SFTPv3 rename does when the target exists: OpenSSH refuses, some servers overwrite. */
	renameOverExisting: 'refuse' | 'overwrite';
	/** Milliseconds between a request's arrival and its answer. Requests that arrive together wait together, as on a long line. */
	latencyMs: number;
	/** Cut the connection once a single open file has moved this many bytes; the cut happens once, then this is null again. */
	dropAfterBytes: number | null;
	/** Bytes left on the server's disk; null means plenty. Writes use it up, and what does not fit is answered with FAILURE. */
	freeBytes: number | null;
	/** How far the server's clock is ahead of ours, in seconds (negative: behind). Shifts every time the server shows. */
	clockSkewSeconds: number;
	/** Folders (`/Incoming/Archive`) in which nothing may be changed (`readOnly`), read (`unreadable`), deleted or moved away (`undeletable`), made (`noNewFiles`), or not even looked at (`none`). */
	permissions: Record<string, Rights>;
	/** Offer only what a server of 2010 offers: RSA host key with SHA-1, CBC ciphers, group 1 and 14 key exchange. */
	oldServer: boolean;
	/** Leave the file type out of every mode and of the long listing, as some servers on Windows do. */
	noFileTypes: boolean;
	/** Show no times: every one is 0, or is left out. */
	times: 'kept' | 'zero' | 'missing';
	/** Where sizes are shown; elsewhere every one is 0. Or `missing` altogether. */
	sizes: 'everywhere' | 'listing' | 'stat' | 'missing';
	/** Sizes that are shown for these paths, whatever the files have. */
	shownSizes: Record<string, number>;
	/** Folders whose listing, and files whose bytes, never end. */
	endless: Record<string, Endless>;
	/** Most bytes that one READ is answered with; null: as many as were asked for. */
	bytesPerAnswer: number | null;
	/** The text of every refusal; null: what fits. */
	refusalText: string | null;
	/** What creating a file only where there is none (SSH_FXF_EXCL) does: refuse an existing one, overwrite it, or be unsupported altogether. */
	exclusiveCreate: 'kept' | 'ignored' | 'unsupported';
	/** What a rename of any kind does: move at once, copy and then delete, nothing, or copy and say that it has moved. */
	renames: 'kept' | 'copying' | 'refused' | 'pretended';
	/** Whether a file that is there can be opened for writing. */
	overwriting: 'kept' | 'refused';
	/** Names that no file may be given, as a server's filter says. */
	refusedNames: RegExp | null;
	/** Folders from which a file is fetched, and so gone, as soon as it was written: under any name, or under its final one. */
	fetchedAtOnce: Record<string, 'anyName' | 'finalName'>;
	/** Folders in which a file is gone once it was read from, as in a mailbox. */
	givesOnce: string[];
	/** Requests about single files that are answered with FAILURE, whatever else is asked about them. */
	failing: Array<{ path: string; op: SftpOp }>;
	/** Leave names that begin with a dot out of listings. */
	hidesDotFiles: boolean;
	/** How far times in listings are ahead of those in answers about one file, in seconds. */
	listingTimesAhead: number;
	/** Milliseconds without a request after which a connection is cut; null: never. */
	idleMs: number | null;
	/** Connections at a time; null: any number. */
	mostConnections: number | null;
	/** Handles that one session may have when it opens a file; null: any number. */
	mostHandles: number | null;
	/** What is read of a text file: its line ends as they are, or each LF as CR. */
	lineEnds: 'kept' | 'changed';
	/** Take requests and never answer them. */
	stall: boolean;
}

/** A healthy OpenSSH-like server. */
export function healthySettings(): SftpSettings {
	return {
		posixRename: true,
		renameOverExisting: 'refuse',
		latencyMs: 0,
		dropAfterBytes: null,
		freeBytes: null,
		clockSkewSeconds: 0,
		permissions: {},
		oldServer: false,
		noFileTypes: false,
		times: 'kept',
		sizes: 'everywhere',
		shownSizes: {},
		endless: {},
		bytesPerAnswer: null,
		refusalText: null,
		exclusiveCreate: 'kept',
		renames: 'kept',
		overwriting: 'kept',
		refusedNames: null,
		fetchedAtOnce: {},
		givesOnce: [],
		failing: [],
		hidesDotFiles: false,
		listingTimesAhead: 0,
		idleMs: null,
		mostConnections: null,
		mostHandles: null,
		lineEnds: 'kept',
		stall: false,
	};
}
