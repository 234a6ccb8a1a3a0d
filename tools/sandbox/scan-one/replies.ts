import { constants as fsFlags } from 'node:fs';
import type { Stats } from 'node:fs';
import { utils } from 'ssh2';
import type { Attributes, SFTPWrapper } from 'ssh2';

/** The answers SFTPv3 knows (draft-ietf-secsh-filexfer-02, section 7). */
export type SftpStatus = keyof typeof utils.sftp.STATUS_CODE;

/** A refusal that goes to the client as this status. */
export class SftpRefusal extends Error {
	override name = 'SftpRefusal';
	constructor(
		readonly status: SftpStatus,
		message: string,
	) {
		super(message);
	}
}

/** One answer: how it is recorded, and how it goes out. */
export interface SftpReply {
	status: SftpStatus;
	send(sftp: SFTPWrapper, requestId: number): void;
}

export function statusReply(status: SftpStatus, message: string = status): SftpReply {
	return { status, send: (sftp, id) => sftp.status(id, utils.sftp.STATUS_CODE[status], message) };
}

export function handleReply(handle: Buffer): SftpReply {
	return { status: 'OK', send: (sftp, id) => sftp.handle(id, handle) };
}

export function dataReply(data: Buffer): SftpReply {
	return { status: 'OK', send: (sftp, id) => sftp.data(id, data) };
}

export function attributesReply(attributes: Attributes): SftpReply {
	return { status: 'OK', send: (sftp, id) => sftp.attrs(id, attributes) };
}

export function namesReply(names: Array<{ filename: string; longname: string; attrs: Attributes }>): SftpReply {
	return { status: 'OK', send: (sftp, id) => sftp.name(id, names) };
}

/** An answer to REALPATH. */
export function nameOnly(path: string): SftpReply {
	return namesReply([{ filename: path, longname: path, attrs: { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } }]);
}

/** What OpenSSH's server answers for a file system error, with this text unless it is null: SFTPv3 has no status of its own for "exists", "full" and the like. */
export function refusalFor(error: unknown, text: string | null): SftpReply {
	const { status, message } = refusalOf(error);
	return statusReply(status, text ?? message);
}

function refusalOf(error: unknown): Pick<SftpRefusal, 'status' | 'message'> {
	if (error instanceof SftpRefusal) return error;
	const code = errorCode(error);
	if (['ENOENT', 'ENOTDIR', 'EBADF', 'ELOOP'].includes(code)) return { status: 'NO_SUCH_FILE', message: 'No such file' };
	if (['EACCES', 'EPERM'].includes(code)) return { status: 'PERMISSION_DENIED', message: 'Permission denied' };
	if (['EINVAL', 'ENAMETOOLONG'].includes(code)) return { status: 'BAD_MESSAGE', message: 'Bad message' };
	return { status: 'FAILURE', message: 'Failure' };
}

function errorCode(error: unknown): string {
	return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Open flags of the protocol as flags of the file system. */
export function fileFlags(pflags: number): number {
	const { READ, WRITE, APPEND, CREAT, TRUNC, EXCL } = utils.sftp.OPEN_MODE;
	const access = (pflags & WRITE) === 0 ? fsFlags.O_RDONLY : (pflags & READ) === 0 ? fsFlags.O_WRONLY : fsFlags.O_RDWR;
	return (
		access |
		(pflags & APPEND ? fsFlags.O_APPEND : 0) |
		(pflags & CREAT ? fsFlags.O_CREAT : 0) |
		(pflags & TRUNC ? fsFlags.O_TRUNC : 0) |
		(pflags & EXCL ? fsFlags.O_EXCL : 0)
	);
}

/** Attributes as they travel: sizes in bytes, times in whole seconds of the server's clock. */
export function attributesOf(stats: Stats, clockSkewSeconds: number): Attributes {
	return {
		mode: stats.mode,
		uid: stats.uid,
		gid: stats.gid,
		size: stats.size,
		atime: Math.floor(stats.atimeMs / 1000) + clockSkewSeconds,
		mtime: Math.floor(stats.mtimeMs / 1000) + clockSkewSeconds,
	};
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The `ls -l` line that READDIR sends along; clients read the file type and the rights from it. */
export function longname(filename: string, attributes: Attributes): string {
	const rights = [6, 3, 0].map((shift) => {
		const bits = (attributes.mode >> shift) & 7;
		return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
	});
	const type = { [fsFlags.S_IFDIR]: 'd', [fsFlags.S_IFLNK]: 'l' }[attributes.mode & fsFlags.S_IFMT] ?? '-';
	const time = new Date(attributes.mtime * 1000);
	const day = String(time.getUTCDate()).padStart(2);
	const clock = `${String(time.getUTCHours()).padStart(2, '0')}:${String(time.getUTCMinutes()).padStart(2, '0')}`;
	const owner = `${String(attributes.uid).padEnd(8)} ${String(attributes.gid).padEnd(8)}`;
	return `${type}${rights.join('')}    1 ${owner} ${String(attributes.size).padStart(8)} ${MONTHS[time.getUTCMonth()]} ${day} ${clock} ${filename}`;
}
