import { withoutEnd } from '../core';
import { fileIn, isFailure, makeFolders, pathFailure, type RemoteFile, type SftpPort, type UploadOutcome } from '../sftp';

/** Tells one state of a file from another: its size and time on the server. */
export function versionOf({ size, modifiedAt }: Pick<RemoteFile, 'size' | 'modifiedAt'>): string {
	return `${String(size)}@${String(modifiedAt)}`;
}

/**
 * Puts a file into the drop: under a temporary name, compared in size, then renamed, so that it is there whole or not at all. The same content under
 * that name is `alreadyThere`. Rejects with SftpFailure: other content under that name, a missing folder.
 */
export async function dropFile(
	port: SftpPort,
	{ folder, fileName, content, createFolder }: { folder: string; fileName: string; content: Buffer; createFolder: boolean },
): Promise<UploadOutcome> {
	const path = fileIn(folder, fileName);
	if ((await port.stat(folder))?.kind !== 'folder') {
		if (!createFolder) {
			const hint =
				'Check the folder and the base folder of the credential; names are case-sensitive. To have it made, switch on "Create Folder".';
			throw pathFailure('noSuchFile', port.fullPath(folder), `There is no folder "${port.fullPath(folder)}" on ${port.server}.`, hint);
		}
		await makeFolders(port, folder);
	}
	return await port.upload(path, content);
}

/** What became of a file that was done with. `changed`: it is another one than the one that was read, and stays. */
export type Settled = 'moved' | 'deleted' | 'gone' | 'changed';

/**
 * Moves a file into an archive folder, which is made where it is missing, or deletes it. Can be repeated: a file that is gone is `gone`. The name of
 * an earlier file in the archive is not taken: the new one gets a number.
 *
 * @param version as it was when it was read (`versionOf`); empty for whatever is there
 * @param archive folder to move it to; null deletes it
 */
export async function settleFile(
	port: SftpPort,
	{ folder, fileName, version, archive }: { folder: string; fileName: string; version: string; archive: string | null },
): Promise<Settled> {
	const path = fileIn(folder, fileName);
	const now = await port.stat(path);
	if (now === null) return 'gone';
	if (version !== '' && versionOf(now) !== version) return 'changed';
	if (archive === null) return (await port.remove(path)) ? 'deleted' : 'gone';
	await makeFolders(port, withoutEnd(archive, '/'));
	return await movedInto(port, path, archive, fileName);
}

/** Names that are tried in the archive. */
const MOST_NAMES = 100;

async function movedInto(port: SftpPort, path: string, archive: string, fileName: string): Promise<Settled> {
	for (let number = 1; ; number++) {
		try {
			await port.move(path, fileIn(archive, number === 1 ? fileName : numbered(fileName, number)));
			return 'moved';
		} catch (error) {
			if (isFailure(error, 'noSuchFile') && (await port.stat(path)) === null) return 'gone';
			if (!isFailure(error, 'exists') || number >= MOST_NAMES) throw error;
		}
	}
}

/** `answers.csv`, 2: `answers_2.csv`. */
function numbered(name: string, number: number): string {
	const dot = name.lastIndexOf('.');
	const end = dot > 0 ? dot : name.length;
	return `${name.slice(0, end)}_${String(number)}${name.slice(end)}`;
}
