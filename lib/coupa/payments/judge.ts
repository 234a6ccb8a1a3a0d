import { lookUpKey, parseDecimal, type Problem, recordsAt, statusInWords, textAt, type CoupaRecord, type Decimal } from '../../core';
import { hasPaymentId, sumOfPayments, timesStanding } from './note';
import { amountText, refusal, type ErpPayment, type Refusal } from './read-payment';
import type { PaymentSettings } from './settings';

/** Statuses of an invoice that can be paid: a rule of Coupa's own loader (page 0407), which the API's pages do not repeat. */
export const PAYABLE_STATUSES = ['approved'];

/** What is to be done with a payment, by what an invoice shows. */
export type Verdict =
	| { kind: 'stands'; times: number }
	| ({ kind: 'refused' } & Refusal)
	/** Coupa does not show what the decision needs. */
	| { kind: 'unknown'; reason: string }
	| { kind: 'record'; body: CoupaRecord; problems: Problem[] };

/** Total of an invoice, what was paid of it, and what is open; null where Coupa does not show it. */
export interface Standing {
	total: Decimal | null;
	sum: Decimal | null;
	open: Decimal | null;
}

/** How much of an invoice is paid. */
export function standingOf(invoice: CoupaRecord): Standing {
	const total = parseDecimal(textAt(invoice, 'gross-total') ?? textAt(invoice, 'total-with-taxes') ?? '');
	const sum = sumOfPayments(recordsAt(invoice, 'payments'));
	return { total, sum, open: total === null || sum === null ? null : total.minus(sum) };
}

/**
 * Whether a payment goes on an invoice as Coupa shows it. What stands there already is said first: an invoice that it paid is paid, and its
 * status may have moved on.
 */
export function judge(payment: ErpPayment, invoice: CoupaRecord, settings: PaymentSettings): Verdict {
	if (!Array.isArray(invoice.payments))
		return {
			kind: 'unknown',
			reason:
				'Coupa does not show the payments of this invoice, so nobody can tell whether this one stands there already. Nothing was written.',
		};
	const held = recordsAt(invoice, 'payments');
	const times = timesStanding(held, payment.identity);
	if (times > 0) return { kind: 'stands', times };
	const standing = standingOf(invoice);
	const found = notPayable(invoice) ?? otherCurrency(payment, invoice) ?? unfit(payment, invoice, held, standing, settings);
	if (found === null && settings.overpayment === 'refuse' && standing.open === null)
		return {
			kind: 'unknown',
			reason:
				'Coupa does not show the total of this invoice, or the amount of one of its payments, so nobody can tell whether more would be paid than is open. Nothing was written. Record it in Coupa, or set the option More Than Is Open to Record.',
		};
	return found === null ? { kind: 'record', ...written(payment, invoice, standing, settings) } : { kind: 'refused', ...found };
}

function notPayable(invoice: CoupaRecord): Refusal | null {
	const status = textAt(invoice, 'status') ?? '';
	if (PAYABLE_STATUSES.includes(status)) return null;
	return refusal(
		'notApproved',
		`The invoice is ${status === '' ? 'in a status that Coupa does not show' : `in status ${statusInWords(status)}`}; payments go on approved invoices only. Send the payment again once it is approved.`,
	);
}

function otherCurrency({ currency }: ErpPayment, invoice: CoupaRecord): Refusal | null {
	const own = textAt(invoice, 'currency', 'code') ?? '';
	if (currency === '' || own === '' || lookUpKey(currency) === lookUpKey(own)) return null;
	return refusal('wrongCurrency', `The payment is in ${currency}, the invoice in ${own}. Record it in the currency of the invoice.`);
}

