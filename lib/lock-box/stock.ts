import { setTimeout as sleep } from 'node:timers/promises';
import { reasonText } from '../core';
import { isFailure, isUnfinishedName, type RemoteFile, throwIfLost } from '../sftp';
import { type BoxAccess, DOUBT_MS } from './access';
import { readKept } from './kept';
import { claimOfLease, nameBeforeWaiting, originalName, packageKind, parseClaimName, WAITING } from './names';
import type { LockBoxFolders } from './settings';

type Place = keyof LockBoxFolders;

/** A file in the lock-box, wherever it is by now. */
export interface StockedFile {
	place: Place;
	/** File name in its folder. */
	name: string;
	/** Name of the package as Scan One delivered it, as far as the file name says it. */
	delivered: string;
	/** Bytes. */
	size: number;
	/** ms since the epoch, the server's clock: when it arrived in the lock-box, or began to wait for the buyer; a rename keeps it. */
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
	unread: Array<{ place: Place; name: string; reason: string }>;
}

type Listing = Map<Place, RemoteFile[]>;

const PLACES = ['archive', 'rejected', 'waiting', 'processing', 'incoming'] as const;
/** Those that runs move packages out of. */
const MOVING: Place[] = ['incoming', 'waiting', 'processing'];
const SETTLED: Place[] = ['archive', 'rejected'];
const LISTING_TRIES = 8;
/** What settling puts behind the stem of a package that it sends back. */
const REJECTED = /-rejected-[0-9a-f]{12}(?=\.|$)/;
const REPORT = /\.report\.csv$/i;

/**
 * Everything that stands in the folders of the lock-box. Claims and changes nothing. A package that runs move from one folder to the next while they are
 * listed would be in none of the lists, or in two: they are listed again until they stood still. Throws SftpFailure where the connection is lost.
 */
export async function stock(access: BoxAccess): Promise<Stock> {
	for (let tries = 1; ; tries++) {
		const result: Stock = { files: [], unread: [] };
		const before = await listings(access, MOVING, result);
		const settled = await listings(access, SETTLED, result);
		const stoodStill = namesIn(before) === namesIn(await listings(access, MOVING, { files: [], unread: [] }));
		if (!stoodStill && tries < LISTING_TRIES) {
			await sleep(DOUBT_MS);
			continue;
		}
		if (!stoodStill)
			result.unread.push({
				...{ place: 'processing', name: access.folders.processing },
				reason: 'Packages were moved all the time while the folders were listed. Run it again when no import is at work.',
			});
		for (const place of PLACES) for (const file of settled.get(place) ?? before.get(place) ?? []) add(result, place, file);
		return { ...result, files: waitingSince(result.files) };
	}
}

async function listings(access: BoxAccess, places: Place[], { unread }: Stock): Promise<Listing> {
	const lists: Listing = new Map();
	for (const place of places) {
		try {
			lists.set(place, await access.listOurs(place));
		} catch (error) {
			throwIfLost(error);
			unread.push({ place, name: access.folders[place], reason: reasonText(error) });
		}
	}
	return lists;
}

/** The packages of all lists; leases, and what the clock is read from, come and go. */
function namesIn(lists: Listing): string {
	const names = [...lists].flatMap(([place, files]) => files.filter(isPackage).map(({ name }) => `${place}/${name}`));
	return JSON.stringify(names.sort());
}

function isPackage({ name, kind }: RemoteFile): boolean {
	return kind === 'file' && !isUnfinishedName(name) && !name.startsWith('.') && claimOfLease(name) === null && packageKind(name) !== null;
}

/** What waits is written anew each time that it was tried again; the same content has the same name. Its time is that of the first. */
function waitingSince(files: StockedFile[]): StockedFile[] {
	const first = new Map<string, number>();
	const nameOf = ({ name }: StockedFile) => originalName(name);
	const hasWaited = (file: StockedFile) => file.isCopy && WAITING.test(nameOf(file));
	for (const file of files.filter(hasWaited)) first.set(nameOf(file), Math.min(file.receivedAt, first.get(nameOf(file)) ?? Infinity));
	return files.map((file) => (hasWaited(file) ? { ...file, receivedAt: first.get(nameOf(file)) ?? file.receivedAt } : file));
}

function add({ files, unread }: Stock, place: Place, file: RemoteFile): void {
	if (!isPackage(file)) return;
	const { name, size, modifiedAt, failure } = file;
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
		delivered: isCopy ? nameBeforeWaiting(own).replace(REJECTED, '').replace(REPORT, '') : own,
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
