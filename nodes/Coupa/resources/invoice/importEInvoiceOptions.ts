import type { INodeProperties } from 'n8n-workflow';

import type { ImportSettings } from '../../../../lib/coupa';
import { isRecord, lookUpKey, parseDecimal, textAt, type CoupaRecord, type Json } from '../../../../lib/core';
import type { ItemParameters } from '../../../common/parameters';

type Option = NonNullable<INodeProperties['options']>[number] & INodeProperties;

export const supplierAliasesOption: Option = {
	displayName: 'Supplier Aliases',
	name: 'supplierAliases',
	type: 'json',
	default: '[]',
	description:
		'Supplier numbers by what e-invoices call the supplier: rows with the columns "identifier" (VAT number, electronic address, other identifier or name) and "supplierNumber", as an array or as JSON. Rows that a Data table node has read can be given as they are: {{ $("Supplier aliases").all() }}. They win over what Coupa has; a supplier number in the file wins over them.',
};

export const eInvoiceChartsOption: Option = {
	displayName: 'Charts of Accounts for E-Invoices',
	name: 'eInvoiceCharts',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Chart of Accounts',
	default: {},
	description:
		'Chart of accounts by what an e-invoice calls the buyer. Without a row, the only active chart in Coupa counts that has the tax number of the buyer.',
	options: [
		{
			displayName: 'Chart of Accounts',
			name: 'chart',
			values: [
				{
					displayName: 'Buyer Identifier',
					name: 'identifier',
					type: 'string',
					default: '',
					placeholder: 'e.g. DE123456789',
					description:
						'VAT number, electronic address, other identifier or name of the buyer in the e-invoice. Leave blank for the chart of all buyers that are not found.',
				},
				{ displayName: 'Chart of Accounts', name: 'name', type: 'string', default: '', placeholder: 'e.g. Corporate Chart' },
			],
		},
	],
};

export const eInvoiceTaxCodesOption: Option = {
	displayName: 'Tax Codes for E-Invoices',
	name: 'eInvoiceTaxCodes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Tax Code',
	default: {},
	description:
		'Tax code by what an e-invoice says of a tax. Without a row, the only active tax code in Coupa counts that has the country and rate and may stand for the category.',
	options: [
		{
			displayName: 'Tax Code',
			name: 'taxCode',
			values: [
				{
					displayName: 'Category',
					name: 'category',
					type: 'options',
					options: [
						{ name: 'AE: Reverse Charge', value: 'AE' },
						{ name: 'E: Exempt', value: 'E' },
						{ name: 'G: Export', value: 'G' },
						{ name: 'K: Intra-Community Supply', value: 'K' },
						{ name: 'L: Canary Islands', value: 'L' },
						{ name: 'M: Ceuta and Melilla', value: 'M' },
						{ name: 'O: Not Subject to Tax', value: 'O' },
						{ name: 'S: Standard or Reduced Rate', value: 'S' },
						{ name: 'Z: Zero Rate', value: 'Z' },
					],
					default: 'S',
				},
				{
					displayName: 'Country',
					name: 'country',
					type: 'string',
					default: '',
					placeholder: 'e.g. DE',
					description: 'Code of the country whose tax it is. Leave blank for every country.',
				},
				{
					displayName: 'Rate (%)',
					name: 'rate',
					type: 'string',
					default: '',
					placeholder: 'e.g. 19',
					description: 'Leave blank for every rate',
				},
				{ displayName: 'Tax Code', name: 'code', type: 'string', default: '', placeholder: 'e.g. DE-19' },
			],
		},
	],
};

export interface EInvoiceChartRows {
	chart?: Array<{ identifier?: string; name: string }>;
}

export interface EInvoiceTaxCodeRows {
	taxCode?: Array<{ category: string; country?: string; rate?: string; code: string }>;
}

const WRITE_ROWS = 'Give rows like [{ "identifier": "DE123456789", "supplierNumber": "V-20012" }], or leave it empty.';
/** Names of the columns, without case, blanks, dashes and underscores. */
const IDENTIFIER_COLUMNS = ['identifier', 'alias'];
const NUMBER_COLUMNS = ['suppliernumber', 'supplier'];

/**
 * The rows of an array or of JSON, as rows of a Data table or items of n8n. Rows without identifier and number are left out, as they stand at
 * the end of a table that is being filled; half of a row is a mistake.
 */
