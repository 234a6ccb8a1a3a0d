import { type ShownFile, throwIfLost } from '../../sftp';
import { askedFolders } from './folders';
import { below, type Place, TEST_CONTENT } from './place';
import { blocks, limits, NotPossible, ok, type Question } from './question';

const AREA = { area: 'Listing', needsFiles: false } as const;
/** Files that are compared where no test file may be made. */
const MOST_FILES = 20;
const MINUTE = 60_000;
/** So far apart clocks are worth a word. */
const FAR_MS = 5 * MINUTE;

/** One file as the listing and as the answer about it alone show it. */
interface Sample {
	listed: ShownFile;
	alone: ShownFile;
	/** What was written; null of a file of others. */
	bytes: number | null;
}

/** Samples of one connection. */
const samplesOf = new WeakMap<Place, Promise<Sample[]>>();

async function samples(place: Place): Promise<Sample[]> {
	const known = samplesOf.get(place) ?? (place.options.allowTestFiles ? ownSample(place) : foundSamples(place));
	samplesOf.set(place, known);
	const found = await known;
	if (found.length === 0) throw new NotPossible('There is no file in the folders to look at.');
	return found;
}

async function ownSample(place: Place): Promise<Sample[]> {
	const path = await place.pathFor('listed.tmp');
	await place.made(path);
	return await seen(place, path.slice(0, path.lastIndexOf('/')), (name) => path.endsWith(`/${name}`), TEST_CONTENT.length);
}

async function foundSamples(place: Place): Promise<Sample[]> {
	const found: Sample[] = [];
	for (const { path } of askedFolders(place.access.folders, place.options.outgoing)) {
		const more = await seen(place, path, (name) => !name.startsWith('.'), null).catch((error: unknown) => {
			throwIfLost(error);
			return [];
		});
		// A folder changes while one looks; STAT shows what a link leads to.
		found.push(...more.filter(({ listed }) => listed.kind !== 'folder' && listed.kind !== 'link'));
		if (found.length >= MOST_FILES) break;
	}
	return found;
}

async function seen({ bare }: Place, folder: string, isWanted: (name: string) => boolean, bytes: number | null): Promise<Sample[]> {
	const found: Sample[] = [];
	for (const listed of (await bare.list(folder)).filter(({ name }) => isWanted(name)).slice(0, MOST_FILES)) {
		const alone = await bare.stat(below(folder, listed.name));
		if (alone !== null) found.push({ listed, alone, bytes });
	}
	return found;
}

function some(found: Sample[], is: (sample: Sample) => boolean): boolean {
	return found.some(is);
}

/** Whether the server says what is a file and what is a folder. */
export const kinds: Question = {
	...AREA,
	id: 'listing.kinds',
	asked: 'Do listing and single answers (STAT) say what is a file and what is a folder?',
	otherwise: 'blocks',
	async ask(place) {
		const found = await samples(place);
		const isUnknown = ({ listed, alone }: Sample) => listed.kind === 'unknown' || alone.kind === 'unknown';
		if (some(found, isUnknown))
			return limits(
				'It does not say.',
				'Whether something is a file is found out by trying to open it as a folder: it works, with one request more for each file in a folder. Keep folders small; ask the admin of the server to show file types.',
			);
		const isWrong = ({ listed, alone, bytes }: Sample) => listed.kind !== alone.kind || (bytes !== null && listed.kind !== 'file');
		return some(found, isWrong)
			? blocks('Listing and STAT do not agree on what is a file.', 'Packages would be overlooked. Ask the admin of the server.')
			: ok('Both say it, and agree.');
	},
};

