import { pathFailure, stepText, type SftpFailure, type Step } from './failure';

/** Entries of one folder; a server may go on naming some for ever. */
export const MOST_ENTRIES = 100_000;
/** Bytes of one file that is handed on piece by piece. */
export const MOST_BYTES = 4 * 1024 ** 3;
/** Names are at most this long on any file system; longer ones are cut where they come in. */
const LONGEST_NAME = 255;
const CUT_NAME = 300;

/** A whole listing, or the way to the first byte of a file, may take so many times the longest wait for one answer. */
const WAITS = 2;
/** What a line has to bring on top of that, whatever the answers look like one by one. */
const BYTES_PER_SECOND = 16 * 1024;

/** The time that a step of many requests may take altogether: each answer alone may come in time, and the step never end. */
export class Deadline {
	private readonly end: number;

	/** `waitMs`: longest wait for one answer. `bytes`: how many are to be moved. */
	constructor(
		private readonly step: Step,
		waitMs: number,
		private readonly bytes = 0,
	) {
		this.end = performance.now() + allowedMs(waitMs, bytes);
	}

	/** Throws SftpFailure `other` when the time is over. */
	check(): void {
		if (performance.now() > this.end) throw tooSlow(this.step, this.bytes);
	}
}

export function allowedMs(waitMs: number, bytes: number): number {
	return WAITS * waitMs + (bytes / BYTES_PER_SECOND) * 1000;
}

export function tooSlow(step: Step, bytes: number): SftpFailure {
	const slower = bytes > 0 ? `: the server moves less than ${BYTES_PER_SECOND / 1024} kB a second` : '';
	return pathFailure(
		'other',
		step.path,
		`Could not ${stepText(step)} over SFTP: it took too long altogether, although each answer came in time${slower}.`,
		"Run again later. If it persists, ask the server's admin; the operation timeout in the credential lengthens this limit too.",
	);
}

export function tooManyEntries(step: Step): SftpFailure {
	return pathFailure(
		'other',
		step.path,
		`Could not ${stepText(step)} over SFTP: the server names more than ${MOST_ENTRIES} entries.`,
		"Ask the server's admin to clear that folder out, or what the server lists there.",
	);
}

/** A name as it is kept: no name that could be used is changed. */
export function boundedName(name: string): string {
	return name.length > LONGEST_NAME ? `${name.slice(0, CUT_NAME)}…` : name;
}
