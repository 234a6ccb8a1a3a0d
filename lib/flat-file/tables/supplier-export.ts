import { boolean, dateTime, decimal, extra, field, inputOnly, integer, list, rowKind, secret, text } from '../drafts';
import type { ColumnDraft, FlatFileTable } from '../table';
import { contactPerson, cxmlInvoicing, cxmlOrders, streets, town } from './supplier-columns';
import { customFieldPlaceholders } from './shared';

const naming: ColumnDraft[] = [
	field('Name', 'name', text(), { required: true }),
	field('Status', 'status', text()),
	field('Id', 'id', integer),
	field('Commodity', 'commodity.name', text()),
	field('Supplier Number', 'number', text()),
	field('Account Number', 'account-number', text(), { note: 'the buyer’s account at the supplier, no bank account' }),
	field('Tax ID', 'tax-id', text()),
	field('DUNS', 'duns', text()),
	field('Online Store URL', 'online-store.url', text()),
	field('Online Store Login', 'online-store.login', text()),
];

const contactAndAddress: ColumnDraft[] = [
	field('Primary Contact Email', 'primary-contact.email', text()),
	...contactPerson,
	...streets,
	...town,
	field('Primary Address Tax Number', 'primary-address.vat-number', text()),
	field('Primary Address Tax Country Code', 'primary-address.vat-country.code', text()),
	field('Primary Address Local Tax Number', 'primary-address.local-tax-number', text()),
];

const purchasing: ColumnDraft[] = [
	field('Invoice Matching Level', 'invoice-matching-level', text()),
	field('Po Method', 'po-method', text()),
	field("PO Change Method'", 'po-change-method', text(), { note: 'the document prints the apostrophe' }),
	field('Buyer Hold', 'buyer-hold', boolean),
	inputOnly(field('Default Locale', 'default-locale', text())),
	field('PO Email', 'po-email', text(), { note: 'several addresses in one cell' }),
	field('Payment Method', 'payment-method', text()),
	field('Payment Method', 'payment-method', text(), { note: 'listed twice' }),
	extra('Virtual Card Email'),
	field('Payment Terms', 'payment-term.code', text()),
	field('Shipping Terms', 'shipping-term.code', text()),
];

const cxml: ColumnDraft[] = [
	...cxmlOrders,
	secret(field('PO cXML Secret', 'cxml-secret', text())),
	field('PO cXML Protocol', 'cxml-protocol', text()),
	field('Savings (%)', 'savings-pct', decimal()),
	field('On Hold', 'on-hold', boolean),
	...cxmlInvoicing,
];

const invoicing: ColumnDraft[] = [
	field('Invoice Emails', 'invoice-emails', list('email')),
	field('Send Invoices To Approvals', 'send-invoices-to-approvals', boolean),
	field('Allow Invoicing From CSN', 'allow-inv-from-connect', boolean),
	field('Allow Invoicing No Backing Doc From CSN', 'allow-inv-no-backing-doc-from-connect', boolean),
];

const listedAgain: ColumnDraft[] = [
	extra('Virtual Card Email'),
	secret(field('PO cXML Secret', 'cxml-secret', text())),
	inputOnly(secret(field('PO cXML HTTP Basic Auth Password', 'cxml-http-password', text()))),
];

/** Suppliers, one row each, in the layout of Coupa's Supplier Export (csv/supplier_export.json): what is sent by default. */
export const supplierExport: FlatFileTable = {
	name: 'supplierExport',
	title: 'Suppliers (Supplier Export)',
	fileStem: 'Suppliers',
	kindColumn: null,
	lists: [],
	identity: [['id', 'number', 'name']],
	xml: { list: 'suppliers', record: 'supplier' },
	rowKinds: [
		rowKind(
			{ name: 'Supplier', level: 0, keyColumns: ['Name', 'Supplier Number', 'Id'], source: '0029 R35' },
			[...naming, ...contactAndAddress, ...purchasing, ...cxml, ...invoicing, ...customFieldPlaceholders(), ...listedAgain],
			[
				field('PO Change Method', 'po-change-method', text(), { source: '0434' }),
				field('Display Name', 'display-name', text(), { source: '0434' }),
				field('Hold invoices for AP review', 'hold-invoices-for-ap-review', boolean, { source: '0434' }),
				field('Account Types', 'account-types', list('name'), { source: '0434' }),
				field('Created At', 'created-at', dateTime, { source: 'API' }),
				field('Updated At', 'updated-at', dateTime, { source: 'API' }),
			],
		),
	],
};
