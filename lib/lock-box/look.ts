import { reasonText } from '../core';
import { isFailure, isFileName, isUnfinishedName, throwIfLost, type RemoteFile } from '../sftp';
import { earlierClaims, isStale, listClaims, type ClaimFile } from './claims';
import { completeness } from './complete';
import { givesOnce, tried } from './kept';
import { isAhead, isOlderThan, lastSignOfLife } from './lease';
import { claimOfLease, originalName, type PackageKind, packageKind, parseClaimName } from './names';
import { pause, type PackageFolder, type BoxAccess } from './access';

/** A package that can be claimed. Small and plain: it travels inside an n8n item. */
export interface Announcement {
	/** File name in its folder. */
	name: string;
	folder: PackageFolder;
	/** Bytes. */
	size: number;
	/** ms since the epoch, the server's clock. */
	modifiedAt: number;
	/** `new`: just delivered; `reclaim`: claimed by a run that is gone; `retry`: waited for the buyer long enough. */
	reason: 'new' | 'reclaim' | 'retry';
}

/** A file that is not announced, and why, for a person who looks. */
interface Unannounced {
	name: string;
	folder: PackageFolder;
	why: string;
}

export interface Look {
	/** Oldest first. */
	announcements: Announcement[];
	/** Still being delivered, or claimed by a living run: a later look announces it. */
	notYet: Unannounced[];
	/** Packages that `choose` or `most` leaves for a later look, not looked into. */
	later: Announcement[];
	/** Files that are no packages. They stay where they are. */
	ignored: Unannounced[];
	/** What about the server makes looking less certain, for a person who looks. Empty for most servers. */
	notices: string[];
}

export interface LookOptions {
	/** Look at these file names only (delivered names and claim names). */
	names?: string[];
	/** Which of the deliveries in Incoming, oldest first, are looked into: each costs requests. Default: all of them. */
	choose?: (deliveries: Announcement[]) => Announcement[] | Promise<Announcement[]>;
	/** So many packages are announced at most, the oldest of them; hardly more are looked into. */
	most?: number;
	signal?: AbortSignal;
}

const TAKEN = Symbol('taken');
/** Files whose ends are read at the same time. */
const PARALLEL_READS = 16;
/** Files that are opened for each that is wanted, where many of them turn out not to be ready; and how many always are. */
const OPENS_FOR_EACH = 5;
const LEAST_OPENS = 100;

/** Looks twice, the settling time apart, and returns which packages are complete. Claims nothing and moves no package; throws SftpFailure. */
export async function look(access: BoxAccess, options: LookOptions = {}): Promise<Look> {
	const result: Look = { announcements: [], notYet: [], later: [], ignored: [], notices: [] };
	const wanted = (file: RemoteFile) => options.names === undefined || options.names.includes(file.name);
	await lookAtIncoming(access, options, wanted, result);
	const named = (name: string) => options.names === undefined || options.names.includes(name);
	const ahead = [...(await lookAtProcessing(access, options, named, result)), ...(await lookAtWaiting(access, wanted, result))];
	if (ahead.length > 0)
		result.notices.push(
			`The times of these files are ahead of the server's own clock, as after that clock was set back; they count as old, so that the packages are taken up now: ${ahead.map((name) => `"${name}"`).join(', ')}.`,
		);
	if (givesOnce(access))
		result.notices.push(
			'The server removes a file when it was read. So packages are judged complete by their size and time only, and what was read is put back at once. Ask the admin of the server to keep files until they are deleted: a run that ends between the two loses a package.',
		);
	if (!access.showsTimes)
		result.notices.push(
			'The server shows no times of files: whether a file is still growing is seen from its size only, and packages that wait for the buyer are tried again each time.',
		);
	result.announcements.sort(byAge);
	result.later.push(...result.announcements.splice(options.most ?? Infinity));
	return result;
}

/** The oldest first. */
function byAge(a: RemoteFile | Announcement, b: RemoteFile | Announcement): number {
	return a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1);
}

