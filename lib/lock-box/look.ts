import pLimit from 'p-limit';
import { isFailure, isFileName, isUnfinishedName, type RemoteFile } from '../sftp';
import { earlierClaims, isStale, listClaims } from './claims';
import { completeness } from './complete';
import { isOlderThan } from './lease';
import { claimOfLease, originalName, packageKind, parseClaimName } from './names';
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
	/** Packages that `choose` or `most` leaves for a later look, nearly all of them not looked into. */
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
	/** So many packages are announced at most, the oldest of them. */
	most?: number;
	signal?: AbortSignal;
}

const TAKEN = Symbol('taken');
/** Files whose ends are read at the same time. */
const PARALLEL_READS = 16;

/** Looks twice, the settling time apart, and returns which packages are complete. Claims nothing and moves no package; throws SftpFailure. */
export async function look(access: BoxAccess, options: LookOptions = {}): Promise<Look> {
	const result: Look = { announcements: [], notYet: [], later: [], ignored: [], notices: [] };
	const wanted = (file: RemoteFile) => options.names === undefined || options.names.includes(file.name);
	await lookAtIncoming(access, options, wanted, result);
	const named = (name: string) => options.names === undefined || options.names.includes(name);
	await lookAtProcessing(access, named, result);
	await lookAtWaiting(access, wanted, result);
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
	const finished = files.filter((file) => file.kind === 'file' && !isUnfinishedName(file.name));
	for (const { name, kind } of files) {
		if (kind === 'link') result.ignored.push({ name, folder, why: 'It is a symbolic link. Have the file itself delivered.' });
		else if (kind === 'other') result.ignored.push({ name, folder, why: 'It is a device, a pipe or a socket, not a file.' });
	}
	for (const { name } of finished) {
		if (!isFileName(name))
			result.ignored.push({
				name,
				folder,
				why: 'Its name cannot be used: it contains characters that are not UTF-8, control characters or a backslash. Have it sent under another name.',
			});
		else if (packageKind(name) === null)
			result.ignored.push({
				name,
				folder,
				why: 'It is neither a .zip nor a .csv or .txt file. Have it sent inside a ZIP together with the CSV that names it.',
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
	const limit = pLimit(PARALLEL_READS);
	const second = (await incoming()).filter((file) => first.has(file.name));
	if (second.length > 0 && second.every(({ modifiedAt }) => modifiedAt === 0)) access.showsTimes = false;
	const settled: Announcement[] = [];
	for (const file of second.toSorted(byAge)) {
		const before = first.get(file.name);
		if (file.size === before?.size && file.modifiedAt === before.modifiedAt) settled.push(announced(file, 'incoming', 'new'));
		else result.notYet.push({ name: file.name, folder: 'incoming', why: 'It is still growing.' });
	}
	const chosen = await choose(settled);
	result.later = settled.filter((delivery) => !chosen.includes(delivery));
	await Promise.all(
		chosen.map((delivery) =>
			limit(async () => {
				const isEnough = result.announcements.length >= most;
				const why = isEnough ? null : await whyNotYet(access, delivery).catch(ifTaken);
				if (why === TAKEN) return;
				if (isEnough) result.later.push(delivery);
				else if (why === null) result.announcements.push(delivery);
				else result.notYet.push({ name: delivery.name, folder: 'incoming', why });
			}),
		),
	);
}

/** Another run may claim a file while we look at it: then it does not concern us. */
function ifTaken(error: unknown): typeof TAKEN {
	if (isFailure(error, 'noSuchFile')) return TAKEN;
	throw error;
}

/** Null when the file is to be announced: complete, or incomplete for so long that the reader shall refuse it. */
async function whyNotYet(access: BoxAccess, file: Announcement): Promise<string | null> {
	const path = access.path('incoming', file.name);
	if (file.size > 0 && (await completeness(access.port, path, file.name, file.size)) !== 'incomplete') return null;
	const incomplete =
		packageKind(file.name) === 'zip'
			? 'It is not complete yet: its ZIP directory cannot be read.'
			: 'It is not complete yet: it does not end with a line break.';
	if (file.modifiedAt === 0)
		return `${incomplete} The server shows no times, so nobody knows for how long; if it does not change any more, have it sent again.`;
	// A file in transfer has the server's present time. One that is hours ahead has the sender's, set when the transfer ended.
	const age = Math.abs((await access.serverNow()) - file.modifiedAt);
	if (age > access.times.unreadableAfterMs) return null;
	return incomplete;
}

async function lookAtProcessing(access: BoxAccess, named: (name: string) => boolean, result: Look): Promise<void> {
	const { claims, leftovers } = await listClaims(access);
	const packages = new Set(
		packagesAmong(
			claims.map(({ file }) => file),
			'processing',
			result,
		),
	);
	for (const claim of claims) {
		const { name } = claim.file;
		if (!packages.has(claim.file) || !(named(name) || named(originalName(name)))) continue;
		if (!(await isStale(access, claim))) {
			result.notYet.push({ name, folder: 'processing', why: 'A run has claimed it and has not settled it yet.' });
			continue;
		}
		if (!named(name)) continue;
		// While an earlier claim of the same delivery is worked on, its twin waits.
		if ((await earlierClaims(access, claims, claim.file)).length === 0)
			result.announcements.push(announced(claim.file, 'processing', 'reclaim'));
	}
	for (const leftover of leftovers) {
		// A lease is written just before its claim: without its time, the one in its name counts.
		const time = leftover.modifiedAt || parseClaimName(claimOfLease(leftover.name) ?? '')?.claimedAt;
		if (time !== undefined && (await isOlderThan(access, time, access.times.reclaimMs)))
			await access.port.remove(access.path('processing', leftover.name));
	}
}

async function lookAtWaiting(access: BoxAccess, wanted: (file: RemoteFile) => boolean, result: Look): Promise<void> {
	for (const file of packagesAmong((await access.listOurs('waiting')).filter(wanted), 'waiting', result)) {
		if (await isOlderThan(access, file.modifiedAt, access.times.waitingRetryMs))
			result.announcements.push(announced(file, 'waiting', 'retry'));
	}
}

function announced({ name, size, modifiedAt }: RemoteFile, folder: PackageFolder, reason: Announcement['reason']): Announcement {
	return { name, folder, size, modifiedAt, reason };
}