export function supplierAliases(parameters: ItemParameters, given: unknown): ImportSettings['supplierAliases'] {
	const value = parsed(parameters, given);
	if (value === undefined || value === null || value === '') return [];
	if (!Array.isArray(value)) throw parameters.failure('"Supplier Aliases" is not a list of rows', WRITE_ROWS);
	return value.flatMap((entry: unknown, index) => {
		const row = rowOf(entry);
		if (row === null) throw parameters.failure(`Row ${index + 1} of "Supplier Aliases" is not an object`, WRITE_ROWS);
		const [identifier, supplierNumber] = [IDENTIFIER_COLUMNS, NUMBER_COLUMNS].map((names) => cell(row, names));
		if (identifier === undefined || supplierNumber === undefined) {
			const missing = identifier === undefined ? 'identifier' : 'supplierNumber';
			const columns = Object.keys(row).slice(0, 10).join(', ');
			throw parameters.failure(`Row ${index + 1} of "Supplier Aliases" has no column "${missing}" (it has: ${columns})`, WRITE_ROWS);
		}
		if (identifier === '' && supplierNumber === '') return [];
		if (identifier === '' || supplierNumber === '')
			throw parameters.failure(
				`Row ${index + 1} of "Supplier Aliases" has no ${identifier === '' ? `identifier for supplier number ${supplierNumber}` : `supplier number for ${identifier}`}`,
				'Complete the row, or delete it.',
			);
		return [{ identifier, supplierNumber }];
	});
}

/** A row without an identifier is the chart of all buyers that are not found. */
export function eInvoiceCharts(parameters: ItemParameters, rows: EInvoiceChartRows | undefined): ImportSettings['eInvoiceCharts'] {
	const given = (rows?.chart ?? []).map(({ identifier = '', name }) => ({ identifier: identifier.trim(), value: name.trim() }));
	if (given.some(({ value }) => value === ''))
		throw parameters.failure(
			'A row of "Charts of Accounts for E-Invoices" names no chart',
			'Enter its name as it is in Coupa, or delete the row.',
		);
	const standards = [...new Set(given.filter(({ identifier }) => identifier === '').map(({ value }) => value))];
	if (standards.length > 1)
		throw parameters.failure(
			`"Charts of Accounts for E-Invoices" has several rows without an identifier: ${standards.join(', ')}`,
			'Only one chart can be that of all other buyers.',
		);
	return { rows: given.filter(({ identifier }) => identifier !== ''), standard: standards[0] ?? '' };
}

export function eInvoiceTaxCodes(parameters: ItemParameters, rows: EInvoiceTaxCodeRows | undefined): ImportSettings['eInvoiceTaxCodes'] {
	return (rows?.taxCode ?? []).map(({ category, country = '', rate = '', code }) => {
		if (code.trim() === '')
			throw parameters.failure(
				'A row of "Tax Codes for E-Invoices" names no tax code',
				'Enter the code as it is in Coupa, or delete the row.',
			);
		const percent = rate.trim().replace(/%$/, '').trim();
		if (percent !== '' && parseDecimal(percent) === null)
			throw parameters.failure(`A rate of "Tax Codes for E-Invoices" is not a decimal: ${rate}`, 'Write it with a point, e.g. 19 or 5.5.');
		return { category, country: country.trim().toUpperCase(), rate: percent, code: code.trim() };
	});
}

function parsed(parameters: ItemParameters, given: unknown): unknown {
	if (typeof given !== 'string') return given;
	if (given.trim() === '') return [];
	try {
		return JSON.parse(given) as unknown;
	} catch (error) {
		throw parameters.failure(`"Supplier Aliases" is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, WRITE_ROWS);
	}
}

/** A row, or an item of n8n that holds it. */
function rowOf(entry: unknown): CoupaRecord | null {
	if (!isRecord(entry as Json)) return null;
	const row = entry as CoupaRecord;
	return isRecord(row.json) && Object.keys(row).every((key) => ['json', 'pairedItem', 'binary', 'index'].includes(key)) ? row.json : row;
}

/** Empty for a cell without a value, undefined where there is no such column. */
function cell(row: CoupaRecord, names: string[]): string | undefined {
	const key = Object.keys(row).find((name) => names.includes(lookUpKey(name).replace(/[-_]/g, '')));
	return key === undefined ? undefined : (textAt(row, key) ?? '').trim();
}
