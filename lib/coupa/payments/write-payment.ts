import { recordsAt, sameDecimal, textAt, type CoupaRecord } from '../../core';
import { writeOnce, type WriteEnd } from '../write-once';
import { isOn } from './note';
import type { PaymentSettings } from './settings';
import type { PaymentClient } from './types';

/** One payment to be added to an invoice. */
export interface PaymentWrite {
	/** The invoice: `/api/invoices/7`. */
	path: string;
	/** `payments` with the one payment; what the invoice itself becomes beside it (page 0213). */
	body: CoupaRecord;
	method: PaymentSettings['method'];
	/** The invoice as it was read right before. */
	before: CoupaRecord;
	/** Reads it again. */
	read: () => Promise<CoupaRecord>;
	/** How an error names it: `invoice 7`. */
	name: string;
}

/**
 * Adds a payment to an invoice, with one request that appends (page 0213). Coupa has no check for duplicates: after a lost answer the invoice
 * is read, and a payment more than before of the same amount, day and notes shows that it arrived; else nobody can tell, and nothing is
 * repeated.
 *
 * @throws CoupaError as `writeOnce` does
 */
export async function writePayment(
	client: Pick<PaymentClient, 'write' | 'wait'>,
	{ path, body, method, before, read, name }: PaymentWrite,
): Promise<WriteEnd<CoupaRecord, CoupaRecord>> {
	const [payment = {}] = recordsAt(body, 'payments');
	const standing = timesIn(before, payment);
	return await writeOnce<CoupaRecord, CoupaRecord>(client, {
		send: async () => await client.write(method, path, body),
		proof: { read, isDone: (seen) => (timesIn(seen, payment) > standing ? true : null) },
		hint: `It was not sent a second time. Check the payments of ${name} in Coupa before you run this again.`,
	});
}

/** How often a payment stands on an invoice, by what was sent. */
function timesIn(invoice: CoupaRecord, payment: CoupaRecord): number {
	return recordsAt(invoice, 'payments').filter(
		(held) =>
			sameDecimal(textAt(payment, 'amount-paid') ?? '', textAt(held, 'amount-paid') ?? '') &&
			isOn(held, textAt(payment, 'payment-date') ?? '') &&
			(textAt(payment, 'notes') ?? '') === (textAt(held, 'notes') ?? ''),
	).length;
}
