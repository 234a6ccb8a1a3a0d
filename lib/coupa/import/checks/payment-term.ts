import { lookUpKey, textAt } from '../../../core';
import { FILE_LEVELS, type Check } from './check';

export const paymentTerm: Check = {
	name: 'paymentTerm',
	label: 'Payment term of the supplier',
	description: 'The payment term that the invoice names is the one that the supplier has in Coupa. Not checked where either has none.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: ({ invoice, references }) => {
		const match = references.suppliers.match(invoice);
		const given = textAt(invoice, 'payment-term', 'code')?.trim() ?? '';
		const agreed = match.kind === 'found' ? (textAt(match.supplier, 'payment-term', 'code') ?? '') : '';
		if (given === '' || agreed === '' || lookUpKey(given) === lookUpKey(agreed)) return [];
		return [
			{
				column: 'Payment Terms',
				path: 'payment-term.code',
				value: given,
				message: `The invoice names the payment term ${given}, but ${agreed} is agreed with the supplier in Coupa: check which of the two is right.`,
			},
		];
	},
};
