import type { Entry } from './entry';

export const invoiceEmail: Entry = {
	name: 'invoiceEmail',
	one: 'supplier invoice email',
	many: 'supplier invoice emails',
	path: '/api/invoice_emails',
	definition: 'InvoiceEmail',
	key: { attribute: 'email', label: 'Email', placeholder: 'e.g. invoices@northbrook.example' },
	simplified: ['email', 'send-notification', 'created-by.login', 'updated-by.login'],
	scopes: { read: 'core.supplier.read', write: 'core.invoice.write', create: 'core.supplier.write' },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: {
			kind: 'create',
			description: 'Accept invoices from an email address',
			needs: ['email'],
			mark: '✔39',
			source: 'operations.md §3',
		},
		update: { kind: 'update', mark: '✔39', source: 'operations.md §3' },
	},
	mark: '✔39',
	source: 'operations.md §3',
};