/** The packages among these files; the others that are no transfer leftovers are listed as ignored. */
function packagesAmong(files: RemoteFile[], folder: PackageFolder, result: Look): RemoteFile[] {
	const finished = files.filter((file) => file.kind === 'file' && !file.failure && !isUnfinishedName(file.name));
	for (const { name, kind, failure } of files) {
		if (failure && !isUnfinishedName(name)) result.notYet.push({ name, folder, why: failure.text });
		else if (kind === 'link') result.ignored.push({ name, folder, why: 'It is a symbolic link. Have the file itself delivered.' });
		else if (kind === 'other') result.ignored.push({ name, folder, why: 'It is a device, a pipe or a socket, not a file.' });
	}
	for (const { name } of finished) {
		if (!isFileName(name))
			result.ignored.push({
				name,
				folder,
				why: 'Its name cannot be used: it contains characters that are not UTF-8, control characters, characters that turn the direction of a text, or a slash or backslash, or it is longer than 255 bytes. Have it sent under another name.',
			});
		else if (packageKind(name) === null)
			result.ignored.push({
				name,
				folder,
				why: 'It is neither a .zip nor a .csv or .txt file, nor an e-invoice (.xml, .p7m, .pdf). Have it sent inside a ZIP together with the CSV that names it.',
			});
	}
	return finished.filter(({ name }) => isFileName(name) && packageKind(name) !== null);
}

async function lookAtIncoming(
	access: BoxAccess,
	{ signal, choose = (deliveries) => deliveries, most = Infinity }: LookOptions,
	wanted: (file: RemoteFile) => boolean,
	result: Look,
): Promise<void> {
	const incoming = async () => (await access.port.list(access.folders.incoming)).filter(wanted);
	const first = new Map(packagesAmong(await incoming(), 'incoming', result).map((file) => [file.name, file]));
	if (first.size === 0) return;
	await pause(access.times.settleMs, signal);
	const second = (await incoming()).filter((file) => first.has(file.name));
	if (second.length > 0 && second.every(({ modifiedAt }) => modifiedAt === 0)) access.showsTimes = false;
	const steady: Announcement[] = [];
	for (const file of second.toSorted(byAge)) {
		const before = first.get(file.name);
		if (file.failure) result.notYet.push({ name: file.name, folder: 'incoming', why: file.failure.text });
		else if (file.size === before?.size && file.modifiedAt === before.modifiedAt) steady.push(announced(file, 'incoming', 'new'));
		else result.notYet.push({ name: file.name, folder: 'incoming', why: 'It is still growing.' });
	}
	const chosen = new Set(await choose(steady));
	result.later = steady.filter((file) => !chosen.has(file));
	const left = steady.filter((file) => chosen.has(file));
	const { keeps, reasons } = await tried(access, left);
	/** How many may still be looked into: each costs requests, and those that cannot be taken may be many. */
	let opens = Math.max(LEAST_OPENS, OPENS_FOR_EACH * most);
	while (left.length > 0 && opens > 0 && result.announcements.length < most) {
		const together = left.splice(0, Math.min(PARALLEL_READS, opens, most - result.announcements.length));
		opens -= together.length;
		await Promise.all(
			together.map(async (file) => {
				const why = reasons.get(file.name) ?? (await whyNotYet(access, file, keeps).catch(reasonUnlessTaken));
				if (why === null) result.announcements.push(file);
				else if (why !== TAKEN) result.notYet.push({ name: file.name, folder: 'incoming', why });
			}),
		);
	}
	result.later.push(...left);
}

/** Another run may claim a file while we look at it: then it does not concern us. */
function reasonUnlessTaken(error: unknown): string | typeof TAKEN {
	return isFailure(error, 'noSuchFile') ? TAKEN : reasonOfOne(error);
}

/** What failed for one file only, in words; throws again what says that nothing more can be done over this connection. */
function reasonOfOne(error: unknown): string {
	throwIfLost(error);
	return reasonText(error);
}

/** What an incomplete file lacks. */
const INCOMPLETE: Readonly<Record<PackageKind, string>> = {
	zip: 'It is not complete yet: its ZIP directory cannot be read.',
	csv: 'It is not complete yet: it does not end with a line break.',
	xml: 'It is not complete yet: it does not end with the closing tag of its root element.',
	p7m: 'It is not complete yet: it is shorter than its head says.',
	pdf: 'It is not complete yet: it does not end with %%EOF.',
};

