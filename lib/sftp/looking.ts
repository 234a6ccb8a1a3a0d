import { ownValue } from '../core';
import type { FileEntryWithStats, Stats } from 'ssh2';
import { boundedName, type Deadline, MOST_ENTRIES, tooManyEntries } from './bounds';
import { isFailure, pathFailure, SftpFailure, type Step, throwIfLost } from './failure';
import type { RemoteFile } from './port';
import type { Session } from './session';
import { closeHandle } from './transfer';

const END_OF_FOLDER = 1;
const FILE_TYPE = 0o170000;
const KINDS: Record<number, RemoteFile['kind']> = { 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' };
/** The start of a line of `ls -l`; other forms of the line, such as the bare name, say nothing about the kind. */
const LONG_LISTING = /^([-dlbcps])[-r][-w][-xsStT]/;
const LETTERS: Record<string, RemoteFile['kind']> = { '-': 'file', d: 'folder', l: 'link' };

/** An entry as the server shows it: its kind and its size may be missing. */
export type ShownFile = Omit<RemoteFile, 'kind' | 'size'> & { kind: RemoteFile['kind'] | 'unknown'; size: number | undefined };

/** An entry whose size may be missing. */
export type OfKnownKind = Omit<RemoteFile, 'size'> & Pick<ShownFile, 'size'>;

/** What the attributes tell; every one of them is optional in SFTP (draft-ietf-secsh-filexfer-02 §5). */
function remoteFile(name: string, attributes: Partial<Pick<Stats, 'mode' | 'size' | 'mtime'>>, longname = ''): ShownFile {
	const type = (attributes.mode ?? 0) & FILE_TYPE;
	const letter = LONG_LISTING.exec(longname)?.[1];
	const kind = type !== 0 ? (KINDS[type] ?? 'other') : letter === undefined ? 'unknown' : (ownValue(LETTERS, letter) ?? 'other');
	return { name: boundedName(name), kind, size: attributes.size, modifiedAt: (attributes.mtime ?? 0) * 1000 };
}

/**
 * A file with its size, or with the one that is shown elsewhere. One that is shown nowhere is no 0: then the file is told as
 * one that cannot be worked with.
 */
export function sized(file: OfKnownKind, elsewhere: number | undefined, fullPath = file.name): RemoteFile {
	const size = file.size || (elsewhere ?? file.size);
	if (size !== undefined) return { ...file, size };
	const failure = pathFailure(
		'other',
		fullPath,
		`The server does not say how large "${fullPath}" is.`,
		"Ask the server's admin: a file without a size cannot be read whole for certain.",
	);
	return { ...file, size: 0, failure };
}

/** What is in a folder, each name once, as the listing shows it; a missing folder throws `noSuchFile` naming it. */
export async function listing(session: Session, step: Step, deadline: Deadline): Promise<ShownFile[]> {
	const handle = await openFolder(session, step).catch((error: unknown) => {
		throw isFailure(error, 'noSuchFile')
			? pathFailure('noSuchFile', step.path, `There is no folder "${step.path}" on ${session.server}.`)
			: error;
	});
	const files = new Map<string, ShownFile>();
	try {
		for (let named = 0; ;) {
			deadline.check();
			const entries = await session.request<FileEntryWithStats[]>(step, (answer) => {
				session.sftp.readdir(handle, answer);
			});
			// An answer without names counts as well: it never ends either.
			named += Math.max(1, entries.length);
			if (named > MOST_ENTRIES) throw tooManyEntries(step);
			for (const { filename, attrs, longname } of entries) files.set(filename, remoteFile(filename, attrs, longname));
		}
	} catch (error) {
		if (!(error instanceof SftpFailure) || error.details.status !== END_OF_FOLDER) throw error;
	} finally {
		if (session.alive) await closeHandle(session, step, handle);
	}
	return [...files.values()];
}

/** One file as the answer about it alone shows it; null when nothing is there. */
export async function shownFile(session: Session, step: Step, name: string): Promise<ShownFile | null> {
	try {
		return remoteFile(
			name,
			await session.request<Stats>(step, (answer) => {
				session.sftp.stat(step.path, answer);
			}),
		);
	} catch (error) {
		if (isFailure(error, 'noSuchFile')) return null;
		throw error;
	}
}

/** Whether the entry itself is a symbolic link; false on a server that cannot tell. */
export async function isLink(session: Session, step: Step): Promise<boolean> {
	try {
		const shown = await session.request<Stats>(step, (answer) => {
			session.sftp.lstat(step.path, answer);
		});
		return remoteFile('', shown).kind === 'link';
	} catch (error) {
		throwIfLost(error);
		return false;
	}
}

/** Whether it is a folder, found out by trying. */
export async function opensAsFolder(session: Session, step: Step): Promise<boolean> {
	const handle = await openFolder(session, step).catch((error: unknown) => {
		if (error instanceof SftpFailure && error.mayHaveHappened) throw error;
		return null;
	});
	if (handle) await closeHandle(session, step, handle);
	return handle !== null;
}

async function openFolder(session: Session, step: Step): Promise<Buffer> {
	return await session.request<Buffer>(step, (answer) => {
		session.sftp.opendir(step.path, answer);
	});
}
