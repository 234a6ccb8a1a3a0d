import { withoutKeptSecrets } from './kept-secret';

/** What any failure carries beside its message. */
export interface FailureDetails {
	/** How to get unstuck, in the user's words: one or two sentences. */
	hint?: string;
	cause?: unknown;
}

/**
 * Something that went wrong and that a person has to read about: the one base of all our errors. `message` says what
 * happened and where, `kind` is what code goes by, `details.hint` says how to get unstuck. Never holds the secrets of
 * the run it happened in (kept-secret.ts), even where what went wrong repeats them.
 */
export class Failure<Kind extends string = string, Details extends FailureDetails = FailureDetails> extends Error {
	override name = 'Failure';
	readonly details: Details;
	constructor(
		message: string,
		readonly kind: Kind,
		details: Details,
	) {
		super(withoutKeptSecrets(message), details.cause === undefined ? undefined : { cause: details.cause });
		const texts = Object.entries(details).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
		this.details = { ...details, ...Object.fromEntries(texts.map(([name, text]) => [name, withoutKeptSecrets(text)])) };
	}

	/** How to get unstuck; undefined where nothing is known. */
	get hint(): string | undefined {
		return this.details.hint;
	}

	/** The message with its hint, for places that have one line only (a credential's test). */
	get text(): string {
		return this.hint === undefined ? this.message : `${this.message} ${this.hint}`;
	}
}

/** Whether an error is one of ours, with a kind and perhaps a hint. */
export function isOurFailure(error: unknown): error is Failure {
	return error instanceof Failure;
}

/** What went wrong and, where it is known, how to get unstuck, as one text. */
export function reasonText(error: unknown): string {
	if (isOurFailure(error)) return error.text;
	return error instanceof Error ? error.message : String(error);
}
