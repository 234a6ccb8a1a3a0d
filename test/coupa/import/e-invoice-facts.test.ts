import { invoiceKey } from '../../../lib/coupa/import';
import type { CoupaRecord, EInvoiceFacts } from '../../../lib/core';
import type { ImportSettings } from '../../../lib/coupa/import';
import { problem } from './support/checks';
import { eInvoice, facts, identifier, party, tax } from './support/e-invoice';
import { codes, input, World } from './support/world';

/** Chart of accounts, tax codes, units and accounts of an e-invoice, found in Coupa or decided by a setting. */
let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	expect(world.coupa.contractProblems()).toEqual([]);
	await world.stop();
});

const MUELLER = party('Müller & Söhne Präzisionstechnik GmbH', 'DE', identifier('vat', 'DE811907980'));
const EUROPE = 'Demo Chart Europe';
const HOME = 'Demo Chart';

describe('chart of accounts', () => {
	const buyer = party('Demo Company Europe B.V.', 'NL', identifier('vat', 'NL004495445B01'));
	const importOf = async (change: Partial<EInvoiceFacts>, settings: Partial<ImportSettings> = {}, number = 'C-1') =>
		await world.importOne(
			eInvoice(
				{ seller: MUELLER, buyer, ...change },
				{ invoice: { 'account-type': null, 'invoice-number': number }, lines: [{ ...LINE, account: null }] },
			),
			settings,
		);
	const LINE: CoupaRecord = {
		type: 'InvoiceQuantityLine',
		'line-num': 1,
		description: 'Bolts',
		quantity: '10',
		price: '10.00',
		uom: { code: 'EA' },
	};
	const chartOf = (id: number | null) => world.invoice(id)['account-type'];
	const charts = (rows: Array<{ identifier: string; value: string }>, standard = '') => ({ eInvoiceCharts: { rows, standard } });

	test('by the tax registration of its primary address', async () => {
		const result = await importOf({});
		expect(chartOf(result.invoiceId)).toMatchObject({ name: EUROPE });
	});

	test('by the VAT number of its primary address', async () => {
		const [home] = world.coupa.rows('account_types');
		world.coupa.put('account_types', {
			...home,
			'primary-address': { id: 9, 'vat-number': 'NL 0044.95.445.B02', country: { code: 'NL' } },
		});
		const result = await importOf({ buyer: party('Demo', 'NL', identifier('vat', 'NL004495445B02')) });
		expect(chartOf(result.invoiceId)).toMatchObject({ name: HOME });
	});

	test('a row wins, and costs no look-up', async () => {
		const result = await importOf({}, charts([{ identifier: '004495445B01', value: HOME }]));
		expect(chartOf(result.invoiceId)).toMatchObject({ name: HOME });
		expect(world.calls()).not.toContain('GET /api/tax_registrations');
	});

	test('a default for the others; without one the buyer has to say, with the choices', async () => {
		const other = party('Somebody', 'FR', identifier('vat', 'FR40303265045'));
		const undecided = await importOf({ buyer: other });
		expect(undecided.outcome).toBe('needsBuyer');
		const { column, value, message } = problem(undecided, 'chartDecided');
		expect([column, value]).toEqual(['BT-31', 'FR40303265045']);
		expect(message).toContain(`No chart of accounts in Coupa has the tax number of the buyer`);
		expect(message).toContain(`Charts to choose from: ${HOME}, ${EUROPE}.`);
		expect(message).toContain('Add a row with the identifier “FR40303265045”');
		expect(codes(undecided)).not.toContain('requiredColumns');
		const decided = await importOf({ buyer: other }, charts([], EUROPE));
		expect(chartOf(decided.invoiceId)).toMatchObject({ name: EUROPE });
	});

	test('several fit: only a default among them decides', async () => {
		for (const chart of world.coupa.rows('account_types'))
			world.coupa.put('account_types', { ...chart, 'primary-address': { id: 9, 'vat-number': 'NL004495445B01', country: { code: 'NL' } } });
		const undecided = await importOf({});
		expect(problem(undecided, 'chartDecided').message).toContain('Several charts of accounts have the tax number of the buyer');
		expect(chartOf((await importOf({}, charts([], HOME))).invoiceId)).toMatchObject({ name: HOME });
	});

	test('one that the record names stays', async () => {
		const result = await world.importOne(eInvoice({ seller: MUELLER, buyer }));
		expect(chartOf(result.invoiceId)).toMatchObject({ name: HOME });
	});

	test('charts that Coupa does not open are told; a row still decides', async () => {
		world.coupa.settings.failNext.push(
			...Array.from({ length: 3 }, () => ({ match: ({ path }: { path: string }) => path === '/api/account_types', status: 403 })),
		);
		const told: string[] = [];
		const result = await world.importOne(
			eInvoice({ seller: MUELLER, buyer }, { invoice: { 'account-type': null } }),
			{},
			{ tell: (message) => told.push(message) },
		);
		expect(result.outcome).toBe('needsBuyer');
		expect(told).toEqual(expect.arrayContaining([expect.stringContaining('Charts of accounts could not be read')]));
	});
});

