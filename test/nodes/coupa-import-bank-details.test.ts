import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { captured } from './support/captured';
import { csv } from './support/csv';
import { flow, flowPerFile } from './support/current-flow';
import { detailsOf, hintsOf, itemsOf } from './support/flow';

/** Bank details of the file against those that Coupa has for the supplier; nothing of them is ever shown in clear. */
flowPerFile();

const DE = 'DE89370400440532013000';
const GB = 'GB82WEST12345698765432';
const SPACED = 'DE89 3704 0044 0532 0130 00';

let serial = 0;

/** An invoice whose file has these columns beside those of Coupa. */
const paidTo = (columns: Record<string, string>, change: CoupaRecord = {}): INodeExecutionData => {
	const item = captured(`BD-${(serial += 1)}`, change);
	const extraColumns = Object.entries(columns).map(([column, value]) => ({ row: 3, rowKind: 'Invoice', column, value }));
	return { json: { ...item.json, extraColumns } };
};

const IBAN = { kind: 'iban', from: 'Supplier IBAN', coupaField: '' };
const BIC = { kind: 'bic', from: 'bic', coupaField: '' };

const run = async (items: INodeExecutionData[], details: IDataObject[] = [IBAN], options: IDataObject = {}, validateOnly = true) =>
	await flow.import(items, { imageRequired: false, bankDetails: { detail: details }, ...options }, { validateOnly });

const OURS = ['bankDetails', 'ibanValid', 'bankDetailsCompared'];

async function found(...given: Parameters<typeof run>) {
	const items = itemsOf(await run(...given));
	const told = items.map((item) => [
		item.json.outcome,
		...detailsOf(item)
			.problems.filter(({ code }) => OURS.includes(code))
			.map(({ code, column, path, row, value, message }) => `${code} ${column ?? path ?? ''} ${row ?? ''} ${value ?? ''}: ${message}`),
	]);
	expect(JSON.stringify(items)).not.toMatch(/3704\s?0044|0532\s?0130|WEST1234/i);
	return told;
}

const supplierRow = () => flow.coupa.rows('suppliers').find(({ number }) => number === 'V-20011') as CoupaRecord;

const knows = (...addresses: CoupaRecord[]) => {
	const { id } = supplierRow();
	flow.coupa.put('supplier_information', {
		id: 700,
		'supplier-id': id ?? null,
		status: 'approved',
		'supplier-information-addresses': addresses,
	});
};

const address = (change: CoupaRecord): CoupaRecord => ({ id: 71, 'location-code': 'NB-01', active: true, ...change });

const asked = () =>
	flow.coupa
		.requests()
		.filter(({ operation }) => operation !== 'token')
		.map(({ path }) => path);

