import { at, boolean, computed, dateTime, extra, field, integer, rowKind, text } from '../drafts';
import type { ColumnDraft, FlatFileTable, RowKind } from '../table';

/** No documented column names the supplier of a remit-to but its number, which some suppliers do not have. */
const supplierByOtherNames: ColumnDraft[] = [
	at(0, field('Supplier Id', 'id', integer, { source: 'API' })),
	at(0, field('Supplier Name', 'name', text(), { source: 'API' })),
	field('Created At', 'created-at', dateTime, { source: 'API' }),
	field('Updated At', 'updated-at', dateTime, { source: 'API' }),
];

const remitToTable = (name: 'remitToExport' | 'remitToImport', title: string, rows: RowKind): FlatFileTable => ({
	name,
	title,
	fileStem: 'RemitToAddresses',
	kindColumn: null,
	lists: ['remit-to-addresses'],
	identity: [
		['id', 'number', 'name'],
		['id', 'remit-to-code'],
	],
	xml: { list: 'suppliers', record: 'supplier' },
	rowKinds: [rows],
});

const facts = { name: 'Remit To Address', level: 1, keyColumns: ['Remit To Code', 'Supplier Number'] };

/** Remit-to addresses of suppliers, one row each, in the layout of Coupa's export (csv/remit_to_export.json). */
export const remitToExport: FlatFileTable = remitToTable(
	'remitToExport',
	'Remit-to addresses (Remit to Addresses Export)',
	rowKind(
		{ ...facts, source: '0348' },
		[
			field('Name', 'name', text()),
			field('Id', 'id', integer),
			at(0, field('Supplier Number', 'number', text())),
			field('Remit To Code', 'remit-to-code', text(), { required: true }),
			field('Line 1', 'street1', text()),
			field('Line 2', 'street2', text()),
			field('City', 'city', text()),
			field('State', 'state', text()),
			field('Postal Code', 'postal-code', text()),
			field('Country Code', 'country.code', text()),
			extra('Attention', text(), 'a remit-to address of Coupa’s API has none'),
			field('Active', 'active', boolean),
			field('VAT Number', 'vat-number', text()),
			field('VAT Country Code', 'vat-country.code', text()),
			field('Local Tax Number', 'local-tax-number', text()),
			extra('Tax Numbers', text(), 'the API lists tax registrations without saying what they hold'),
			extra('Tax Countries', text(), 'the API lists tax registrations without saying what they hold'),
		],
		supplierByOtherNames,
	),
);

/** The same in the layout of Coupa's Remit-to Addresses Import (csv/remit_to_import.json, current page). */
export const remitToImport: FlatFileTable = remitToTable(
	'remitToImport',
	'Remit-to addresses (Remit-to Addresses Import)',
	rowKind(
		{ ...facts, source: '0431' },
		[
			field('Name', 'name', text(255)),
			field('Id', 'id', integer),
			field('Active', 'active', boolean),
			field('Line1', 'street1', text(255), { required: true }),
			field('Line2', 'street2', text(255)),
			field('Line3', 'street3', text(255)),
			field('Line4', 'street4', text(255)),
			field('City', 'city', text(255), { required: true }),
			field('State', 'state', text(255)),
			field('State ISO Code', 'state-iso-code', text(255)),
			field('Postal Code', 'postal-code', text(255), { required: true }),
			field('Country Code', 'country.code', text(), { required: true }),
			extra('Attention', text(), 'a remit-to address of Coupa’s API has none'),
			computed('Address Type', [], () => 'RemitToAddress', 'always the same'),
			at(0, field('Supplier Number', 'number', text(255), { required: true })),
			field('Remit To Code', 'remit-to-code', text(255), { required: true }),
			field('Tax Number', 'vat-number', text(255)),
			field('Tax Country Code', 'vat-country.code', text()),
			field('Local Tax Number', 'local-tax-number', text(255), {
				note: 'required on the current page, not in R35: Coupa itself holds addresses without',
			}),
			field('External Src Ref', 'external-src-ref', text(255)),
			field('External Src Name', 'external-src-name', text(255)),
		],
		supplierByOtherNames,
	),
);