describe('tax codes', () => {
	const lineWith = (...taxes: CoupaRecord[]): CoupaRecord => ({
		...{ type: 'InvoiceQuantityLine', 'line-num': 1, description: 'Bolts', quantity: '10', price: '10.00', uom: { code: 'EA' } },
		account: { code: '10-6200-HS' },
		'tax-lines': taxes,
	});
	const importOf = async (taxes: EInvoiceFacts['taxes'], settings: Partial<ImportSettings> = {}, rates = ['19'], number = 'X-1') =>
		await world.importOne(
			eInvoice(
				{ seller: MUELLER, taxes },
				{
					invoice: { 'invoice-number': number, 'line-level-taxation': true, 'supplier-total': null },
					lines: [lineWith(...rates.map((rate) => ({ type: 'TaxLine', rate, amount: '0.00' })))],
				},
			),
			settings,
		);
	const sent = () => world.apiCalls().find(({ operation }) => operation === 'post')?.json;
	const codeSent = () =>
		(sent() as { 'invoice-lines': Array<{ 'tax-lines': Array<{ 'tax-code'?: CoupaRecord }> }> })['invoice-lines'][0]?.['tax-lines'].map(
			(one) => one['tax-code'],
		);

	test.each<[string, string | null, string, number]>([
		['S', '19', 'DE', 13],
		['S', '7.00', 'DE', 14],
		['E', '0', 'DE', 22],
		['AE', '0', 'DE', 23],
		['S', '5.5', 'FR', 25],
		['S', '23', 'PL', 16],
		['E', '0.00', 'PL', 27],
		['S', '22.00', 'IT', 28],
		['E', '0', 'IT', 30],
	])('%s with %s %% of %s is tax code %d', async (category, rate, country, id) => {
		const result = await importOf([tax(category, rate, country)]);
		expect(codes(result)).not.toContain('taxCodeDecided');
		expect(codeSent()).toEqual([{ id }]);
	});

	test('none: a draft with the choices', async () => {
		const result = await importOf([tax('S', '16', 'DE')]);
		expect(result.outcome).toBe('heldAsDraft');
		const { message, path, column } = problem(result, 'taxCodeDecided');
		expect([column, path]).toEqual(['BT-152', 'invoice-lines[0].tax-lines[0]']);
		expect(message).toContain(
			'Coupa has no active tax code with that rate (category S, 16 %, DE). Tax codes to choose from: DE-19 (19 %), DE-7 (7 %)',
		);
		expect(codeSent()).toEqual([undefined]);
	});

	test('several, inactive, later and marked ones', async () => {
		const code = (id: number, name: string, change: CoupaRecord) =>
			world.coupa.put('tax_codes', { id, code: name, percentage: '3.0', active: true, country: { id: 79, code: 'DE' }, ...change });
		code(90, 'DE-3A', {});
		code(91, 'DE-3-OLD', { active: false });
		code(92, 'DE-3-LATER', { 'effective-date': '2027-01-01T00:00:00Z' });
		code(93, 'DE-3-RC', { 'tax-rate': { id: 1, 'reverse-charge': true } });
		await importOf([tax('S', '3', 'DE')]);
		expect(codeSent()).toEqual([{ id: 90 }]);
		world.coupa.clearRequests();
		code(94, 'DE-3B', {});
		const result = await importOf([tax('S', '3', 'DE')], {}, ['3'], 'X-2');
		expect(problem(result, 'taxCodeDecided').message).toContain(
			'Coupa has 2 active tax codes that fit (category S, 3 %, DE). Tax codes to choose from: DE-3A (3 %), DE-3B (3 %)',
		);
		expect(codeSent()).toEqual([undefined]);
	});

	test('rows win, the strictest first; two that differ decide nothing', async () => {
		const eInvoiceTaxCodes = [
			{ category: 's', rate: '', country: '', code: 'OR-STD' },
			{ category: 'S', rate: '19.00', country: 'DE', code: 'DE-7' },
			{ category: 'E', rate: '', country: 'DE', code: 'A' },
			{ category: 'E', rate: '0', country: '', code: 'B' },
		];
		const result = await importOf([tax('S', '19', 'DE'), tax('E', null, 'DE', 'invoice-lines[0].tax-lines[1]')], { eInvoiceTaxCodes }, [
			'19',
			'0',
		]);
		expect(codeSent()).toEqual([{ code: 'DE-7', country: { code: 'DE' } }, undefined]);
		expect(problem(result, 'taxCodeDecided').message).toContain(
			'Several rows of the option Tax Codes for E-Invoices fit it (category E, no rate, DE). Tax codes to choose from: A, B',
		);
	});

	test('header taxes, unknown country, one finding for many places, and no code is changed', async () => {
		const lines = Array.from({ length: 40 }, (_, index) => ({
			...lineWith({ type: 'TaxLine', rate: '19', amount: '0' }),
			'line-num': index + 1,
		}));
		const taxes = lines.map((_, index) => tax('S', '19', null, `invoice-lines[${index}].tax-lines[0]`));
		const unknown = await world.importOne(
			eInvoice({ seller: MUELLER, taxes }, { invoice: { 'line-level-taxation': true, 'supplier-total': null }, lines }),
		);
		expect(codes(unknown).filter((code) => code === 'taxCodeDecided')).toHaveLength(1);
		expect(problem(unknown, 'taxCodeDecided').message).toContain(
			'The invoice does not say of which country the tax is (category S, 19 %, country unknown).',
		);
		expect(problem(unknown, 'taxCodeDecided').message).toContain('It is in 40 places.');
		world.coupa.clearRequests();
		await world.importOne(eInvoice({ seller: MUELLER, taxes: [tax('S', '19', 'DE', '')] }, { invoice: { 'invoice-number': 'H-1' } }));
		expect(sent()).toMatchObject({ 'tax-code': { id: 13 } });
		world.coupa.clearRequests();
		await world.importOne(
			eInvoice(
				{ seller: MUELLER, taxes: [tax('S', '19', 'DE', '')] },
				{ invoice: { 'invoice-number': 'H-2', 'tax-code': { code: 'DE-7' } } },
			),
		);
		expect(sent()).toMatchObject({ 'tax-code': { code: 'DE-7' } });
	});
});

