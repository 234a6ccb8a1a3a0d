import { throwIfLost } from '../../sftp';
import type { LockBoxFolders } from '../settings';
import type { AskedFolder } from './folders';
import { below, TEST_CONTENT, type Place } from './place';
import { blocks, limits, ok, type Answer, type Question } from './question';

const RIGHTS = ['make', 'read', 'rename', 'delete'] as const;
type Right = (typeof RIGHTS)[number];
type Weights = Record<Right, 'blocks' | 'limits' | 'ok'>;

/** What each right is worth in a folder: what the import relies on there blocks. */
const WEIGHTS: Record<keyof LockBoxFolders | 'outgoing', Weights> = {
	// Packages are read and renamed out of it. Released ones are put back.
	incoming: { make: 'limits', read: 'blocks', rename: 'blocks', delete: 'limits' },
	processing: { make: 'blocks', read: 'blocks', rename: 'blocks', delete: 'blocks' },
	waiting: { make: 'blocks', read: 'blocks', rename: 'blocks', delete: 'limits' },
	rejected: { make: 'blocks', read: 'limits', rename: 'limits', delete: 'limits' },
	// Packages get there by a rename from Processing, and stay.
	archive: { make: 'blocks', read: 'limits', rename: 'ok', delete: 'ok' },
	// Uploads are finished by a rename.
	outgoing: { make: 'blocks', read: 'ok', rename: 'blocks', delete: 'limits' },
};

const USES: Record<keyof LockBoxFolders | 'outgoing', string> = {
	incoming: 'Packages are read there and claimed by renaming them out of it; a released package is put back.',
	processing: 'Claims, their leases and the binding are kept there.',
	waiting: 'Invoices that wait for the buyer are put there, and claimed again from it.',
	rejected: 'What is refused goes back to Scan One there; the reconciliation reads its reports.',
	archive: 'Settled packages are moved there; the reconciliation reads them.',
	outgoing: 'Reference data and status files are uploaded there under a temporary name, and then renamed.',
};

/** What the account may do with files right in a folder. */
export function rightsQuestion({ key, path, ours, templates }: AskedFolder): Question {
	const folder = ours ?? 'outgoing';
	return {
		...{
			id: `rights.${key}`,
			area: 'Rights',
			needsFiles: true,
			templates,
			otherwise: WEIGHTS[folder].make === 'limits' ? 'limits' : 'blocks',
		},
		asked: `May this account make, read, rename and delete files in "${path}", and do they stay?`,
		async ask(place) {
			const tried = await triedIn(place, await place.standIn(path));
			if (tried.isGone) return fetched(folder, place.port.fullPath(path));
			if (tried.isGoneByReading) return mailbox(folder, place.port.fullPath(path));
			return judged(folder, place.port.fullPath(path), tried);
		},
	};
}

interface Tried {
	works: Right[];
	/** With what the server said. */
	refused: Map<Right, string>;
	isGone: boolean;
	isGoneByReading: boolean;
}

async function triedIn(place: Place, folder: string): Promise<Tried> {
	const { port, bare, traces } = place;
	const tried: Tried = { works: [], refused: new Map(), isGone: false, isGoneByReading: false };
	const tries = async (right: Right, action: () => Promise<unknown>): Promise<boolean> => {
		try {
			await action();
			tried.works.push(right);
			return true;
		} catch (error) {
			throwIfLost(error);
			tried.refused.set(right, error instanceof Error ? error.message : String(error));
			return false;
		}
	};
	let path = below(folder, traces.nextName());
	if (!(await tries('make', async () => await place.made(path)))) return tried;
	if ((await bare.stat(path)) === null) return { ...tried, isGone: true };
	const size = TEST_CONTENT.length;
	if ((await tries('read', async () => await port.read(path, { maxBytes: size, size }))) && (await bare.stat(path)) === null)
		return { ...tried, isGoneByReading: true };
	const other = below(folder, traces.nextName());
	traces.files.add(other);
	const isRenamed = await tries('rename', async () => {
		await bare.rename(path, other).catch(async (error: unknown) => {
			throwIfLost(error);
			await bare.posixRename(path, other).catch(() => {
				throw error;
			});
		});
	});
	if (isRenamed && (await bare.stat(other)) !== null) path = other;
	else if (isRenamed && (await bare.stat(path)) === null) return { ...tried, isGone: true };
	await tries('delete', async () => await port.remove(path));
	return tried;
}

function judged(folder: keyof typeof WEIGHTS, full: string, { works, refused }: Tried): Answer {
	const untried = RIGHTS.filter((right) => !works.includes(right) && !refused.has(right));
	const seen = [
		...(works.length > 0 ? [`Works: ${works.join(', ')}.`] : []),
		...(refused.size > 0 ? [`Refused: ${[...refused].map(([right, why]) => `${right} (${why})`).join(' ')}`] : []),
		...(untried.length > 0 ? [`Not tried without a file: ${untried.join(', ')}.`] : []),
	].join(' ');
	const weights = [...refused.keys()].map((right) => WEIGHTS[folder][right]);
	const advice = `Ask the admin of the server to let this account ${[...refused.keys(), ...untried].join(', ')} files in "${full}". ${USES[folder]}`;
	if (weights.includes('blocks')) return blocks(seen, advice);
	return weights.includes('limits') ? limits(seen, advice) : ok(seen);
}

/** Something takes files away as soon as they are there. */
function fetched(folder: keyof typeof WEIGHTS, full: string): Answer {
	const seen = `A test file was gone from "${full}" right after it was written.`;
	if (folder === 'outgoing' || folder === 'rejected')
		return limits(
			seen,
			'Scan One, or something on the server, fetches files at once. Uploads take that for success and report it; a file that is taken under its temporary name, which ends in ".part", arrives under that name: have such names left alone.',
		);
	return blocks(
		seen,
		'Nothing but these workflows may take files out of that folder: ask the admin of the server what fetches or removes them.',
	);
}

/** Something takes files away when they are read. */
function mailbox(folder: keyof typeof WEIGHTS, full: string): Answer {
	const seen = `A test file in "${full}" was gone after it was read.`;
	if (folder === 'outgoing') return ok(`${seen} Nothing is read there.`);
	return limits(
		seen,
		`The server removes a file when it was read, as a mailbox does. What is read is put back at once, but a run that ends between the two loses it. Ask the admin of the server to keep files until they are deleted. ${USES[folder]}`,
	);
}
