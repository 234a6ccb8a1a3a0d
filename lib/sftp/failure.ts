import { Failure, type FailureDetails, shownLine } from '../core';
import type { SftpPort } from './port';

export type SftpFailureKind =
	/** The host name is not known. */
	| 'unknownHost'
	/** The host is there, nothing listens on the port. */
	| 'refused'
	/** No answer in time. */
	| 'timeout'
	/** The server's key is not the pinned one, or none is pinned. */
	| 'hostKey'
	| 'authentication'
	/** Client and server share no key exchange, cipher, host key or MAC algorithm. */
	| 'algorithms'
	| 'noSuchFile'
	| 'permission'
	| 'noSpace'
	/** The target is there already and is not overwritten. */
	| 'exists'
	| 'connectionLost'
	/** The caller's cancel signal fired. */
	| 'cancelled'
	| 'other';

export interface SftpFailureDetails extends FailureDetails {
	/** Full path on the server, where one is concerned. */
	path?: string;
	/** SFTP status code of the server's answer. */
	status?: number;
}

/** Something that did not work over SFTP, in plain words. */
export class SftpFailure extends Failure<SftpFailureKind, SftpFailureDetails> {
	override name = 'SftpFailure';

	constructor(message: string, kind: SftpFailureKind, details: SftpFailureDetails = {}) {
		super(message, kind, details);
	}

	/** True when the server may have carried the request out although no answer came. */
	get mayHaveHappened(): boolean {
		return this.kind === 'timeout' || this.kind === 'connectionLost' || this.kind === 'cancelled';
	}
}

/** Anything thrown, as an Error. */
export function asError(thrown: unknown): Error & { code?: unknown } {
	return isError(thrown) ? thrown : new Error(String(thrown));
}

/** Also for errors of another realm (a VM context, as n8n's task runners and test runners use), where `instanceof` says no. */
export function isError(value: unknown): value is Error & { code?: unknown } {
	return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** Whether an error is an SFTP failure of this kind. */
export function isFailure(error: unknown, ...kinds: SftpFailureKind[]): error is SftpFailure {
	return error instanceof SftpFailure && kinds.includes(error.kind);
}

/** What was being done, in words that continue "could not …", and where. */
export interface Step {
	verb: string;
	path: string;
	/** Where it was to go, of a move. */
	target?: string;
}

export function stepText({ verb, path, target }: Step): string {
	return target === undefined ? `${verb} "${path}"` : `${verb} "${path}" to "${target}"`;
}

// draft-ietf-secsh-filexfer: version 3 ends at 8, later codes are sent by some version 3 servers all the same.
const STATUS_KINDS: Record<number, SftpFailureKind> = {
	2: 'noSuchFile',
	3: 'permission',
	10: 'noSuchFile',
	11: 'exists',
	12: 'permission',
	14: 'noSpace',
	15: 'noSpace',
};

// Many servers answer everything with the general code 4 and say the reason in the text only.
const TEXT_KINDS: Array<[RegExp, SftpFailureKind]> = [
	[/no such|not found|not exist/i, 'noSuchFile'],
	[/already exists|file exists/i, 'exists'],
	[/no space|disk (is )?full|quota/i, 'noSpace'],
	[/denied|not permitted|read-only/i, 'permission'],
];

const HINTS: Partial<Record<SftpFailureKind, string>> = {
	noSuchFile: 'Check the base folder of the credential and the folder names; names are case-sensitive.',
	permission: "Ask the server's admin to give this account access to it (read, write, rename and delete).",
	noSpace: "Ask the server's admin to free space or to raise this account's quota; then run again.",
	exists: 'It was not overwritten. Check it, move it away if it is not needed, and run again.',
};

const REASONS: Partial<Record<SftpFailureKind, string>> = {
	noSuchFile: 'it is not there',
	permission: 'this account has no access to it',
	noSpace: 'the disk or the quota is full',
	exists: 'there is already something with that name',
};

/** The failure for a status answer of the server (an Error of ssh2 with a numeric `code`). */
export function statusFailure(step: Step, error: Error & { code?: unknown }): SftpFailure {
	const status = typeof error.code === 'number' ? error.code : undefined;
	const said = shownLine(error.message);
	const kind =
		(status === undefined ? undefined : STATUS_KINDS[status]) ?? TEXT_KINDS.find(([pattern]) => pattern.test(said))?.[1] ?? 'other';
	const reason = REASONS[kind] ?? `the server answered "${said}"`;
	return new SftpFailure(`Could not ${stepText(step)} over SFTP: ${reason}.`, kind, {
		hint: HINTS[kind],
		path: step.path,
		status,
		cause: new Error(said),
	});
}

/** A failure of our own making about one path, with the usual hint of its kind unless another is given. */
export function pathFailure(kind: SftpFailureKind, path: string, message: string, hint = HINTS[kind]): SftpFailure {
	return new SftpFailure(message, kind, { path, hint });
}

export function existsFailure(port: SftpPort, path: string): SftpFailure {
	const full = port.fullPath(path);
	return pathFailure('exists', full, `There is already something named "${full}" on ${port.server}.`);
}

/** Throws again what says that the connection is of no more use; everything else concerns one file only. */
export function throwIfLost(error: unknown): void {
	if (error instanceof SftpFailure && error.mayHaveHappened) throw error;
}
