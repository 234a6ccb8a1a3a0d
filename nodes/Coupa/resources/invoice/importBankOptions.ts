import type { INodeProperties } from 'n8n-workflow';

import type { BankDetailKind, BankSource } from '../../../../lib/coupa';
import type { ItemParameters } from '../../../common/parameters';

type Option = NonNullable<INodeProperties['options']>[number] & INodeProperties;

export const bankDetailsOption: Option = {
	displayName: 'Bank Details',
	name: 'bankDetails',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Bank Detail',
	default: {},
	description:
		'Where the file says to which account the supplier wants to be paid, to compare it with what Coupa has. What differs keeps a draft, unless "Checks" says otherwise. Bank details are only ever shown masked.',
	options: [
		{
			displayName: 'Bank Detail',
			name: 'detail',
			values: [
				{
					displayName: 'Coupa Custom Field',
					name: 'coupaField',
					type: 'string',
					default: '',
					placeholder: 'e.g. iban',
					description:
						'Custom field of the remit-to address, or else of the supplier, that holds it in Coupa. Leave blank to compare with the supplier information, which takes one more call for up to 50 invoices.',
				},
				{
					displayName: 'Column or Custom Field',
					name: 'from',
					type: 'string',
					default: '',
					placeholder: 'e.g. Supplier IBAN',
					description: 'Column of the file, or custom field of the invoice, that holds it',
				},
				{
					displayName: 'Detail',
					name: 'kind',
					type: 'options',
					options: [
						{ name: 'Account Number', value: 'account' },
						{ name: 'BIC', value: 'bic' },
						{ name: 'IBAN', value: 'iban' },
					],
					default: 'iban',
				},
			],
		},
	],
};

export interface BankDetailRows {
	detail?: Array<{ kind: BankDetailKind; from: string; coupaField?: string }>;
}

/** A row without a column would compare nothing, without a word. */
export function bankSources(parameters: ItemParameters, rows: BankDetailRows | undefined): BankSource[] {
	return (rows?.detail ?? []).map(({ kind, from, coupaField = '' }) => {
		if (from.trim() === '')
			throw parameters.failure(
				'A row of "Bank Details" names no column',
				'Enter the column of the file, or the custom field of the invoice, that holds it, or delete the row.',
			);
		return { kind, from: from.trim(), coupaField: coupaField.trim() };
	});
}
