import type { EInvoiceParty } from '../../../lib/core';
import type { ImportResult, ImportSettings } from '../../../lib/coupa/import';
import { problem } from './support/checks';
import { eInvoice, identifier, party } from './support/e-invoice';
import { times } from './support/faults';
import { codes, World } from './support/world';
import type { RecordedRequest } from '../../../tools/sandbox/coupa';

/** The supplier of an e-invoice, found in Coupa by what the seller calls itself. */
let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	expect(world.coupa.contractProblems()).toEqual([]);
	await world.stop();
});

async function importOf(seller: EInvoiceParty, settings: Partial<ImportSettings> = {}, told: string[] = []): Promise<ImportResult> {
	return await world.importOne(eInvoice({ seller }), settings, { tell: (message) => told.push(message) });
}

const supplierOf = (result: ImportResult) => result.supplier?.number;
const lookUps = () =>
	world
		.apiCalls()
		.filter(({ method, path }) => method === 'GET' && /suppliers|tax_registrations/.test(path))
		.map(({ path, query: [[name] = ['']] }) => `${path.replace('/api/', '')} ${name}`);

/** Suppliers of the sandbox by a change of one of them. */
function change(number: string, how: (supplier: Record<string, unknown>) => object): void {
	const supplier = world.coupa.rows('suppliers').find((row) => row.number === number) ?? {};
	world.coupa.put('suppliers', { ...supplier, ...how(supplier) });
}

test.each<[string, EInvoiceParty, string]>([
	['tax ID with prefix and blanks', party('Mueller', 'DE', identifier('vat', 'DE811907980')), 'V-20012'],
	['tax ID of a number without prefix', party('Mueller', 'DE', identifier('taxRegistration', '811907980')), 'V-20012'],
	['tax ID with dashes and without prefix', party('Zolw', 'PL', identifier('vat', 'PL5252274893')), 'V-20014'],
	['electronic address that is a VAT number', party('Mueller', 'DE', identifier('electronicAddress', 'DE811907980', '9930')), 'V-20012'],
	['VAT number of the remit-to address', party('Café', 'FR', identifier('vat', 'FR 40 303 265 045')), 'V-20016'],
	['VAT number without its prefix', party("O'Brien", 'IE', identifier('taxRegistration', '6388047V')), 'V-20017'],
	['tax registration of a SupplierRemitTo', party('Nordic', 'SE', identifier('vat', 'SE556677889901')), 'V-20021'],
	['tax registration of a RemitToAddress', party('Aeroe', 'DK', identifier('vat', 'DK12345674')), 'V-20022'],
	['electronic address', party('Maple', 'CA', identifier('electronicAddress', 'Orders@v-20018.example', 'EM')), 'V-20018'],
	['exact name', party('Northbrook Fasteners', null), 'V-20011'],
])('found by %s', async (_, seller, number) => {
	const result = await importOf(seller);
	expect([result.outcome, supplierOf(result)]).toEqual(['imported', number]);
	expect(world.invoices()).toHaveLength(1);
	expect(world.invoices()[0]).toMatchObject({ supplier: { number } });
});

test('VAT numbers of primary and other addresses', async () => {
	change('V-20018', (supplier) => ({ 'primary-address': { ...(supplier['primary-address'] as object), 'vat-number': 'ATU12345678' } }));
	change('V-20013', () => ({ 'supplier-addresses': [{ id: 70, 'vat-number': 'IT12345678901', country: { code: 'IT' } }] }));
	expect(supplierOf(await importOf(party('A', 'AT', identifier('vat', 'ATU12345678'))))).toBe('V-20018');
	expect(supplierOf(await importOf(party('B', 'IT', identifier('vat', 'IT12345678901'))))).toBe('V-20013');
});

test('DUNS number and cXML identity', async () => {
	change('V-20018', () => ({ duns: '123456789' }));
	change('V-20013', () => ({ 'cxml-invoice-supplier-identity': 'AN0100' }));
	expect(supplierOf(await importOf(party('A', 'AT', identifier('electronicAddress', '123456789', 'DUNS'))))).toBe('V-20018');
	expect(supplierOf(await importOf(party('B', 'IT', identifier('identifier', 'AN0100', 'NetworkID'))))).toBe('V-20013');
});