/** Amounts of a credit note are negative: there a payment is negative as well, and a positive one takes it back. */
function unfit(
	{ amount, identity }: ErpPayment,
	invoice: CoupaRecord,
	held: CoupaRecord[],
	{ total, open }: Standing,
	{ overpayment }: PaymentSettings,
): Refusal | null {
	const sign = total !== null && total.lt(0) ? -1 : 1;
	const paid = amount.times(sign);
	const earlier = held.filter((other) => hasPaymentId(other, identity.id));
	const net = sumOfPayments(earlier)?.times(sign) ?? null;
	if (paid.lt(0)) {
		if (net !== null && net.gte(paid.abs())) return null;
		const stands = net === null || net.lte(0) ? 'none' : amountText(net.times(sign));
		return refusal(
			'nothingToReverse',
			`It takes back ${amountText(amount.abs())} of ERP payment ${identity.id}, of which ${stands} stands on this invoice. A reversal needs the ID of the payment that it takes back.${sign < 0 ? ' This is a credit note: its payments are negative amounts.' : ''}`,
		);
	}
	if (earlier.length > 0 && !(net?.eq(0) ?? false))
		return refusal(
			'sameIdOtherPayment',
			`A payment with the ERP payment ID ${identity.id} stands on this invoice with another amount or date (${earlier.map(inWords).join('; ')}). Check which one is right; a correction is a reversal and a new payment.`,
		);
	if (textAt(invoice, 'paid') === 'true')
		return refusal('alreadyPaid', 'The invoice is marked as paid in Coupa, and this payment is not among those recorded there.');
	if (overpayment === 'refuse' && open !== null && paid.gt(open.times(sign)))
		return refusal('moreThanOpen', `The payment of ${amountText(amount)} is more than the ${amountText(open)} that are open.`);
	return null;
}

function inWords(payment: CoupaRecord): string {
	return `${textAt(payment, 'amount-paid') ?? 'unknown amount'} on ${textAt(payment, 'payment-date')?.slice(0, 10) ?? 'an unknown date'}`;
}

/** The body of the request (page 0213), and what has to be reported beside it. */
function written(
	payment: ErpPayment,
	invoice: CoupaRecord,
	{ total, sum }: Standing,
	{ markPaid }: PaymentSettings,
): { body: CoupaRecord; problems: Problem[] } {
	const { identity, amount, notes } = payment;
	const problems: Problem[] = [];
	const after = total === null || sum === null ? null : { paid: sum.plus(amount), total };
	const isCovered = after !== null && (after.total.lt(0) ? after.paid.lte(after.total) : after.paid.gte(after.total));
	const isPaid = textAt(invoice, 'paid') === 'true';
	const paid = markPaid === 'never' ? false : markPaid === 'asErpSays' ? payment.paid : isCovered;
	if (markPaid === 'whenCovered' && payment.paid && !isCovered)
		problems.push(
			warning(
				'notCovered',
				after === null
					? 'The ERP says that the invoice is paid, but Coupa shows no total or no amounts to compare it with: it was not marked as paid.'
					: `The ERP says that the invoice is paid, but ${amountText(after.total.minus(after.paid))} are open: it was not marked as paid.`,
			),
		);
	if (notes.isCut)
		problems.push(warning('notesCut', 'The text of the ERP was too long for the notes of a payment, so its end is missing there.'));
	if (notes.foreign.length > 0)
		problems.push(warning('foreignMark', 'The text of the ERP held what marks another payment; that part was left out of the notes.'));
	// Taken back: what is open again is not paid.
	const reopened = markPaid !== 'never' && isPaid && !isCovered;
	const body: CoupaRecord = {
		payments: [{ 'amount-paid': identity.amount, 'payment-date': identity.date, notes: notes.notes }],
		...(paid && {
			paid: true,
			'payment-date': payment.paidDate || identity.date,
			...(payment.paidNote !== '' && { 'payment-notes': payment.paidNote }),
		}),
		...(!paid && reopened && { paid: false }),
	};
	return { body, problems };
}

function warning(code: string, message: string): Problem {
	return { severity: 'warning', code, message };
}
