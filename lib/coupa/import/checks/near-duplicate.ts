import { currencyDigits, invoiceFact, parseDecimal, shownName, textAt } from '../../../core';
import type { NearDuplicate } from '../near-duplicates';
import { FILE_LEVELS, type Check, type Finding } from './check';
import type { InvoiceFacts } from './near-duplicate-rules';

const { column, path } = invoiceFact('header', 'invoice-number');

export const nearDuplicate: Check = {
	name: 'nearDuplicate',
	label: 'Near duplicate',
	description:
		'No invoice in Coupa (of a date up to 400 days away, not voided or abandoned) and no earlier one of the same run is likely the same paper: three of number, supplier, date and amount agree, or the page image is the same file. Another spelling of a number and another supplier record of the same name agree as well. A supplier’s series, recurring invoices, and invoices taken back by a credit note do not count.',
	default: 'draft',
	levels: FILE_LEVELS,
	find: ({ invoice, nearDuplicates }) => {
		if (nearDuplicates === null) return [];
		const { invoice: own, found, isCut } = nearDuplicates;
		const place = { column, path, value: textAt(invoice, path) };
		const [first, ...others] = found;
		const findings: Finding[] = first === undefined ? [] : [{ ...place, message: messageOf(own, first, others) }];
		return isCut ? [...findings, { ...place, level: 'warning', message: cutMessage(own) }] : findings;
	},
};

function messageOf(own: InvoiceFacts, { other, agreement, where }: NearDuplicate, others: NearDuplicate[]): string {
	const more =
		others.length === 0
			? ''
			: ` So may be ${others
					.map((one) => `${numberOf(one.other)} (${one.where})`)
					.slice(0, MOST_NAMED)
					.join(', ')}${others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : ''}.`;
	return `Invoice ${numberOf(other)} (${where}) may be the same paper: ${evidence(own, other, agreement)}. Compare the page images.${more}`;
}

const MOST_NAMED = 3;

/** Which facts agree, and which differ and how. */
function evidence(own: InvoiceFacts, other: InvoiceFacts, agreement: NearDuplicate['agreement']): string {
	if (agreement === 'image') return 'the page image is the same file, byte for byte';
	const numbers = `“${numberOf(own)}” / “${numberOf(other)}”`;
	const said: Array<[same: string | null, different: string | null]> = [
		{
			same: [own.number.shown === other.number.shown ? 'number' : `number in another spelling (${numbers})`, null],
			spelling: [`number in another spelling (${numbers})`, null],
			affix: [`number but for what is in front of or behind it (${numbers})`, null],
			part: [null, `number, by a part behind it (${numbers})`],
			other: [null, `number (${numbers})`],
		}[agreement.number] as [string | null, string | null],
		{
			same: ['supplier', null],
			alike: [`supplier, by another record (${suppliers(own, other)})`, null],
			other: [null, `supplier (${suppliers(own, other)})`],
		}[agreement.supplier] as [string | null, string | null],
		{
			same: [`date ${dayOf(own)}`, null],
			swapped: [`date with day and month swapped (${dates(own, other)})`, null],
			otherYear: [`day and month in another year (${dates(own, other)})`, null],
			other: [null, `date (${dates(own, other)})`],
		}[agreement.date] as [string | null, string | null],
		agreement.amount === 'same' ? [`total ${totalOf(own, other)}`, null] : [null, `total (${totals(own, other)})`],
	];
	const same = said.map(([text]) => text).filter((text) => text !== null);
	const different = said.map(([, text]) => text).filter((text) => text !== null);
	return `same ${listed(same)}${different.length === 0 ? '' : `; another ${listed(different)}`}`;
}

function listed(parts: string[]): string {
	return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

const LONGEST = 60;

/** Its number, as far as a message repeats it. */
export function numberOf({ number }: InvoiceFacts): string {
	return shownName(number.shown, LONGEST);
}

function suppliers(own: InvoiceFacts, other: InvoiceFacts): string {
	return [own, other]
		.map(({ supplier: { number, name, id } }) => shownName(`${number === '' ? `ID ${id}` : number} ${name}`.trim(), LONGEST))
		.join(' / ');
}

function dayOf({ days }: InvoiceFacts): string {
	return days[0] ?? 'unknown';
}

function dates(own: InvoiceFacts, other: InvoiceFacts): string {
	return `${dayOf(own)} / ${dayOf(other)}`;
}

function totalOf(own: InvoiceFacts, other: InvoiceFacts): string {
	return amountOf(
		own.totals.find((one) => other.totals.includes(one)),
		own.currency,
	);
}

function totals(own: InvoiceFacts, other: InvoiceFacts): string {
	return [own, other].map(({ totals: [total], currency }) => amountOf(total, currency)).join(' / ');
}

function amountOf(total: string | undefined, currency: string): string {
	const code = currency.toUpperCase();
	const [, decimals = ''] = (total ?? '').split('.');
	const shown = parseDecimal(total ?? '')?.toFixed(Math.max(decimals.length, currencyDigits(code))) ?? 'unknown';
	return `${shown} ${code}`.trim();
}

function cutMessage(own: InvoiceFacts): string {
	return `Coupa has more invoices of this supplier (${shownName(own.supplier.name, LONGEST)}) on this date, or of this total, than are looked at (${dayOf(own)}, ${amountOf(own.totals[0], own.currency)}): the latest ones were compared, older ones were not.`;
}