describe('compared with the supplier information', () => {
	test('the same account passes, however it is spelt', async () => {
		knows(address({ 'iban-number': SPACED, 'swift-code': 'DEUTDEFFXXX' }));
		expect(await found([paidTo({ 'Supplier IBAN': 'de89-3704.0044 0532 0130 00', bic: 'DEUTDEFF' })], [IBAN, BIC])).toEqual([
			['wouldImport'],
		]);
	});

	test('another one keeps a draft, shown masked', async () => {
		knows(address({ 'iban-number': GB }));
		expect(await found([paidTo({ 'Supplier IBAN': SPACED })])).toEqual([
			[
				'wouldHoldAsDraft',
				'bankDetails Supplier IBAN 3 DE…3000: The IBAN DE…3000 in the file is not one that Coupa has for the remit-to address NB-01 (GB…5432). Ask the supplier under a number that you know from elsewhere than the invoice before anything is paid there.',
			],
		]);
	});

	test('the remit-to address that the invoice names counts, not another one of the supplier', async () => {
		knows(address({ 'iban-number': GB }), address({ id: 72, 'location-code': 'NB-02', 'iban-number': DE }));
		expect(await found([paidTo({ 'Supplier IBAN': DE }, { 'remit-to-address': { 'remit-to-code': 'NB-01' } })])).toEqual([
			['wouldHoldAsDraft', expect.stringContaining('(GB…5432)')],
		]);
		expect(await found([paidTo({ 'Supplier IBAN': DE })])).toEqual([['wouldImport']]);
	});

	test('IBAN and BIC of different accounts are not those of one', async () => {
		knows(
			address({ 'iban-number': DE, 'swift-code': 'DEUTDEFF' }),
			address({ id: 72, 'location-code': 'NB-02', 'iban-number': GB, bic: 'WESTGB22' }),
		);
		expect(await found([paidTo({ 'Supplier IBAN': DE, bic: 'WESTGB22' })], [IBAN, BIC])).toEqual([
			['wouldHoldAsDraft', expect.stringContaining('The bank details in the file (IBAN, BIC) are those of different accounts')],
		]);
	});

	test('an IBAN with wrong check digits is a finding of its own', async () => {
		knows(address({ 'iban-number': 'DE88370400440532013000' }));
		expect(await found([paidTo({ 'Supplier IBAN': 'DE88 3704 0044 0532 0130 00' })])).toEqual([
			['wouldHoldAsDraft', expect.stringMatching(/^ibanValid Supplier IBAN 3 DE…3000: The IBAN DE…3000 in the file is none/)],
		]);
	});

	test('where Coupa shows nothing, that is told as a warning, with what is not shown', async () => {
		knows(address({ 'iban-number': null }));
		expect(await found([paidTo({ 'Supplier IBAN': DE })])).toEqual([
			[
				'wouldImport',
				'bankDetailsCompared Supplier IBAN 3 DE…3000: The IBAN DE…3000 in the file could not be compared: Coupa shows nothing to compare with in the supplier information of the supplier (iban-number, international-bank-account-number). Compare it by hand, and have the field filled or shown to the API user.',
			],
		]);
		const draft = { checks: { check: [{ name: 'bankDetailsCompared', level: 'draft' }] } };
		expect(await found([paidTo({ 'Supplier IBAN': DE })], [IBAN], draft)).toEqual([['wouldHoldAsDraft', expect.any(String)]]);
	});

	test('where Coupa does not open it, that is told for each invoice, and once for the run', async () => {
		const closed = {
			match: ({ path }: { path: string }) => path === '/api/supplier_information',
			status: 405,
			body: { errors: ['Not found'] },
		};
		flow.coupa.settings.failNext = [closed, closed];
		const result = await run([paidTo({ 'Supplier IBAN': DE }), paidTo({ 'Supplier IBAN': GB })]);
		expect(hintsOf(result).filter((hint) => hint.includes('The check “Bank details of the supplier” is off for this run'))).toHaveLength(1);
		expect(itemsOf(result).map(({ json }) => json.outcome)).toEqual(['wouldImport', 'wouldImport']);
		expect(detailsOf(itemsOf(result)[1]).problems.map(({ code, message }) => `${code}: ${message}`)).toContainEqual(
			expect.stringContaining(
				'bankDetailsCompared: The IBAN GB…5432 in the file could not be compared: Coupa did not open the supplier information',
			),
		);
	});

	test('one call for all invoices of a run, none where no invoice gives any', async () => {
		knows(address({ 'iban-number': DE }));
		await run(Array.from({ length: 5 }, () => paidTo({ 'Supplier IBAN': DE })));
		expect(asked().filter((path) => path === '/api/supplier_information')).toHaveLength(1);
		flow.coupa.clearRequests();
		await run([paidTo({})]);
		expect(asked().sort()).toEqual(['/api/accounts', '/api/invoices', '/api/suppliers']);
	});
});

