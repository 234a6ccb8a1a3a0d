import type { Attributes } from 'ssh2';
import { dataReply, longname, namesReply, type SftpReply } from './replies';

/** What a server gives for ever: new names, one name again and again, or answers without any; for a file, bytes. */
export type Endless = 'names' | 'sameName' | 'noNames' | 'bytes';

const NAMES_AT_ONCE = 500;

/** The next answer of a listing that never ends, after so many answers. */
export function endlessNames(kind: Endless, answers: number): SftpReply {
	const count = { names: NAMES_AT_ONCE, sameName: 1, noNames: 0, bytes: 0 }[kind];
	const attrs: Attributes = { mode: 0o100644, uid: 0, gid: 0, size: 1, atime: 0, mtime: 0 };
	const names = Array.from({ length: count }, (_, index) => (kind === 'names' ? `${answers * NAMES_AT_ONCE + index}.csv` : 'same.csv'));
	return namesReply(names.map((filename) => ({ filename, longname: longname(filename, attrs), attrs })));
}

/** A part of a file that never ends. */
export function endlessBytes(length: number): SftpReply {
	return dataReply(Buffer.alloc(length, 'x'));
}