/** Null when the file is to be announced: complete, or incomplete for so long that the reader shall refuse it. */
async function whyNotYet(access: BoxAccess, file: Announcement, readable: boolean): Promise<string | null> {
	const path = access.path('incoming', file.name);
	if (readable && file.size > 0 && (await completeness(access.port, path, file.name, file.size)) !== 'incomplete') return null;
	if (!readable && file.size > 0 && file.modifiedAt === 0) return null;
	const incomplete = !readable
		? 'It was not looked into, because it is not proven that the server keeps a file that was read; it is taken when it has not changed for some minutes.'
		: INCOMPLETE[packageKind(file.name) ?? 'csv'];
	if (file.modifiedAt === 0)
		return `${incomplete} The server shows no times, so nobody knows for how long; if it does not change any more, have it sent again.`;
	// A file in transfer has the server's present time. One that is hours ahead has the sender's, set when the transfer ended.
	const age = Math.abs((await access.serverNow()) - file.modifiedAt);
	if (age > access.times.unreadableAfterMs) return null;
	return incomplete;
}

/** Gives the names of those announced whose times are ahead of the server's clock. */
async function lookAtProcessing(
	access: BoxAccess,
	{ most = Infinity }: LookOptions,
	named: (name: string) => boolean,
	result: Look,
): Promise<string[]> {
	const ahead: string[] = [];
	const { claims, leftovers } = await listClaims(access);
	const packages = new Set(
		packagesAmong(
			claims.map(({ file }) => file),
			'processing',
			result,
		),
	);
	let found = 0;
	for (const claim of claims.toSorted((a, b) => byAge(a.file, b.file))) {
		const { name } = claim.file;
		if (!packages.has(claim.file) || !(named(name) || named(originalName(name)))) continue;
		// Each that was left behind costs a look into its lease.
		if (found >= most) {
			result.notYet.push({
				name,
				folder: 'processing',
				why: 'Older claims come first. A later look shows whether it is to be taken over.',
			});
			continue;
		}
		const why = await whyNotReclaimed(access, claims, claim).catch(reasonOfOne);
		if (why !== null) result.notYet.push({ name, folder: 'processing', why });
		else if (named(name)) {
			result.announcements.push(announced(claim.file, 'processing', 'reclaim'));
			found += 1;
			if (await isAhead(access, await lastSignOfLife(access, claim.file, claim.lease))) ahead.push(name);
		}
	}
	for (const { name, modifiedAt } of leftovers) {
		// A lease is written just before its claim: without its time, the one in its name counts.
		const time = modifiedAt || parseClaimName(claimOfLease(name) ?? '')?.claimedAt;
		if (time === undefined || !(await isOlderThan(access, time, access.times.reclaimMs))) continue;
		try {
			await access.port.remove(access.path('processing', name));
		} catch (error) {
			result.notices.push(`What a run left behind could not be deleted. ${reasonOfOne(error)}`);
		}
	}
	return ahead;
}

async function whyNotReclaimed(access: BoxAccess, claims: ClaimFile[], claim: ClaimFile): Promise<string | null> {
	if (!(await isStale(access, claim))) return 'A run has claimed it and has not settled it yet.';
	// While an earlier claim of the same delivery is worked on, its twin waits.
	const [earlier] = await earlierClaims(access, claims, claim.file);
	return earlier ? `An earlier claim of the same delivery is being worked on ("${earlier.file.name}").` : null;
}

/** Gives the names of those announced whose times are ahead of the server's clock. */
async function lookAtWaiting(access: BoxAccess, wanted: (file: RemoteFile) => boolean, result: Look): Promise<string[]> {
	const ahead: string[] = [];
	const listed = await access.listOurs('waiting').catch((error: unknown) => {
		result.notices.push(`Packages that wait for the buyer are not seen. ${reasonOfOne(error)}`);
		return [];
	});
	for (const file of packagesAmong(listed.filter(wanted), 'waiting', result)) {
		if (await isOlderThan(access, file.modifiedAt, access.times.waitingRetryMs)) {
			result.announcements.push(announced(file, 'waiting', 'retry'));
			if (await isAhead(access, file.modifiedAt)) ahead.push(file.name);
		} else result.notYet.push({ name: file.name, folder: 'waiting', why: whyWaiting(access) });
	}
	return ahead;
}

/** The same text for all of them, so that they are named together. */
function whyWaiting({ times }: BoxAccess): string {
	const hours = Math.round(times.waitingRetryMs / 360_000) / 10;
	return `Its invoices wait for the buyer. It is tried again ${hours} ${hours === 1 ? 'hour' : 'hours'} after it was put there.`;
}

function announced({ name, size, modifiedAt }: RemoteFile, folder: PackageFolder, reason: Announcement['reason']): Announcement {
	return { name, folder, size, modifiedAt, reason };
}