test('a number of the file wins, and nothing is looked for', async () => {
	const seller = party('Mueller', 'DE', identifier('vat', 'DE811907980'));
	const result = await world.importOne(eInvoice({ seller }, { invoice: { supplier: { number: 'V-20011' } } }));
	expect([result.outcome, supplierOf(result)]).toEqual(['imported', 'V-20011']);
	expect(lookUps()).toEqual(['suppliers number']);
});

test('a name of the file comes last', async () => {
	const seller = party('Mueller', 'DE', identifier('vat', 'DE811907980'));
	const result = await world.importOne(eInvoice({ seller }, { invoice: { supplier: { name: 'Northbrook Fasteners' } } }));
	expect(supplierOf(result)).toBe('V-20012');
});

test('the same number of another country is not the same', async () => {
	const result = await importOf(party('Acme', 'AT', identifier('taxRegistration', '811907980')));
	expect(result.outcome).toBe('needsBuyer');
	change('V-20011', () => ({ 'tax-id': '81-1907980' }));
	expect(supplierOf(await importOf(party('Mueller', 'DE', identifier('taxRegistration', '811907980'))))).toBe('V-20012');
});

test('several fit: the candidates and the row to add; no later way tells them apart', async () => {
	change('V-20013', () => ({ 'tax-id': 'DE811907980' }));
	const result = await importOf(party('Müller & Söhne Präzisionstechnik GmbH', 'DE', identifier('vat', 'DE811907980')));
	expect(result).toMatchObject({ outcome: 'needsBuyer', invoiceId: null });
	const { message, column, path, value } = problem(result, 'supplierExists');
	expect([column, path, value]).toEqual(['BT-31', '/Invoice/AccountingSupplierParty/vat', 'DE811907980']);
	expect(message).toContain('2 suppliers in Coupa fit');
	expect(message).toContain('V-20012 Müller & Söhne Präzisionstechnik GmbH, by tax ID DE811907980');
	expect(message).toContain('V-20013 Smith, Jones & "Partners" LLP, by tax ID DE811907980');
	expect(message).toContain('add one row to the supplier aliases: identifier DE811907980, supplier number that of the right supplier');
	expect(codes(result)).not.toContain('requiredColumns');
	expect(world.invoices()).toEqual([]);
});

test('of an active and an inactive one the active one counts; inactive alone is named', async () => {
	change('V-20020', () => ({ 'tax-id': 'DE811907980' }));
	expect(supplierOf(await importOf(party('Mueller', 'DE', identifier('vat', 'DE811907980'))))).toBe('V-20012');
	change('V-20012', () => ({ 'tax-id': null }));
	const seller = party('Nobody', 'DE', identifier('vat', 'DE811907980'));
	const result = await world.importOne(eInvoice({ seller }, { invoice: { 'invoice-number': 'T-2' } }));
	expect(result.outcome).toBe('needsBuyer');
	expect(problem(result, 'supplierExists').message).toContain(
		'Not active: V-20020 Harbor Light Janitorial (inactive), by tax ID DE811907980',
	);
});

test('none fits, and a seller without anything', async () => {
	const result = await importOf(party('Nobody & Sons', 'DE', identifier('vat', 'DE999999999')));
	expect(problem(result, 'supplierExists')).toMatchObject({ column: 'BT-31', value: 'DE999999999', forBuyer: true });
	expect(problem(result, 'supplierExists').message).toContain('fits the seller “Nobody & Sons” (BT-31 DE999999999)');
	const silent = await importOf(party(null, null));
	expect(silent.outcome).toBe('needsBuyer');
	expect(problem(silent, 'supplierExists').message).toContain('the seller, whom the invoice does not name');
});

