import { setTimeout as sleep } from 'node:timers/promises';

import { isFailure, type ShownFile, throwIfLost } from '../../sftp';
import type { LockBoxFolders } from '../settings';
import { below, type Place } from './place';
import { blocks, limits, ok, type Answer, type Question } from './question';
import { IMPORT } from './templates';

/** A test file is as old as this, so that a server that moves by copying is known by the new time. */
const OLDER_MS = 3_600_000;
/** How long an old name may stay after a rename, at most. */
const LATE_MS = 500;
const BYTES = Buffer.from('Test file of a preflight, moved as packages are; it can be deleted. '.repeat(50));

interface Move {
	key: string;
	from: keyof LockBoxFolders;
	to: keyof LockBoxFolders;
	what: string;
	/** What happens where the server refuses it. */
	refused: (seen: string, advice: string) => Answer;
	instead?: string;
}

const MOVES: Move[] = [
	{ key: 'claim', from: 'incoming', to: 'processing', what: 'claim a package', refused: blocks },
	{ key: 'retry', from: 'waiting', to: 'processing', what: 'claim again what waits for the buyer', refused: blocks },
	{ key: 'archive', from: 'processing', to: 'archive', what: 'archive a settled package', refused: blocks },
	{
		...{ key: 'reject', from: 'processing', to: 'rejected', what: 'send back what is refused', refused: limits },
		instead: 'Until then it is uploaded there a second time, and a crash in between may send it twice.',
	},
	{
		...{ key: 'release', from: 'processing', to: 'incoming', what: 'give a claimed package back', refused: limits },
		instead: 'Until then a released package stays in Processing and is claimed again after the reclaim time.',
	},
];

/** Whether renames between two folders are done, truly and at once. */
export function moveQuestions(folders: LockBoxFolders): Question[] {
	return MOVES.map((move) => ({
		...{ id: `move.${move.key}`, area: 'Moving', needsFiles: true, templates: [IMPORT] },
		otherwise: move.instead === undefined ? ('blocks' as const) : ('limits' as const),
		asked: `Does a rename from "${folders[move.from]}" to "${folders[move.to]}" ${move.what}: at once, whole, and the old name gone?`,
		ask: async (place) => await askedMove(place, move),
	}));
}

async function askedMove(place: Place, { from, to, refused, instead }: Move): Promise<Answer> {
	const { bare, port, access, traces } = place;
	const [source, target] = [
		await place.testFile(access.folders[from], BYTES),
		below(await place.standIn(access.folders[to]), traces.nextName()),
	];
	traces.files.add(target);
	await bare.setTime(source, Date.now() - OLDER_MS).catch(throwIfLost);
	const before = await bare.stat(source);
	const notes: string[] = [];
	try {
		await bare.rename(source, target);
	} catch (error) {
		throwIfLost(error);
		const way = await doneAllTheSame(place, source, target);
		if (way === null)
			return refused(
				error instanceof Error ? error.message : String(error),
				`Ask the admin of the server to let this account rename files from "${port.fullPath(access.folders[from])}" to "${port.fullPath(access.folders[to])}", and to keep both folders on one disk.${instead === undefined ? '' : ` ${instead}`}`,
			);
		notes.push(way);
	}
	const late = await goneAfter(place, source);
	if (late === null)
		return blocks(
			'The server says that the rename is done, but the file is still there under its old name.',
			'Two runs could import the same package. Ask the admin of the server for renames that take the old name away.',
		);
	const after = await bare.stat(target);
	if (after === null)
		return to === 'rejected' || to === 'incoming'
			? limits(
					'The file was gone from its new place at once.',
					'Something fetches files there as soon as they have their name; that is not noticed by us.',
				)
			: blocks(
					'The file is neither under its old nor under its new name.',
					'Ask the admin of the server what takes files out of that folder.',
				);
	return judged(place, target, { before, after, late, notes });
}

/** What makes up for a refused rename; null where nothing does. */
async function doneAllTheSame({ bare }: Place, source: string, target: string): Promise<string | null> {
	if ((await bare.stat(source)) === null && (await bare.stat(target)) !== null)
		return 'The server says that it refuses the rename, but has carried it out.';
	try {
		await bare.posixRename(source, target);
		return 'Only posix-rename@openssh.com moves it; a plain rename is refused.';
	} catch (error) {
		throwIfLost(error);
		return null;
	}
}

/** After how many ms the old name was gone; null where it stays. */
async function goneAfter({ bare }: Place, source: string): Promise<number | null> {
	const since = performance.now();
	if ((await bare.stat(source)) === null) return 0;
	await sleep(LATE_MS);
	return (await bare.stat(source)) === null ? performance.now() - since : null;
}

interface Seen {
	before: ShownFile | null;
	after: ShownFile;
	late: number;
	notes: string[];
}

async function judged({ port, bare }: Place, target: string, { before, after, late, notes }: Seen): Promise<Answer> {
	const folder = target.slice(0, target.lastIndexOf('/'));
	const name = target.slice(folder.length + 1);
	const listed = await bare.list(folder).catch(onlyLost);
	if (listed !== null && !listed.some((one) => one.name === name))
		return blocks(
			'The file is there under its new name, but the listing does not show it.',
			'A claim counts only when it is listed. Ask the admin of the server for listings that show every file at once.',
		);
	const content = await port.read(target, { maxBytes: BYTES.length, size: BYTES.length }).catch((error: unknown) => {
		throwIfLost(error);
		return isFailure(error, 'permission', 'noSuchFile') ? null : Buffer.alloc(0);
	});
	if (content !== null && !content.equals(BYTES))
		return blocks(
			'The file has other bytes than before the rename.',
			'Ask the admin of the server: a rename has to leave the content as it is.',
		);
	if (late > 0) notes.push(`The old name was gone only after ${Math.round(late / 100) / 10} s.`);
	if (before !== null && after.modifiedAt !== before.modifiedAt)
		notes.push('The file has a new time: the server moves by copying, so for a moment both names are there.');
	if (notes.length === 0) return ok('Done at once; same size, bytes and time; the old name is gone.');
	return limits(
		notes.join(' '),
		'It works: of two runs that claim the same package the earlier goes on, the later gives way. Keep folders on one disk of the server if you can; the time a package arrived is then kept, too.',
	);
}

function onlyLost(error: unknown): null {
	throwIfLost(error);
	return null;
}