describe('compared with custom fields', () => {
	const FIELD = { kind: 'iban', from: 'supplier-iban', coupaField: 'iban' };

	test('of the remit-to address, without another call', async () => {
		const row = supplierRow();
		const [first] = row['remit-to-addresses'] as CoupaRecord[];
		flow.coupa.put('suppliers', { ...row, 'remit-to-addresses': [{ ...first, 'custom-fields': { iban: GB } }] });
		const told = await found([paidTo({}, { 'custom-fields': { 'supplier-iban': DE } })], [FIELD]);
		expect(told).toEqual([
			['wouldHoldAsDraft', expect.stringMatching(/^bankDetails custom-fields\.supplier-iban .*remit-to address NB-01 \(GB…5432\)/)],
		]);
		expect(asked().sort()).toEqual(['/api/accounts', '/api/invoices', '/api/suppliers']);
		flow.coupa.put('suppliers', { ...row, 'remit-to-addresses': [first ?? {}], 'custom-fields': { iban: SPACED } });
		expect(await found([paidTo({}, { 'custom-fields': { 'supplier-iban': DE } })], [FIELD])).toEqual([['wouldImport']]);
		flow.coupa.put('suppliers', row);
		expect(await found([paidTo({}, { 'custom-fields': { 'supplier-iban': DE } })], [FIELD])).toEqual([
			['wouldImport', expect.stringContaining('in the custom field iban of the remit-to address or supplier')],
		]);
	});
});

describe('nothing in clear', () => {
	test('from the file to the item that leaves: reader, checks, captured invoice', async () => {
		knows(address({ 'iban-number': GB }));
		const items = await flow.capturedFrom(csv({ number: 'BD-CSV', own: { 'Supplier IBAN': SPACED, 'Pay Into': `=${DE}` } }), 'bank.csv');
		expect(JSON.stringify(items[0]?.json.problems)).not.toMatch(/3704 0044/);
		const into = { kind: 'iban', from: 'Pay Into', coupaField: '' };
		const told = await found(items, [IBAN, into], { includeCaptured: true });
		expect(told).toEqual([['wouldHoldAsDraft', expect.stringContaining('DE…3000')]]);
	});

	test('nor in what the reader says of rows and cells that it cannot place', async () => {
		const orphan = Buffer.concat([
			csv({ number: 'BD-ROW', own: { 'Bank Account No': '1.23457E+11' } }),
			Buffer.from(`Nonsense,BD-ROW,${SPACED}\n`),
		]);
		const items = await flow.capturedFrom(orphan, 'rows.csv', {
			customFields: { column: [{ column: 'Bank Account No', field: 'acct', rowKind: '' }] },
		});
		const problems = items.flatMap(({ json }) => json.problems as Array<{ code: string; value?: string }>);
		expect(problems.length).toBeGreaterThan(0);
		expect(JSON.stringify(problems)).not.toMatch(/3704 0044|1\.23457/);
	});

	test('nor in what Coupa says about it', async () => {
		knows(address({ 'iban-number': DE }));
		const said = `Custom field IBAN ${SPACED} (${DE.toLowerCase()}) is not known`;
		flow.coupa.settings.failNext = [{ match: ({ operation }) => operation === 'post', status: 400, body: { errors: { base: [said] } } }];
		const items = itemsOf(await run([paidTo({ 'Supplier IBAN': DE })], [IBAN], {}, false));
		expect(items.map(({ json }) => [json.outcome, json.reason])).toEqual([
			['refused', 'Not imported: Coupa says: Custom field IBAN DE…3000 (DE…3000) is not known'],
		]);
		expect(JSON.stringify(items)).not.toMatch(/3704\s?0044/);
	});
});

test('switched off, it says nothing, nor that something could not be compared', async () => {
	const off = { checks: { check: [{ name: 'bankDetails', level: 'off' }] } };
	expect(await found([paidTo({ 'Supplier IBAN': DE })], [IBAN], off)).toEqual([['wouldImport']]);
});

test('a row without a column is refused', async () => {
	await expect(found([paidTo({})], [{ kind: 'iban', from: ' ' }])).rejects.toThrow('A row of "Bank Details" names no column');
});

test('a column that no invoice has is told, because it may be spelt otherwise', async () => {
	const told =
		'No invoice of this run has anything in “bic”, which the option Bank Details names: check how the column or custom field is spelt.';
	expect(hintsOf(await run([paidTo({ 'Supplier IBAN': DE }), paidTo({})], [IBAN, BIC]))).toContain(told);
	expect(hintsOf(await run([paidTo({ BIC: 'DEUTDEFF' })], [BIC]))).not.toContain(told);
});

test('not set, nothing is looked at', async () => {
	expect(await found([paidTo({ 'Supplier Account': '1' })], [])).toEqual([['wouldImport']]);
});
