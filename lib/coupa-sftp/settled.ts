import { setTimeout as sleep } from 'node:timers/promises';

import type { RemoteFile, SftpPort } from '../sftp';
import { versionOf } from './drop';
import { type OutgoingChoice, outgoingFiles } from './outgoing';

/** Looks in between show a file that changes and then seems to stand still, and keep the connection from being idle. */
const LOOK_MS = 15_000;

/** Files that stayed the same while they were watched, and the names of those that did not. */
export interface SettledFiles {
	files: RemoteFile[];
	changing: string[];
}

/**
 * The finished files of a folder by name that nobody is still writing: those that look the same for `settleMs`. Watched rather than judged by their
 * times, because the server's clock need not be ours. 0 takes them as they are; an empty folder takes no time. Throws SftpFailure; AbortError with
 * the signal.
 */
export async function settledFiles(
	port: SftpPort,
	folder: string,
	{ pattern = '', limit = Infinity, settleMs, signal }: OutgoingChoice & { settleMs: number; signal?: AbortSignal | undefined },
): Promise<SettledFiles> {
	const look = async (): Promise<RemoteFile[]> => await outgoingFiles(port, folder, { pattern });
	let files = await look();
	const changing = new Set<string>();
	for (let left = settleMs; left > 0 && files.length > 0; left -= LOOK_MS) {
		await sleep(Math.min(left, LOOK_MS), undefined, { signal });
		const before = new Map(files.map((file) => [file.name, versionOf(file)]));
		const now = await look();
		for (const file of now) if (before.get(file.name) !== versionOf(file)) changing.add(file.name);
		files = now.filter(({ name }) => before.has(name) && !changing.has(name));
	}
	return { files: files.slice(0, limit), changing: [...changing] };
}
