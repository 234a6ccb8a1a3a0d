import { lookUpKey, possibleDays, sha256, textAt, type CoupaRecord, type EInvoiceFacts, type Problem } from '../../core';
import { supplierText } from './suppliers';

/** Findings that say: another invoice has this number, and this one is not it. */
const SECOND_ONES = new Set(['duplicateInFile', 'duplicateInPackage', 'duplicate', 'numberReused']);
const LONGEST = 200;

/** What the key of a delivered invoice comes from. */
export interface KeySource {
	/** As it was captured; null for rows and files that belong to no invoice. */
	invoice: CoupaRecord | null;
	/** Of an e-invoice, which may name no supplier: what it calls its seller by stands for one. */
	eInvoice?: EInvoiceFacts;
	/** `delivery.key`. */
	deliveryKey: string;
	/** What was found, the import's own findings included. */
	problems: Problem[];
	/** Whether a supplier may use a number again in another calendar year (option Existing Invoices). */
	numbersReused: boolean;
}

/**
 * What stays the same when Scan One delivers an invoice again or corrects it, so that there is one row of the import log for it:
 * `v-20011 nb-77123`, supplier and number as they are compared (docs/import.md#one-number), which a correction seldom changes. The
 * supplier goes by what the file names it by, not by what Coupa has: so a delivery that waits until Coupa knows its supplier keeps its key.
 *
 * Where that would not do, it is the delivery's own key (64 hexadecimal digits), which the same content has again: without a number or a
 * supplier, and where the invoice is refused because another one has its number. The other one's row must not be lost to it.
 */
export function invoiceKey({ invoice, eInvoice, deliveryKey, problems, numbersReused }: KeySource): string {
	const supplier = lookUpKey(supplierText(invoice, eInvoice));
	const number = lookUpKey(textAt(invoice, 'invoice-number') ?? '');
	const isSecond = problems.some(({ code, severity }) => severity === 'error' && SECOND_ONES.has(code));
	if (supplier === '' || number === '' || isSecond) return deliveryKey;
	const [day = ''] = numbersReused ? possibleDays(textAt(invoice, 'invoice-date') ?? '') : [];
	const key = [supplier, number, day.slice(0, 4)].filter((part) => part !== '').join(' ');
	return key.length > LONGEST ? sha256(key) : key;
}
