import { invisibleIn, lookUpKey, parseDecimal, possibleDays, sameDecimal, sumOf, textAt, type CoupaRecord, type Decimal } from '../../core';

/** What one payment of the ERP is known by, at one invoice. */
export interface PaymentIdentity {
	/** The ERP's payment ID: document, check or transfer number. */
	id: string;
	/** Day of the payment: `2026-05-20`. */
	date: string;
	/** As decimal text: `119.00`. */
	amount: string;
}

/**
 * The payment mark: Coupa has no duplicate check for payments (page 0213), so each payment that we record carries
 * `[ERP payment 4500012345, 2026-05-20, 119.00]` in its notes. Text before and behind it is anybody's.
 */
const MARK = /\[ERP payment ([^[\]]{1,100}), (\d{4}-\d{2}-\d{2}), ([+-]?\d{1,40}(?:\.\d{1,40})?)\]/g;
/** Whatever looks like one, in a note that somebody else wrote. */
const FOREIGN = /\[ERP payment [^[\]]{0,255}\]?/gi;

/** Characters of a payment's notes (fields/payment.json). */
const LONGEST_NOTES = 255;
/** So that ID, date, amount and brackets fit into the notes. */
const LONGEST_ID = 100;

/** Why a payment ID cannot be kept in the notes, as a sentence; null where it can. */
export function unfitPaymentId(id: string): string | null {
	const invisible = invisibleIn(id);
	if (invisible !== null)
		return `The ERP payment ID contains a character that cannot be seen (${invisible.codePoint}, character ${invisible.position}). Remove it in the ERP's file.`;
	if (/[[\]]/.test(id))
		return 'The ERP payment ID contains a square bracket, which the notes in Coupa need as a mark. Use an ID without it.';
	if (Array.from(id).length > LONGEST_ID)
		return `The ERP payment ID has ${Array.from(id).length} characters; ${LONGEST_ID} fit into the notes of a payment in Coupa.`;
	return null;
}

/** The notes of a payment, and what of its own text did not find room there. */
export interface PaymentNotes {
	notes: string;
	/** The text was longer than the notes: its end is missing. */
	isCut: boolean;
	/** Texts that look like the mark of another payment, and were left out. */
	foreign: string[];
}

/** The notes of a payment: what the ERP says about it, where that is more than the ID, and the mark behind it. */
export function paymentNotes({ id, date, amount }: PaymentIdentity, text: string): PaymentNotes {
	const mark = `[ERP payment ${id}, ${date}, ${amount}]`;
	const foreign = text.match(FOREIGN) ?? [];
	const own = (foreign.length === 0 ? text : text.replace(FOREIGN, '')).trim();
	if (own === '' || lookUpKey(own) === lookUpKey(id)) return { notes: mark, isCut: false, foreign };
	const characters = Array.from(own);
	const room = LONGEST_NOTES - Array.from(mark).length - 1;
	const isCut = characters.length > room;
	return { notes: `${isCut ? `${characters.slice(0, room - 1).join('')}…` : own} ${mark}`, isCut, foreign };
}

/** The marks in the notes of a payment; several where somebody has merged notes. */
export function marksIn(notes: string): PaymentIdentity[] {
	return [...notes.matchAll(MARK)].map(([, id = '', date = '', amount = '']) => ({ id, date, amount }));
}

/**
 * Whether a payment that Coupa holds is this one of the ERP: by its mark; without one (recorded by hand or by Coupa's own loader) where its
 * notes name the ID, and amount and date agree.
 */
function isSamePayment(held: CoupaRecord, { id, date, amount }: PaymentIdentity): boolean {
	const notes = notesOf(held);
	const marks = marksIn(notes);
	if (marks.length > 0) return marks.some((mark) => isSameId(mark.id, id) && mark.date === date && sameDecimal(mark.amount, amount));
	return namesId(notes, id) && sameDecimal(textAt(held, 'amount-paid') ?? '', amount) && isOn(held, date);
}

/** How often a payment stands among those of an invoice; one that stands there twice and was taken back once stands there once. */
export function timesStanding(held: CoupaRecord[], identity: PaymentIdentity): number {
	const times = held.filter((payment) => isSamePayment(payment, identity)).length;
	if (times < 2) return times;
	const net = sumOfPayments(held.filter((payment) => hasPaymentId(payment, identity.id)));
	return net?.eq(parseDecimal(identity.amount) ?? 0) === true ? 1 : times;
}

/** Whether a payment that Coupa holds has this ID of the ERP, whatever its amount and date. */
export function hasPaymentId(held: CoupaRecord, id: string): boolean {
	const notes = notesOf(held);
	const marks = marksIn(notes);
	return marks.length > 0 ? marks.some((mark) => isSameId(mark.id, id)) : namesId(notes, id);
}

/** What payments amount to; null where Coupa does not show one of the amounts. */
export function sumOfPayments(payments: CoupaRecord[]): Decimal | null {
	const amounts = payments.map((payment) => parseDecimal(textAt(payment, 'amount-paid') ?? ''));
	const known = amounts.filter((amount) => amount !== null);
	return known.length < amounts.length ? null : sumOf(known);
}

/** Whether a payment that Coupa holds may be of that day: Coupa shows days as midnight of one time zone or another. */
export function isOn(held: CoupaRecord, date: string): boolean {
	return possibleDays(textAt(held, 'payment-date') ?? '').includes(date);
}

function notesOf(payment: CoupaRecord): string {
	return textAt(payment, 'notes') ?? textAt(payment, 'check-number') ?? '';
}

function isSameId(left: string, right: string): boolean {
	return lookUpKey(left) === lookUpKey(right);
}

/** Whether the ID stands in a text by itself: `1001` is not in `1001-2`. */
function namesId(notes: string, id: string): boolean {
	const text = notes.toLowerCase();
	const wanted = id.toLowerCase();
	const isPart = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}/_-]/u.test(character);
	for (let at = text.indexOf(wanted); wanted !== '' && at >= 0; at = text.indexOf(wanted, at + 1))
		if (!isPart(text[at - 1]) && !isPart(text[at + wanted.length])) return true;
	return false;
}