/** Whether sizes are shown. */
export const sizes: Question = {
	...AREA,
	id: 'listing.sizes',
	asked: 'Do listing and STAT show the size of a file, and agree?',
	otherwise: 'blocks',
	async ask(place) {
		const found = await samples(place);
		const isNowhere = ({ listed, alone, bytes }: Sample) => !listed.size && !alone.size && (bytes !== null || listed.size === undefined);
		if (some(found, isNowhere))
			return blocks(
				'The server does not say how large files are.',
				'Nobody can tell whether a package has arrived whole. Ask the admin of the server to show sizes.',
			);
		const isElsewhere = ({ listed, alone }: Sample) => !listed.size !== !alone.size;
		if (some(found, isElsewhere)) {
			const where = some(found, ({ alone }) => Boolean(alone.size)) ? 'answers about one file' : 'listings';
			return limits(`Only ${where} show it.`, 'It is asked for there: it works, with one request more for each file. Keep folders small.');
		}
		const isWrong = ({ listed, alone, bytes }: Sample) => listed.size !== alone.size || (bytes !== null && listed.size !== bytes);
		return some(found, isWrong)
			? blocks(
					'They show different sizes.',
					'A package that seems to grow is never taken. Ask the admin of the server; where a file was just being delivered, run the preflight again.',
				)
			: ok('Both show it, and agree.');
	},
};

/** Whether times are shown. */
export const times: Question = {
	...AREA,
	id: 'listing.times',
	asked: 'Do listing and STAT show the time of a file, and agree?',
	otherwise: 'blocks',
	async ask(place) {
		const found = await samples(place);
		if (some(found, ({ listed, alone }) => listed.modifiedAt === 0 && alone.modifiedAt === 0))
			return limits(
				'The server shows no times.',
				'Whether a file is still growing is then seen from its size only, packages that wait for the buyer are tried again each time, and the order of packages is that of their names.',
				{ setting: 'Scan One Trigger → Options → Settling Time (Seconds)', choose: '60, or longer than the sender pauses' },
			);
		return some(found, ({ listed, alone }) => listed.modifiedAt !== alone.modifiedAt)
			? blocks(
					'They show different times of the same file.',
					'A package whose time is not the announced one is taken for changed, and never claimed. Ask the admin of the server for the same time, in the same time zone, in both.',
				)
			: ok('Both show it, and agree to the second.');
	},
};

/** How far the server's clock is from ours. */
export const clock: Question = {
	...AREA,
	id: 'clock',
	needsFiles: true,
	asked: 'How far is the clock of the server from that of n8n?',
	otherwise: 'limits',
	async ask(place) {
		const path = await place.pathFor('clock.tmp');
		const before = Date.now();
		await place.made(path);
		const stamped = (await place.bare.stat(path))?.modifiedAt ?? 0;
		if (stamped === 0) return ok('It cannot be told: the server shows no times, so the clock of n8n is used.');
		const apart = stamped - (before + Date.now()) / 2;
		const words = `${howLong(Math.abs(apart))} ${apart > 0 ? 'ahead' : 'behind'}`;
		if (Math.abs(apart) <= FAR_MS) return ok(Math.abs(apart) < 2_000 ? 'They agree to about a second.' : `The server is ${words}.`);
		return limits(
			`The server is ${words}.`,
			'Claims and leases go by the clock of the server alone, so nothing breaks. Times of arrival in reports are those of the server: ask its admin to set the clock (NTP, UTC).',
		);
	},
};

function howLong(ms: number): string {
	const minutes = Math.round(ms / MINUTE);
	if (ms < FAR_MS) return `${Math.round(ms / 1000)} s`;
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

/** Whether listings show names that begin with a dot. */
export const hidden: Question = {
	...AREA,
	id: 'listing.hidden',
	needsFiles: true,
	asked: 'Does the listing show files whose names begin with a dot?',
	otherwise: 'limits',
	async ask(place) {
		const path = await place.pathFor('.hidden.tmp');
		await place.made(path);
		const slash = path.lastIndexOf('/');
		const listed = await place.bare.list(path.slice(0, slash));
		return listed.some(({ name }) => name === path.slice(slash + 1))
			? ok('It shows them.')
			: limits(
					'It does not show them.',
					'Clock files and files prepared for Scan One that a run left behind after a crash are not found, and stay in Processing. They do no harm; have the admin of the server delete them now and then.',
				);
	},
};
