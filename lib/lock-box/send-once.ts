import { createHash } from 'node:crypto';
import { isFailure, SftpFailure, throwIfLost, type SftpPort } from '../sftp';
import type { BoxAccess } from './access';
import { readLease, writeLease } from './lease';
import { extensionOf } from './names';

/** A file for Scan One. Its name comes from its content. */
export interface OutFile {
	fileName: string;
	bytes: Buffer;
}

const PREPARED = '.out-';

/** Whether a file in the Processing folder was prepared for Scan One. */
export function isPrepared(name: string): boolean {
	return name.startsWith(PREPARED);
}

/**
 * Sends files of a claimed package to the Rejected folder, each once, whoever does it again after a crash or a pause, and
 * also where Scan One has fetched the first copy by then: a file is prepared among the claims, the lease says that it is,
 * and a rename sends it. A file that the lease names and that is not there any more was sent.
 *
 * `assertOurs` throws when the claim is not ours at this moment. Gives the names in the Rejected folder, in order.
 */
export async function sendOnce(access: BoxAccess, claim: string, files: OutFile[], assertOurs: () => Promise<void>): Promise<string[]> {
	await access.ensure('rejected');
	const lease = await readLease(access, claim);
	const missing = files.filter((file) => lease?.prepared?.includes(markOf(file)) !== true);
	if (missing.length > 0) {
		for (const file of missing) {
			const path = preparedPath(access, file);
			if ((await access.port.upload(path, file.bytes)) === 'takenAway') throw takenAway(access.port.fullPath(path));
		}
		await assertOurs();
		const { owner = '', from = 'incoming', ...rest } = lease ?? {};
		const prepared = [...(lease?.prepared ?? []), ...missing.map(markOf)];
		await writeLease(access, claim, { owner, from, ...rest, prepared }, { exclusive: false });
	}
	await assertOurs();
	const names: string[] = [];
	for (const file of files) names.push(await moved(access, file));
	return names;
}

async function moved(access: BoxAccess, file: OutFile): Promise<string> {
	const { port } = access;
	const prepared = preparedPath(access, file);
	const put = async (name: string): Promise<string> => {
		const target = access.path('rejected', name);
		try {
			await port.move(prepared, target);
		} catch (error) {
			throwIfLost(error);
			if (isFailure(error, 'noSuchFile', 'exists') && (await port.stat(prepared)) === null) return name;
			if (isFailure(error, 'exists') && !(await sameContent(port, prepared, target))) throw error;
			// A server that cannot move between these two folders: then it is put there anew.
			if (!isFailure(error, 'exists')) await port.upload(target, file.bytes);
			await port.remove(prepared);
		}
		return name;
	};
	try {
		return await put(file.fileName);
	} catch (error) {
		if (!isFailure(error, 'exists')) throw error;
		return await put(distinctName(file.fileName, file.bytes));
	}
}

function preparedPath(access: BoxAccess, file: OutFile): string {
	return access.path('processing', `${PREPARED}${markOf(file)}`);
}

/** Stands for name and content. */
function markOf({ fileName, bytes }: OutFile): string {
	return createHash('sha256').update(`${fileName}\n`).update(bytes).digest('hex').slice(0, 32);
}

/** The same for the same content, so that a repeated step finds it. */
export function distinctName(fileName: string, bytes: Buffer): string {
	const extension = extensionOf(fileName);
	return `${fileName.slice(0, fileName.length - extension.length)}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}${extension}`;
}

export async function sameContent(port: SftpPort, one: string, other: string): Promise<boolean> {
	const digest = async (path: string) => {
		const hash = createHash('sha256');
		for await (const chunk of port.chunks(path)) hash.update(chunk);
		return hash.digest('hex');
	};
	return (await digest(one)) === (await digest(other));
}

/** What was put into one of our folders was gone at once. */
export function takenAway(path: string): SftpFailure {
	return new SftpFailure(`"${path}" was gone right after it was written, so the package was not settled.`, 'other', {
		path,
		hint: 'Nothing but these workflows may take files out of that folder: ask the admin of the server what fetches or removes them.',
	});
}
