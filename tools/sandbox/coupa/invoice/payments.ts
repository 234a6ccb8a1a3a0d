import { isRecord, recordsAt, textAt, type CoupaRecord, type Json } from '../../../../lib/core';
import type { ErrorMessage } from '../refusal';

/** What page 0213 writes on an invoice that can no longer be changed otherwise. */
const PAYMENT_ATTRIBUTES = ['paid', 'payment-date', 'payment-notes', 'payments'];

/** Whether a PUT of an invoice records payments and changes nothing else. */
export function isPayment(body: Json): body is CoupaRecord {
	const names = isRecord(body) ? Object.keys(withPaymentNames(body)) : [];
	return names.length > 0 && names.every((name) => PAYMENT_ATTRIBUTES.includes(name));
}

/** Whether a body has payments, in any of the forms below. */
export function hasPayments(body: CoupaRecord): boolean {
	return withPaymentNames(body).payments !== undefined;
}

/** What a payment lacks, and one that would change an earlier one: there is neither update nor delete (csv/invoice_payment_import.json). */
export function paymentMessages(body: CoupaRecord): ErrorMessage[] {
	const field = 'invoice-header.payments';
	return recordsAt(withPaymentNames(body), 'payments').flatMap((payment) => [
		...(textAt(payment, 'amount-paid') ? [] : [{ field, text: "amount-paid can't be blank" }]),
		...(payment.id === undefined ? [] : [{ field, text: "A payment can't be changed" }]),
	]);
}

/** The forms of page 0213 as one: names with underscores, `payments: {payment: …}`, `check-number` for `notes`. */
export function withPaymentNames(body: CoupaRecord): CoupaRecord {
	const dashed = withDashes(body);
	const { payments } = dashed;
	if (payments === undefined) return dashed;
	const within = isRecord(payments) ? (payments.payment ?? []) : payments;
	const list = Array.isArray(within) ? within : [within];
	return { ...dashed, payments: list.map((payment) => (isRecord(payment) ? withNotes(withDashes(payment)) : payment)) };
}

function withNotes({ 'check-number': check, ...payment }: CoupaRecord): CoupaRecord {
	return check === undefined || payment.notes !== undefined ? payment : { ...payment, notes: check };
}

function withDashes(record: CoupaRecord): CoupaRecord {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.replaceAll('_', '-'), value]));
}
