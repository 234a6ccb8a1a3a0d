import { setOwn, type CoupaRecord, type Problem } from '../../core';
import type { Term, TermId } from '../terms';
import type { Direction } from './direction';
import type { Part } from './part';
import { tooLong } from './place-terms';

/** What the header says that becomes a field of its own only by what the document is: credit note, self-billed, reverse charge, discount. */
export function addHeaderExtras(header: Part, direction: Direction, reverseCharge: string | null, record: CoupaRecord): Problem[] {
	const problems: Problem[] = [];
	const put = (key: string, text: string, max: number, source: { id: TermId; term: Term } | null): boolean => {
		const long = source === null ? null : tooLong(source.id, { ...source.term, value: text }, max, false);
		if (long !== null) problems.push(long);
		else setOwn(record, key, text);
		return long === null;
	};
	if (direction.isCreditNote) {
		record['is-credit-note'] = true;
		record['document-type'] = 'Credit Note';
	}
	if (direction.isAboutAnother) problems.push(...addPreceding(header, put));
	const reasons = header.all('XT-correction-reason');
	const [first] = reasons;
	if (
		first !== undefined &&
		put('credit-reason', reasons.map(({ value }) => value).join('; '), 255, { id: 'XT-correction-reason', term: first })
	)
		header.pass('XT-correction-reason');
	if (direction.isSelfBilled) record['self-billing-reference'] = 'Self-billing';
	header.pass('XT-self-billed');
	if (reverseCharge !== null || header.text('XT-reverse-charge') === 'true')
		record['reverse-charge-reference'] = reverseCharge ?? 'Reverse charge';
	header.pass('XT-reverse-charge');
	addDiscount(header, record);
	return [...problems, ...collected(header)];
}

type Put = (key: string, text: string, max: number, source: { id: TermId; term: Term } | null) => boolean;

/** Coupa has one invoice that a credit note is about: the first. */
function addPreceding(header: Part, put: Put): Problem[] {
	const [first, ...others] = header.many('BG-3');
	const number = first?.term('BT-25');
	if (first === undefined || number === undefined) return [];
	if (put('original-invoice-number', number.value, 40, { id: 'BT-25', term: number })) first.pass('BT-25');
	const date = first.take('BT-26');
	if (date !== undefined) put('original-invoice-date', date.value, 40, null);
	if (others.length === 0) return [];
	return [
		{
			severity: 'warning',
			code: 'severalPreceding',
			column: 'BT-25',
			path: number.path,
			value: number.value,
			message: `The document is about ${others.length + 1} invoices (BG-3), and Coupa has room for one: ${number.value} goes in, the others are listed with what has no place in Coupa.`,
		},
	];
}

function addDiscount(header: Part, record: CoupaRecord): void {
	const percent = header.take('XT-discount-percent')?.value;
	const days = header.take('XT-discount-days')?.value;
	if (percent === undefined && days === undefined) return;
	record['early-payment-provisions'] = [
		percent === undefined ? 'Discount' : `${percent} %`,
		...(days === undefined ? [] : [`within ${days} days`]),
	].join(' ');
}

/** Means of payment (UNTDID 4461) by which the seller takes or has taken the money: paying as well would be paying twice. */
const COLLECTED: ReadonlyMap<string, string> = new Map([
	['49', 'direct debit'],
	['59', 'SEPA direct debit'],
	['48', 'bank card'],
	['54', 'credit card'],
	['55', 'debit card'],
]);

function collected(header: Part): Problem[] {
	const term = header.term('BT-81');
	const means = COLLECTED.get(term?.value ?? '');
	if (term === undefined || means === undefined) return [];
	return [
		{
			severity: 'warning',
			code: 'collectedBySeller',
			column: 'BT-81',
			path: term.path,
			value: term.value,
			message: `The invoice is paid by ${means} (payment means code BT-81 ${term.value}): see that it is not paid a second time.`,
		},
	];
}