test('found by name, but Coupa has another tax number: a draft that says so', async () => {
	const result = await importOf(party('Müller & Söhne Präzisionstechnik GmbH', 'DE', identifier('vat', 'DE123456788')));
	expect([result.outcome, supplierOf(result)]).toEqual(['heldAsDraft', 'V-20012']);
	expect(problem(result, 'supplierTaxNumber').message).toContain('DE811907980');
	const foreign = await importOf(party('Müller & Söhne Präzisionstechnik GmbH', 'AT', identifier('vat', 'ATU12345678')));
	expect(codes(foreign)).not.toContain('supplierTaxNumber');
});

describe('aliases', () => {
	const supplierAliases = [
		{ identifier: 'de 811.907.980', supplierNumber: 'V-20011' },
		{ identifier: '0088:4012345000009', supplierNumber: 'V-20013' },
		{ identifier: 'Acme GmbH', supplierNumber: 'V-20018' },
		{ identifier: 'FR1', supplierNumber: 'V-1' },
		{ identifier: 'FR-1', supplierNumber: 'V-2' },
		{ identifier: 'GLN-9', supplierNumber: 'V-404' },
	];

	test.each<[EInvoiceParty, string]>([
		[party('Mueller', 'DE', identifier('vat', 'DE811907980')), 'V-20011'],
		[party('Mueller', 'DE', identifier('taxRegistration', '811907980')), 'V-20011'],
		[party('X', 'DE', identifier('electronicAddress', '4012345000009', '0088')), 'V-20013'],
		[party('ACME  GmbH', 'DE'), 'V-20018'],
	])('%j is %s', async (seller, number) => {
		const result = await importOf(seller, { supplierAliases });
		expect([result.outcome, supplierOf(result)]).toEqual(['imported', number]);
		expect(lookUps()).toEqual(['suppliers number']);
	});

	test('rows that say different things, and a number that Coupa does not have', async () => {
		const differ = await importOf(party('X', 'FR', identifier('identifier', 'FR1')), { supplierAliases });
		expect(differ.outcome).toBe('needsBuyer');
		expect(problem(differ, 'supplierExists').message).toContain('several supplier numbers for “FR1” (V-1, V-2)');
		const unknown = await importOf(party('X', 'FR', identifier('identifier', 'GLN9')), { supplierAliases });
		expect(unknown.outcome).toBe('needsBuyer');
		expect(problem(unknown, 'supplierExists').message).toContain('supplier number V-404 for “GLN9”, but Coupa has no supplier');
	});
});

test('sellers of one run share their look-ups', async () => {
	const inputs = Array.from({ length: 50 }, (_, index) =>
		eInvoice(
			{ seller: party(`Unknown ${index % 5}`, 'DE', identifier('vat', `DE10000000${index % 5}`)) },
			{ invoice: { 'invoice-number': `S-${index}` } },
		),
	);
	const results = await world.import(inputs);
	expect(results.map(({ outcome }) => outcome)).toEqual(inputs.map(() => 'needsBuyer'));
	expect(lookUps().sort()).toEqual([
		'suppliers name[in]',
		'suppliers primary_address[vat_number][in]',
		'suppliers remit_to_addresses[vat_number][in]',
		'suppliers supplier_addresses[vat_number][in]',
		'suppliers tax_id[in]',
		'tax_registrations number[in]',
	]);
});

test('a way that Coupa does not open is told and left out', async () => {
	const isTaxId = ({ query }: RecordedRequest) => query.some(([name]) => name.startsWith('tax_id'));
	const isRegistration = ({ path }: RecordedRequest) => path.includes('tax_registrations');
	world.coupa.settings.failNext.push({ match: isTaxId, status: 400 }, ...times(5, { match: isRegistration, status: 500 }));
	const told: string[] = [];
	const result = await importOf(party('Café', 'FR', identifier('vat', 'FR40303265045')), {}, told);
	expect([result.outcome, supplierOf(result)]).toEqual(['imported', 'V-20016']);
	expect(told).toEqual([expect.stringMatching(/^Suppliers by tax ID: Coupa does not open this look-up\..* without it in this run\.$/)]);
});
