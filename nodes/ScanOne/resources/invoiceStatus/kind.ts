import { keysOf, textAt } from '../../../../lib/core';
import type { FileKind } from '../masterData';

/** What became of invoices, for Scan One: only of those that it delivered, unless all are wanted. */
export const invoiceStatusFiles: FileKind = {
	resource: 'invoiceStatus',
	entry: 'invoice',
	neverEmpty: true,
	choice: {
		properties: [
			{
				displayName: 'Invoices',
				name: 'invoices',
				type: 'options',
				options: [
					{ name: 'All', value: 'all', description: 'Every invoice among the input items' },
					{
						name: 'Delivered by Scan One',
						value: 'delivered',
						description: 'Those that Coupa → Invoice → Import made: it leaves its mark in their internal note',
					},
				],
				default: 'delivered',
				description: 'Which of the input items go into the file',
			},
		],
		isWanted: (parameters) => {
			const isAll = parameters.choice('invoices') === 'all';
			return (invoice) => {
				if (isAll) return true;
				// Left out, its change would never be told: the cursor of the sync goes on.
				if (invoice['internal-note'] === undefined)
					throw parameters.failure(
						`Invoice ${textAt(invoice, 'invoice-number') ?? textAt(invoice, 'id') ?? ''} comes without its internal note, so nobody can tell whether Scan One delivered it`,
						'Let the default response filter of the API client in Coupa, and the selected fields of Get Many, show internal-note; or set "Invoices" to "All".',
					);
				return keysOf(invoice).current.length > 0;
			};
		},
	},
};
