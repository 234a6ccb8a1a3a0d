import { invoiceFact, textAt } from '../../../core';
import { FILE_LEVELS, type Check } from './check';

const { column, path } = invoiceFact('header', 'invoice-number');

export const sameTotal: Check = {
	name: 'sameTotal',
	label: 'Same total under another number',
	description:
		'No earlier invoice of the same run has the same supplier, date, total and currency under another number: it may be the same one, misread or sent twice. Only the invoices of one run are compared.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: ({ invoice, sameTotal: earlier }) => {
		if (earlier === null) return [];
		const where = [earlier.package, ...(earlier.row === undefined ? [] : [`row ${earlier.row}`])].filter((part) => part !== '').join(', ');
		return [
			{
				column,
				path,
				value: textAt(invoice, path),
				message: `Invoice ${earlier.number}${where === '' ? '' : ` (${where})`} has the same supplier, date and total. Check on the page images that they are two invoices.`,
			},
		];
	},
};
