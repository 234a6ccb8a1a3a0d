import { CoupaError } from '../errors';

/** It is not known, or not ours to settle now, where an invoice stands: its claim stays for a later run (design §4). */
export class Undecided extends Error {
	override name = 'Undecided';
	constructor(
		message: string,
		/** Whether Coupa or the way to it is at fault, rather than this one invoice. */
		readonly infrastructure: boolean,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

/** The sentence for the analyst of what kept an invoice from being settled. */
export function undecidedReason(error: unknown): string {
	if (error instanceof CoupaError) return [error.message, error.details.hint ?? ''].filter((text) => text !== '').join(' ');
	return error instanceof Error ? error.message : String(error);
}

/** Whether what went wrong will go wrong for the next invoice too. */
export function isInfrastructure(error: unknown): boolean {
	if (error instanceof Undecided) return error.infrastructure;
	return error instanceof CoupaError && ['unauthorized', 'forbidden', 'rateLimited', 'server', 'network'].includes(error.kind);
}

/** Whether Coupa surely did not carry a write out, and may do so when asked again. */
export function surelyNotDone(error: CoupaError): boolean {
	return !error.details.mayHaveHappened && ['rateLimited', 'network', 'server'].includes(error.kind);
}

/** What Coupa's refusal says about the duplicate rule, whose wording changes with release and language (rules.md §4 ~). */
export function isDuplicateRule(error: CoupaError): boolean {
	return (
		error.kind === 'validation' &&
		error.details.messages.some(
			({ field, text }) =>
				!/line|charge|tax|allocation/i.test(field ?? '') &&
				/already (been )?(used|taken)|already exists|duplicate|must be unique/i.test(text),
		)
	);
}