describe('units', () => {
	const unitLine = (code: string): CoupaRecord => ({
		...{ type: 'InvoiceQuantityLine', description: 'Bolts', quantity: '10', price: '10.00', uom: { code } },
		account: { code: '10-6200-HS' },
	});

	test('one that Coupa does not have', async () => {
		const result = await world.importOne(
			eInvoice({ seller: MUELLER }, { lines: [unitLine('EA'), unitLine('XPK'), unitLine('XPK')], invoice: { 'supplier-total': '300.00' } }),
		);
		expect(result.outcome).toBe('needsBuyer');
		expect(problem(result, 'unitKnown')).toMatchObject({ column: 'UOM', path: 'invoice-lines[1].uom.code', value: 'XPK' });
		expect(codes(result).filter((code) => code === 'unitKnown')).toHaveLength(1);
	});

	test('flat files cost no look-up, nor does the check when it is off', async () => {
		await world.importOne(input({ lines: [unitLine('XPK')] }));
		await world.importOne(eInvoice({ seller: MUELLER }, { lines: [unitLine('XPK')] }), { checks: { unitKnown: 'off' } });
		expect(world.calls()).not.toContain('GET /api/uoms');
	});
});

describe('accounts', () => {
	const DE = 'DE89370400440532013000';
	const GB = 'GB82WEST12345698765432';
	const informed = (iban: string, bic = 'DEUTDEFF') =>
		world.coupa.put('supplier_information', {
			...{ id: 1, 'supplier-id': 5503, status: 'approved' },
			'supplier-information-addresses': [{ id: 1, active: true, 'iban-number': iban, 'swift-code': bic }],
		});
	const paidTo = (account: string, bic: string | null = null) => ({
		seller: MUELLER,
		accounts: [{ account, bic, path: '/Invoice/PaymentMeans/ID' }],
	});

	test('agrees with the supplier information, without an option', async () => {
		informed(DE);
		const result = await world.importOne(eInvoice(paidTo('DE89 3704 0044 0532 0130 00', 'DEUTDEFF500')));
		expect([result.outcome, codes(result).filter((code) => /bank|iban/i.test(code))]).toEqual(['imported', []]);
	});

	test('differs: a draft, masked everywhere', async () => {
		informed(DE);
		const result = await world.importOne(eInvoice(paidTo(GB), { invoice: { 'supplier-note': `Pay ${GB}` } }));
		expect(result.outcome).toBe('heldAsDraft');
		expect(problem(result, 'bankDetails')).toMatchObject({ column: 'BT-84', path: '/Invoice/PaymentMeans/ID', value: 'GB…5432' });
		expect(JSON.stringify(result)).not.toMatch(/12345698765432|0532013000/);
	});

	test('against custom fields of the settings, wrong check digits, and nothing to compare with', async () => {
		const supplier = world.coupa.rows('suppliers').find(({ id }) => id === 5503) ?? {};
		world.coupa.put('suppliers', { ...supplier, 'custom-fields': { iban: DE } });
		const bankDetails = [{ kind: 'iban' as const, from: 'iban', coupaField: 'iban' }];
		const differs = await world.importOne(eInvoice(paidTo(GB)), { bankDetails });
		expect(codes(differs)).toContain('bankDetails');
		const wrong = await world.importOne(eInvoice(paidTo('DE88370400440532013000'), { invoice: { 'invoice-number': 'W-1' } }), {
			bankDetails,
		});
		expect(problem(wrong, 'ibanValid').message).toContain('DE…3000');
		const silent = await world.importOne(eInvoice(paidTo(DE), { invoice: { 'invoice-number': 'W-2' } }));
		expect(problem(silent, 'bankDetailsCompared').severity).toBe('warning');
		expect(silent.outcome).toBe('imported');
	});
});

test('the key of a waiting e-invoice is that of its seller', () => {
	const { invoice } = eInvoice({});
	const source = { invoice, deliveryKey: 'k', problems: [], numbersReused: false };
	const seller = party('A', 'DE', identifier('identifier', '9'), identifier('vat', 'DE 811 907 980'));
	expect(invoiceKey({ ...source, eInvoice: facts({ seller }) })).toBe('de811907980 t-1');
	expect(invoiceKey(source)).toBe('k');
});
