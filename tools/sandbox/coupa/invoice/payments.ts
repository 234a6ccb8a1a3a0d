import { isRecord, type CoupaRecord, type Json } from '../../../../lib/core';

/** What page 0213 writes on an invoice that can no longer be changed otherwise. */
const PAYMENT_ATTRIBUTES = ['paid', 'payment-date', 'payment-notes', 'payments'];

/** Whether a PUT of an invoice records payments and changes nothing else. */
export function isPayment(body: Json): body is CoupaRecord {
	const names = isRecord(body) ? Object.keys(withPaymentNames(body)) : [];
	return names.length > 0 && names.every((name) => PAYMENT_ATTRIBUTES.includes(name));
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
