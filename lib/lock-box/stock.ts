import { reasonText } from '../core';
import { isFailure, isUnfinishedName, type RemoteFile, throwIfLost } from '../sftp';
import type { BoxAccess } from './access';
import { readKept } from './kept';
import { claimOfLease, originalName, packageKind, parseClaimName } from './names';
import type { LockBoxFolders } from './settings';

/** A file in the lock-box, wherever it is by now. */
export interface StockedFile {
	place: keyof LockBoxFolders;
	/** File name in its folder. */
	name: string;
	/** Name of the package as Scan One delivered it, as far as the file name says it. */
	delivered: string;
	/** Bytes. */
	size: number;
	/** ms since the epoch, the server's clock: when it arrived in the lock-box; a rename keeps it. */
	receivedAt: number;
	/** Server time of the last claim; null where it was not claimed. */
	claimedAt: number | null;
	/** Made by settling: what went back to Scan One, or waits for the buyer. */
	isCopy: boolean;
	/** A rejection report. */
	isReport: boolean;
}

export interface Stock {
	files: StockedFile[];
	/** Folders that could not be listed and files that cannot be used, and why. */
	unread: Array<{ place: keyof LockBoxFolders; name: string; reason: string }>;
}

const PLACES = ['archive', 'rejected', 'waiting', 'processing', 'incoming'] as const;
/** What settling puts behind the stem of a package it has made. */
const MADE = /-(?:rejected|waiting)-[0-9a-f]{12}(?=\.|$)/;
const WAITING = /-waiting-[0-9a-f]{12}(?=\.|$)/;
const REPORT = /\.report\.csv$/i;

/** Everything that stands in the folders of the lock-box. Claims and changes nothing. Throws SftpFailure where the connection is lost. */
export async function stock(access: BoxAccess): Promise<Stock> {
	const result: Stock = { files: [], unread: [] };
	for (const place of PLACES) {
		try {
			for (const file of await access.listOurs(place)) add(result, place, file);
		} catch (error) {
			throwIfLost(error);
			result.unread.push({ place, name: access.folders[place], reason: reasonText(error) });
		}
	}
	return result;
}

function add({ files, unread }: Stock, place: keyof LockBoxFolders, { name, kind, size, modifiedAt, failure }: RemoteFile): void {
	if (kind !== 'file' || isUnfinishedName(name) || name.startsWith('.') || claimOfLease(name) !== null) return;
	if (packageKind(name) === null) return;
	if (failure) {
		unread.push({ place, name, reason: failure.text });
		return;
	}
	const isOurs = place === 'archive' || place === 'processing';
	const claimedAt = isOurs ? (parseClaimName(name)?.claimedAt ?? null) : null;
	const own = isOurs ? originalName(name) : name;
	const isCopy = place === 'rejected' || place === 'waiting' || (isOurs && WAITING.test(own));
	files.push({
		place,
		name,
		delivered: isCopy ? own.replace(MADE, '').replace(REPORT, '') : own,
		size,
		receivedAt: modifiedAt > 0 ? modifiedAt : (claimedAt ?? 0),
		claimedAt,
		isCopy,
		isReport: place === 'rejected' && REPORT.test(name),
	});
}

/** A whole file of the stock, also where a run has claimed or settled it since it was listed. Null where it is gone. Throws SftpFailure. */
export async function readStocked(access: BoxAccess, file: StockedFile, limits: { maxBytes: number }): Promise<Buffer | null> {
	try {
		return await readKept(access, file.place, file.name, limits);
	} catch (error) {
		if (!isFailure(error, 'noSuchFile')) throw error;
	}
	const moved = (await stock(access)).files.find(
		({ place, delivered, size, receivedAt }) =>
			place !== file.place && delivered === file.delivered && size === file.size && receivedAt === file.receivedAt,
	);
	return moved === undefined ? null : await readKept(access, moved.place, moved.name, limits);
}
