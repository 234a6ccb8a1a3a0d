import { compare } from '../core';
import { fileIn, isUnfinishedName, type RemoteFile, type SftpPort } from '../sftp';

/** Which files of a folder are wanted. */
export interface OutgoingChoice {
	/** File name with `*` for any characters and `?` for one; upper and lower case do not matter. Empty: all. */
	pattern?: string;
	/** Most files. Default: all. */
	limit?: number;
}

/** The finished files of an outgoing folder by name, which is their order in time. A missing folder throws SftpFailure `noSuchFile`. */
export async function outgoingFiles(
	port: SftpPort,
	folder: string,
	{ pattern = '', limit = Infinity }: OutgoingChoice = {},
): Promise<RemoteFile[]> {
	const wanted = namePattern(pattern.trim() || '*');
	const files = (await port.list(folder)).filter(({ kind, name }) => kind === 'file' && !isUnfinishedName(name) && wanted.test(name));
	return files.sort((left, right) => compare(left.name, right.name)).slice(0, limit);
}

/** Deletes a file that was fetched, as Coupa expects of its clients; false when it is gone, or not the one any more that was fetched. */
export async function removeFetched(port: SftpPort, folder: string, fetched: RemoteFile): Promise<boolean> {
	const path = fileIn(folder, fetched.name);
	const now = await port.stat(path);
	if (now?.size !== fetched.size || now.modifiedAt !== fetched.modifiedAt) return false;
	return await port.remove(path);
}

function namePattern(pattern: string): RegExp {
	const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'isu');
}
