import { textAt, type CoupaRecord, type Problem } from '../../core';
import { candidateOf, candidatesOf } from './invoices';
import { standingOf } from './judge';
import { amountText } from './read-payment';
import type { PaymentOutcome, PaymentResult, RefusalCode } from './types';

/** What a result says beside its outcome and reason. */
export interface ResultFacts {
	code?: RefusalCode | null;
	/** As it was seen last; absent where none was found. */
	invoice?: CoupaRecord;
	/** Where not exactly one fits. */
	candidates?: CoupaRecord[];
	problems: Problem[];
}

/** Where a payment stands, with what the invoice shows. */
export function paymentResult(
	instance: string,
	outcome: PaymentOutcome,
	reason: string,
	{ code = null, invoice, candidates = [], problems }: ResultFacts,
): PaymentResult {
	const open = invoice === undefined ? null : standingOf(invoice).open;
	return {
		outcome,
		code,
		reason,
		invoice: invoice === undefined ? null : candidateOf(instance, invoice),
		isPaid: invoice === undefined ? null : textAt(invoice, 'paid') === 'true',
		open: open === null ? null : amountText(open),
		candidates: candidatesOf(instance, candidates),
		problems,
	};
}

/** What the record of a payment made of its invoice. */
export function recordedReason(invoice: CoupaRecord, isPaid: boolean): string {
	const { open } = standingOf(invoice);
	if (isPaid) return 'The payment was recorded, and the invoice is marked as paid.';
	return open === null ? 'The payment was recorded.' : `The payment was recorded; ${amountText(open)} are open.`;
}
