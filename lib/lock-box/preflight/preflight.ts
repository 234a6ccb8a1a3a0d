import { type PreflightLine, reasonText } from '../../core';
import { SftpFailure, type SftpSettings, withSftp } from '../../sftp';
import { BoxAccess } from '../access';
import { DEFAULT_TIMES, type LockBoxFolders } from '../settings';
import { binding } from './binding';
import { bytes, exclusive, handles, overwriting, renameOver } from './files';
import { askedFolders, folderQuestion } from './folders';
import { greetingLines, refusedLine } from './greeting';
import { connections, idle, latency, space } from './line';
import { clock, hidden, kinds, sizes, times } from './listing';
import { moveQuestions } from './moves';
import { nameQuestions } from './names';
import { cleanedUp, Place, type PreflightOptions, Traces } from './place';
import { ALLOW_FILES, type Answer, limits, lineOf, NotPossible, ok, type Question } from './question';
import { rightsQuestion } from './rights';

/** After so many lost connections nothing more is asked. */
const MOST_LOSSES = 3;

/**
 * Asks a lock-box server everything that the import relies on and the documents leave open; a line for each question. Never touches a
 * package, and writes only test files of its own, if that is allowed, which it deletes; what stays is the last line. What cannot be found
 * out is a line, too: it throws only when the signal fires.
 */
export async function preflight(
	settings: SftpSettings,
	folders: LockBoxFolders,
	options: PreflightOptions,
	signal?: AbortSignal,
): Promise<PreflightLine[]> {
	const lines: PreflightLine[] = [];
	const isCancelled = () => signal?.aborted === true;
	const left = questions(folders, options);
	const traces = new Traces();
	let losses = 0;
	let isGreeted = false;
	while (left.length > 0 && losses < MOST_LOSSES) {
		const progress = { isConnected: false };
		try {
			await withSftp(
				settings,
				async (port, bare) => {
					progress.isConnected = true;
					if (!isGreeted) lines.push(...greetingLines(bare, settings));
					isGreeted = true;
					const access = new BoxAccess(port, folders, DEFAULT_TIMES);
					const place = new Place(port, bare, access, settings, options, traces, signal);
					for (let question = left.shift(); question; question = left.shift()) {
						const { answer, isLost } = await answered(place, question);
						lines.push(lineOf(question, answer));
						if (isLost) return;
					}
				},
				signal,
			);
		} catch (error) {
			if (isCancelled()) break;
			if (progress.isConnected)
				lines.push(lineOf({ id: 'line.lost', area: 'Connection', asked: 'Does the connection hold?' }, failed(error, 'limits')));
			else lines.push(refusedLine(error));
			if (!progress.isConnected) break;
		}
		losses += 1;
	}
	if (isCancelled()) {
		await leftBehind(settings, traces);
		signal?.throwIfAborted();
	}
	if (left.length > 0) lines.push(restLine(left.length));
	return options.allowTestFiles ? [...lines, await leftBehind(settings, traces)] : lines;
}

function questions(folders: LockBoxFolders, { outgoing }: PreflightOptions): Question[] {
	const all = askedFolders(folders, outgoing);
	return [
		...[binding, ...all.map(folderQuestion), kinds, sizes, times, ...all.map(rightsQuestion), ...moveQuestions(folders)],
		...[bytes, overwriting, exclusive, renameOver, handles, ...nameQuestions, hidden, clock, space, latency, connections, idle],
	];
}

async function answered(place: Place, question: Question): Promise<{ answer: Answer; isLost: boolean }> {
	if (question.needsFiles && !place.options.allowTestFiles) return { answer: NOT_ALLOWED, isLost: false };
	try {
		return { answer: await question.ask(place), isLost: false };
	} catch (error) {
		place.signal?.throwIfAborted();
		const answer: Answer =
			error instanceof NotPossible
				? { seen: error.message, verdict: 'notAsked', advice: notPossible(place) }
				: failed(error, question.otherwise);
		return { answer, isLost: error instanceof SftpFailure && error.mayHaveHappened };
	}
}

const NOT_ALLOWED: Answer = {
	seen: 'Not asked: it takes test files.',
	verdict: 'notAsked',
	...ALLOW_FILES,
};

function notPossible({ options }: Place): string {
	return options.allowTestFiles
		? 'What stands in the way has a line of its own; run the preflight again when that is mended.'
		: 'Switch on Allow Test Files, or run the preflight again when files are there.';
}

function failed(error: unknown, verdict: 'blocks' | 'limits'): Answer {
	const hint = error instanceof SftpFailure ? error.hint : undefined;
	return {
		seen: error instanceof SftpFailure ? error.message : reasonText(error),
		verdict,
		advice: hint ?? 'Ask the admin of the server, and run the preflight again.',
	};
}

function restLine(count: number): PreflightLine {
	return lineOf(
		{ id: 'rest', area: 'Connection', asked: 'Everything else' },
		{ seen: `${count} questions were not asked: there was no connection for them.`, verdict: 'notAsked', advice: 'See the lines above.' },
	);
}

async function leftBehind(settings: SftpSettings, traces: Traces): Promise<PreflightLine> {
	const about = { id: 'leftBehind', area: 'Test files', asked: 'Is everything gone that the preflight has made?' };
	if (traces.files.size + traces.folders.size === 0) return lineOf(about, ok('Nothing was made.'));
	try {
		// Without the signal: also what a cancelled run has made goes.
		const stays = await withSftp(settings, async (port, bare) => await cleanedUp({ port, bare }, traces));
		if (stays.length === 0) return lineOf(about, ok('Everything is gone.'));
		return lineOf(
			about,
			limits(`Left behind: ${stays.join(', ')}.`, 'Delete them by hand, or ask the admin of the server. They do no harm.'),
		);
	} catch (error) {
		const names = [...traces.files, ...traces.folders].join(', ');
		return lineOf(
			about,
			limits(`Left behind, because there was no connection to delete it: ${names}. ${reasonText(error)}`, 'Delete it by hand.'),
		);
	}
}
