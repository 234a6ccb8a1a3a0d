import { fitsDecimal, parseDecimal, possibleDays, readIsoDate, recordsAt, textAt, type CoupaRecord, type Decimal } from '../../core';
import { paymentNotes, unfitPaymentId, type PaymentIdentity, type PaymentNotes } from './note';
import type { PaymentInput, RefusalCode } from './types';

/** A payment that can be recorded as far as it goes by itself. */
export interface ErpPayment {
	identity: PaymentIdentity;
	amount: Decimal;
	notes: PaymentNotes;
	/** Blank where the ERP does not say. */
	currency: string;
	/** What the row says about the invoice as a whole. */
	paid: boolean;
	paidDate: string;
	paidNote: string;
	/** What the invoice is found by. */
	names: InvoiceNames;
}

/** What the ERP names an invoice by; blank what it does not say. */
export interface InvoiceNames {
	id: string;
	number: string;
	supplierNumber: string;
	supplierName: string;
	/** Days of the invoice that its date may mean; none where it is blank. */
	days: string[];
}

/** Why a payment is not recorded. */
export interface Refusal {
	code: RefusalCode;
	reason: string;
}

/** Clocks are at most 14 hours ahead of UTC: tomorrow here may be today there. */
const FARTHEST_ZONE_MS = 14 * 60 * 60_000;
/** What ERPs write for "no date" lies before it: 1900-01-01, 0001-01-01. */
const EARLIEST_DATE = '2000-01-01';
/** Coupa's decimal(32,4) (fields/payment.json). */
const AMOUNT = { precision: 32, scale: 4 };

/** Reads a payment and checks all that needs no look at Coupa. `now`: ms since the epoch. */
export function readPayment({ invoice, paymentId, expenseReport = '', problems }: PaymentInput, now: number): ErpPayment | Refusal {
	const broken = problems.find(({ severity }) => severity === 'error');
	if (broken !== undefined) return refusal('unreadableRow', broken.message);
	if (expenseReport.trim() !== '')
		return refusal(
			'expenseReport',
			`It pays expense report ${expenseReport.trim()}, and this operation records payments of invoices only.`,
		);
	const id = paymentId.trim();
	if (id === '')
		return refusal(
			'noPaymentId',
			'The ERP payment ID is missing. Without it, the same payment could not be recognised when it comes again.',
		);
	const unfit = unfitPaymentId(id);
	if (unfit !== null) return refusal('unfitPaymentId', unfit);
	const payment = recordsAt(invoice, 'payments')[0] ?? {};
	const amount = amountOf(payment);
	if ('code' in amount) return amount;
	const day = dayOf(payment, now);
	if (typeof day !== 'string') return day;
	const invoiceDate = given(invoice, 'invoice-date');
	const names = namesOf(invoice, possibleDays(invoiceDate));
	if (invoiceDate !== '' && names.days.length === 0)
		return refusal('badDate', `The invoice date is not a date: ${invoiceDate.slice(0, 40)}. Write it as YYYY-MM-DD, or leave it out.`);
	const unnamed = unnamedInvoice(names);
	if (unnamed !== null) return unnamed;
	const identity = { id, date: day, amount: amountText(amount) };
	return {
		identity,
		amount,
		notes: paymentNotes(identity, textAt(payment, 'notes') ?? ''),
		currency: given(invoice, 'currency', 'code'),
		paid: given(invoice, 'paid') === 'true',
		paidDate: isoDay(given(invoice, 'payment-date')),
		paidNote: given(invoice, 'payment-notes'),
		names,
	};
}

/** An amount as it is sent and kept: with two decimals at least. */
export function amountText(amount: Decimal): string {
	const text = amount.toFixed();
	const decimals = text.split('.')[1]?.length ?? 0;
	return decimals < 2 ? amount.toFixed(2) : text;
}

export function refusal(code: RefusalCode, reason: string): Refusal {
	return { code, reason };
}

function amountOf(payment: CoupaRecord): Decimal | Refusal {
	const text = given(payment, 'amount-paid');
	if (text === '') return refusal('noAmount', 'The amount paid is missing. To only mark an invoice as paid, use Invoice, Update.');
	const amount = parseDecimal(text);
	if (amount === null)
		return refusal(
			'unfitAmount',
			`The amount paid is not a plain number: ${text.slice(0, 40)}. Write it with a decimal point, such as 1234.50.`,
		);
	if (!fitsDecimal(amount, AMOUNT.precision, AMOUNT.scale))
		return refusal(
			'unfitAmount',
			`Coupa does not store the amount ${text.slice(0, 60)}: at most 28 digits before the decimal point and 4 after it.`,
		);
	if (amount.eq(0)) return refusal('zeroAmount', 'The amount paid is zero, so there is nothing to record.');
	return amount;
}

function dayOf(payment: CoupaRecord, now: number): string | Refusal {
	const text = given(payment, 'payment-date');
	if (text === '') return refusal('noDate', 'The payment date is missing.');
	const day = isoDay(text);
	if (day === '') return refusal('badDate', `The payment date is not a date: ${text.slice(0, 40)}. Write it as YYYY-MM-DD.`);
	if (day < EARLIEST_DATE) return refusal('badDate', `The payment date ${day} cannot be right: it lies before the year 2000.`);
	if (day > new Date(now + FARTHEST_ZONE_MS).toISOString().slice(0, 10))
		return refusal('futureDate', `The payment date ${day} lies in the future. Send the payment again once it has been made.`);
	return day;
}

function namesOf(invoice: CoupaRecord, days: string[]): InvoiceNames {
	return {
		id: given(invoice, 'id'),
		number: given(invoice, 'invoice-number'),
		supplierNumber: given(invoice, 'supplier', 'number'),
		supplierName: given(invoice, 'supplier', 'name'),
		days,
	};
}

function unnamedInvoice({ id, number, supplierNumber, supplierName }: InvoiceNames): Refusal | null {
	if (id !== '') return null;
	if (number === '') return refusal('noInvoiceNumber', 'Neither an invoice number nor an invoice ID says which invoice was paid.');
	if (supplierNumber === '' && supplierName === '')
		return refusal(
			'noSupplier',
			`Invoice number ${number} is without supplier: the supplier number or name is needed, because suppliers share numbers.`,
		);
	return null;
}

function given(record: CoupaRecord, ...keys: string[]): string {
	return textAt(record, ...keys)?.trim() ?? '';
}

/** Blank for what is not a day. */
function isoDay(text: string): string {
	const read = readIsoDate(text);
	return typeof read === 'string' ? '' : read.day;
}
