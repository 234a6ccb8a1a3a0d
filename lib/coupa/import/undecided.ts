import { Failure, type FailureDetails } from '../../core';
import { CoupaError } from '../errors';

interface UndecidedDetails extends FailureDetails {
	/** Whether Coupa or the way to it is at fault, rather than this one invoice. */
	infrastructure: boolean;
}

/** It is not known, or not ours to settle now, where an invoice stands: its claim stays for a later run (design §4). */
export class Undecided extends Failure<'undecided', UndecidedDetails> {
	override name = 'Undecided';

	constructor(message: string, infrastructure: boolean, options: ErrorOptions = {}) {
		super(message, 'undecided', { infrastructure, ...options });
	}
}

/** Whether what went wrong will go wrong for the next invoice too. */
export function isInfrastructure(error: unknown): boolean {
	if (error instanceof Undecided) return error.details.infrastructure;
	return error instanceof CoupaError && ['unauthorized', 'forbidden', 'rateLimited', 'server', 'gateway', 'network'].includes(error.kind);
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
