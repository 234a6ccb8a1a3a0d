import { ownValue } from '../core';
import type { FileEntryWithStats, Stats } from 'ssh2';
import { isFailure, pathFailure, SftpFailure, type Step } from './failure';
import type { RemoteFile } from './port';
import type { Session } from './session';
import { closeHandle } from './transfer';

const END_OF_FOLDER = 1;
const FILE_TYPE = 0o170000;
const KINDS: Record<number, RemoteFile['kind']> = { 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' };
/** The start of a line of `ls -l`; other forms of the line, such as the bare name, say nothing about the kind. */
const LONG_LISTING = /^([-dlbcps])[-r][-w][-xsStT]/;
const LETTERS: Record<string, RemoteFile['kind']> = { '-': 'file', d: 'folder', l: 'link' };

/** An entry as the server shows it: its kind may be missing. */
export type ShownFile = Omit<RemoteFile, 'kind'> & { kind: RemoteFile['kind'] | 'unknown' };

/** What the attributes tell; every one of them is optional in SFTP (draft-ietf-secsh-filexfer-02 §5). */
function remoteFile(name: string, attributes: Partial<Pick<Stats, 'mode' | 'size' | 'mtime'>>, longname = ''): ShownFile {
	const type = (attributes.mode ?? 0) & FILE_TYPE;
	const letter = LONG_LISTING.exec(longname)?.[1];
	const kind = type !== 0 ? (KINDS[type] ?? 'other') : letter === undefined ? 'unknown' : (ownValue(LETTERS, letter) ?? 'other');
	return { name, kind, size: attributes.size ?? 0, modifiedAt: (attributes.mtime ?? 0) * 1000 };
}

export function isOfKnownKind(file: ShownFile): file is RemoteFile {
	return file.kind !== 'unknown';
}

/** What is in a folder, as the listing shows it; a missing folder throws `noSuchFile` naming it. */
export async function listing(session: Session, step: Step): Promise<ShownFile[]> {
	const handle = await openFolder(session, step).catch((error: unknown) => {
		throw isFailure(error, 'noSuchFile')
			? pathFailure('noSuchFile', step.path, `There is no folder "${step.path}" on ${session.server}.`)
			: error;
	});
	const files: ShownFile[] = [];
	try {
		for (;;) {
			const entries = await session.request<FileEntryWithStats[]>(step, (answer) => {
				session.sftp.readdir(handle, answer);
			});
			files.push(...entries.map((entry) => remoteFile(entry.filename, entry.attrs, entry.longname)));
		}
	} catch (error) {
		if (!(error instanceof SftpFailure) || error.details.status !== END_OF_FOLDER) throw error;
	} finally {
		if (session.alive) await closeHandle(session, step, handle);
	}
	return files;
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
