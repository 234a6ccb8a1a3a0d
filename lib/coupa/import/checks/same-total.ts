import { invoiceFact, textAt } from '../../../core';
import type { EarlierInvoice } from '../same-totals';
import { FILE_LEVELS, type Check } from './check';
import { numberOf } from './near-duplicate';

const { column, path } = invoiceFact('header', 'invoice-number');

export const sameTotal: Check = {
	name: 'sameTotal',
	label: 'Same total under another number',
	description:
		'No earlier invoice of the same run has the same supplier, date, total and currency under another number, and none in Coupa under a number of the same series: it may be the same one, misread or sent twice. Coupa is compared only where the check “Near duplicate” is on.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: ({ invoice, sameTotal: earlier, nearDuplicates }) => {
		const [inCoupa] = nearDuplicates?.ofSeries ?? [];
		const found =
			earlier === null
				? inCoupa && { number: numberOf(inCoupa.other), where: inCoupa.where }
				: { number: earlier.number, where: placeOf(earlier) };
		if (found === undefined) return [];
		const { number, where } = found;
		return [
			{
				column,
				path,
				value: textAt(invoice, path),
				message: `Invoice ${number}${where === '' ? '' : ` (${where})`} has the same supplier, date and total. Check on the page images that they are two invoices.`,
			},
		];
	},
};

function placeOf({ package: name, row }: EarlierInvoice): string {
	return [name, ...(row === undefined ? [] : [`row ${row}`])].filter((part) => part !== '').join(', ');
}
