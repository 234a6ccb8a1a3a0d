import type { ImportInput, ImportResult, ImportSettings } from '../../../lib/coupa/import';
import { CHECKS } from '../../../lib/coupa/import';
import type { CoupaRecord, Problem } from '../../../lib/core';
import { codes, input, World, type InputOptions } from './support/world';

describe('checks on what the file says', () => {
	let world: World;
	beforeAll(async () => {
		world = await World.start();
	});
	afterAll(async () => {
		await world.stop();
	});

	async function check(
		options: InputOptions,
		more: Partial<ImportInput> = {},
		settings: Partial<ImportSettings> = {},
	): Promise<ImportResult> {
		return await world.importOne(input(options, more), { validateOnly: true, ...settings });
	}
	function problem(result: ImportResult, code: string): Problem {
		const found = result.problems.find((candidate) => candidate.code === code);
		if (found === undefined) throw new Error(`No ${code} among ${codes(result).join(', ')}`);
		return found;
	}
	const line = (change: CoupaRecord): CoupaRecord => ({
		description: 'Bolts',
		quantity: '10',
		price: '10.00',
		uom: { code: 'EA' },
		account: { code: '10-6200-HS' },
		...change,
	});

	it('lets a clean invoice pass without a problem, and writes nothing', async () => {
		const result = await check({});
		expect(result).toMatchObject({
			outcome: 'imported',
			invoiceId: null,
			problems: [],
			reason: 'Validated only: it would be imported and be submitted.',
		});
		expect(world.writes()).toEqual([]);
	});

	it.each<[string, CoupaRecord, string, string]>([
		['number', { 'invoice-number': '' }, 'Invoice Number', 'invoice-number'],
		['date', { 'invoice-date': null }, 'Invoice Date', 'invoice-date'],
		['supplier', { supplier: {} }, 'Supplier Number', 'supplier'],
		['chart', { 'account-type': null }, 'Chart of Accounts', 'account-type'],
		['line level taxation', { 'line-level-taxation': null }, 'Line Level Taxation', 'line-level-taxation'],
		['currency', { currency: null }, 'Currency', 'currency'],
	])('refuses an invoice without %s', async (_name, change, column, path) => {
		const result = await check({ invoice: change });
		expect(result.outcome).toBe('refused');
		expect(problem(result, 'requiredColumns')).toMatchObject({ severity: 'error', row: 3, column, path, value: '' });
	});

	it('needs the currency only when the invoice is submitted', async () => {
		const result = await check({ invoice: { currency: null } }, { submit: false });
		expect(codes(result)).toEqual([]);
	});

	it('refuses an invoice without lines', async () => {
		const result = await check({ lines: [] });
		expect(problem(result, 'requiredColumns').message).toContain('no line');
	});

	it('names row and column of a line', async () => {
		const result = await check(
			{ lines: [line({}), line({ description: ' ', price: null, uom: null })] },
			{ rowOf: { '': 3, 'invoice-lines[0]': 5, 'invoice-lines[1]': 9 } },
		);
		expect(result.problems.filter(({ code }) => code === 'requiredColumns').map(({ row, column, path }) => [row, column, path])).toEqual([
			[9, 'Description', 'invoice-lines[1].description'],
			[9, 'Price', 'invoice-lines[1].price'],
			[9, 'Unit of Measure', 'invoice-lines[1].uom'],
		]);
	});

	it('counts 40 characters of an invoice number, not bytes', async () => {
		expect((await check({ invoice: { 'invoice-number': 'Ł'.repeat(40) } })).outcome).toBe('imported');
		const result = await check({ invoice: { 'invoice-number': '😀'.repeat(41) } });
		expect(problem(result, 'numberLength').message).toContain('41 characters');
	});

	it.each(['2026-02-29', '2026-13-01', '04/25/2026', '2026-4-1', 'soon'])('refuses %s as a date', async (date) => {
		const result = await check({ invoice: { 'invoice-date': date } });
		expect(problem(result, 'dates')).toMatchObject({ column: 'Invoice Date', value: date });
	});

	it.each(['2024-02-29', '2026-04-25T00:00:00-07:00'])('takes %s as a date', async (date) => {
		expect(codes(await check({ invoice: { 'invoice-date': date } }))).toEqual([]);
	});

	it.each(['US$', 'usd', 'XYZ'])('refuses %s as currency', async (code) => {
		expect(problem(await check({ invoice: { currency: { code } } }), 'currency')).toMatchObject({ column: 'Currency', value: code });
	});

	it.each<[string, CoupaRecord, CoupaRecord, string]>([
		['an exponent', {}, { price: '1e3' }, 'invoice-lines[0].price'],
		['a thousands separator', { 'supplier-total': '1,000.00' }, {}, 'supplier-total'],
		['seven digits after the point of a quantity', {}, { quantity: '1.1234567' }, 'invoice-lines[0].quantity'],
		['five digits after the point of an amount', { 'shipping-amount': '1.00001' }, {}, 'shipping-amount'],
		['a tax amount of a tax line', {}, { 'tax-lines': [{ amount: 'ten' }] }, 'invoice-lines[0].tax-lines[0].amount'],
		[
			'a share of an allocation',
			{},
			{ 'account-allocations': [{ pct: '50%', account: { code: '10-6200-HS' } }] },
			'invoice-lines[0].account-allocations[0].pct',
		],
	])('refuses %s', async (_name, invoice, change, path) => {
		const result = await check({ invoice, lines: [line(change)] });
		expect(result.outcome).toBe('refused');
		expect(problem(result, 'decimals').path).toBe(path);
	});

	it('warns of more digits than the currency has', async () => {
		const result = await check({ invoice: { currency: { code: 'JPY' }, 'supplier-total': '100.50', 'tax-amount': '0.5' } });
		expect(result.problems.filter(({ code }) => code === 'currencyDecimals').map(({ severity, path }) => [severity, path])).toEqual([
			['warning', 'supplier-total'],
			['warning', 'tax-amount'],
		]);
	});

	describe('control total', () => {
		it('is refused when it is off by 0.01', async () => {
			const result = await check({ invoice: { 'supplier-total': '100.01' } });
			expect(result.outcome).toBe('refused');
			expect(problem(result, 'controlTotal')).toMatchObject({ column: 'Invoice Control Total', value: '100.01', row: 3 });
			expect(problem(result, 'controlTotal').message).toContain('differ by 0.01');
		});

		it('is accepted within the tolerance of its currency, and only of its currency', async () => {
			const invoice = { 'supplier-total': '100.05' };
			expect(codes(await check({ invoice }, {}, { controlTotalBand: { USD: '0.05' } }))).toEqual([]);
			expect(codes(await check({ invoice }, {}, { controlTotalBand: { EUR: '0.05' } }))).toEqual(['controlTotal']);
			expect(codes(await check({ invoice: { 'supplier-total': '100.06' } }, {}, { controlTotalBand: { USD: '0.05' } }))).toEqual([
				'controlTotal',
			]);
		});

		it('is not looked at when it is absent', async () => {
			expect(codes(await check({ invoice: { 'supplier-total': null } }))).toEqual([]);
		});

		it('counts charges and header tax', async () => {
			const invoice = {
				'tax-amount': '8.25',
				'shipping-amount': '5.00',
				'handling-amount': '1.00',
				'misc-amount': '0.75',
				'supplier-total': '115.00',
			};
			expect(codes(await check({ invoice }))).toEqual([]);
		});

		it('counts tax lines on lines and charges, but no withholding', async () => {
			const invoice = {
				'line-level-taxation': true,
				'supplier-total': '121.40',
				'invoice-charges': [
					{ type: 'InvoiceShippingCharge', total: '10.00', 'tax-lines': [{ amount: '1.40' }], account: { code: '10-6300-HS' } },
				],
			};
			const lines = [
				line({ 'tax-lines': [{ type: 'TaxLine', amount: '7.00' }, { amount: '3' }, { type: 'WithholdingTaxLine', amount: '99' }] }),
			];
			expect(codes(await check({ invoice, lines }))).toEqual([]);
		});

		it('cannot judge a tax rate without its amount', async () => {
			expect(codes(await check({ invoice: { 'tax-rate': '8.25', 'supplier-total': '108.25' } }))).toEqual([]);
		});

		it('takes rounding line by line and rounding at the end', async () => {
			const lines = [line({ quantity: '1', price: '0.335' }), line({ quantity: '1', price: '0.335' })];
			expect(codes(await check({ invoice: { 'supplier-total': '0.68' }, lines }))).toEqual([]);
			expect(codes(await check({ invoice: { 'supplier-total': '0.67' }, lines }))).toEqual([]);
			expect(codes(await check({ invoice: { 'supplier-total': '0.66' }, lines }))).toEqual(['controlTotal']);
		});

		it('takes the total with and without the discount', async () => {
			expect(codes(await check({ invoice: { 'discount-amount': '2.00', 'supplier-total': '98.00' } }))).toEqual([]);
			expect(codes(await check({ invoice: { 'discount-amount': '2.00', 'supplier-total': '100.00' } }))).toEqual([]);
			expect(codes(await check({ invoice: { 'discount-amount': '2.00', 'supplier-total': '102.00' } }))).toEqual(['controlTotal']);
		});

		it('is exact where floating point is not', async () => {
			const lines = [line({ quantity: '3', price: '0.1' }), line({ quantity: '1', price: '9007199254740993.00' })];
			expect(codes(await check({ invoice: { 'supplier-total': '9007199254740993.30' }, lines }))).toEqual([]);
		});
	});

	describe('an invoice that is not marked as a credit note', () => {
		it.each<[string, CoupaRecord, CoupaRecord[], string]>([
			['quantities and total', { 'supplier-total': '-100.00' }, [line({ quantity: '-10' })], 'total is -100'],
			['prices, without a control total', { 'supplier-total': null }, [line({ price: '-10.00' })], 'total is -100'],
			['lines, and a positive control total', {}, [line({ quantity: '-10' }), line({ price: '-1' })], 'lines are all negative'],
			[
				'an amount line',
				{ 'supplier-total': '-100.00', 'is-credit-note': false },
				[line({ quantity: null, uom: null, price: '-100' })],
				'total is -100',
			],
		])('is refused with negative %s', async (_name, invoice, lines, text) => {
			const result = await check({ invoice, lines }, {}, { checks: { controlTotal: 'off' } });
			expect(result.outcome).toBe('refused');
			expect(problem(result, 'creditNote')).toMatchObject({
				severity: 'error',
				column: 'Is Credit Note',
				path: 'is-credit-note',
				message: expect.stringContaining(text),
			});
		});

		it('may have a line that is', async () => {
			const lines = [line({}), line({ description: 'Discount', quantity: '1', price: '-5.00' })];
			expect(codes(await check({ lines, invoice: { 'supplier-total': '95.00' } }))).toEqual([]);
		});
	});

	describe('a split over accounts', () => {
		const split = (...parts: CoupaRecord[]): InputOptions => ({
			lines: [line({ account: null, 'account-allocations': parts.map((part) => ({ ...part, account: { code: '10-6200-HS' } })) })],
		});

		it.each<[string, CoupaRecord[]]>([
			['percents', [{ pct: '60' }, { pct: '40.00' }]],
			['thirds', [{ pct: '33.3333333333' }, { pct: '33.3333333333' }, { pct: '33.3333333334' }]],
			['amounts', [{ amount: '33.33' }, { amount: '66.67' }]],
		])('is complete in %s', async (_name, parts) => {
			expect(codes(await check(split(...parts)))).toEqual([]);
		});

		it.each<[string, CoupaRecord[], string, string]>([
			['an empty share', [{ pct: '100' }, { pct: '' }], '[1].pct', 'neither a percent nor an amount'],
			['no shares at all', [{}, {}], '[0].pct', 'neither a percent nor an amount'],
			['a percent here, an amount there', [{ pct: '60' }, { amount: '40.00' }], '[1].pct', 'fill in the percent of every part'],
			['a negative share', [{ pct: '120' }, { pct: '-20' }], '[1].pct', 'cannot be negative'],
			['a negative amount', [{ amount: '120.00' }, { amount: '-20.00' }], '[1].pct', 'comes to -20 percent'],
			['less than the whole', [{ pct: '60' }, { pct: '39.9' }], '', 'come to 99.9 percent'],
			['more than the whole', [{ pct: '60' }, { pct: '60' }], '', 'come to 120 percent'],
			['amounts that do not make the line', [{ amount: '50.00' }, { amount: '40.00' }], '', 'come to 90 percent'],
		])('is refused with %s', async (_name, parts, path, text) => {
			const result = await check(split(...parts));
			expect(result.outcome).toBe('refused');
			expect(problem(result, 'splitComplete')).toMatchObject({
				severity: 'error',
				column: 'Percent',
				path: `invoice-lines[0].account-allocations${path}`,
				message: expect.stringContaining(text),
			});
		});

		it('of a charge counts as well', async () => {
			const charge = {
				type: 'InvoiceShippingCharge',
				total: '0.00',
				'account-allocations': [{ pct: '50', account: { code: '10-6200-HS' } }],
			};
			expect(codes(await check({ invoice: { 'invoice-charges': [charge] } }))).toContain('splitComplete');
		});
	});

	it.each(['T\n-1', 'T-\u200b1'])('refuses a number with a character that nobody sees, wherever it comes from: %j', async (number) => {
		const result = await check({ invoice: { 'invoice-number': number } });
		expect(result.outcome).toBe('refused');
		expect(problem(result, 'textIntact')).toMatchObject({ column: 'Invoice Number', path: 'invoice-number', value: number });
	});

	describe('credit note', () => {
		const credit = {
			'is-credit-note': true,
			'original-invoice-number': 'T-0',
			'original-invoice-date': '2026-04-01',
			'supplier-total': '-100.00',
		};
		const lines = [line({ price: '-10.00' })];

		it('passes with original and negative total', async () => {
			expect(codes(await check({ invoice: credit, lines }))).toEqual([]);
		});

		it('needs the original number and date', async () => {
			const result = await check({ invoice: { ...credit, 'original-invoice-number': '', 'original-invoice-date': null }, lines });
			expect(result.problems.map(({ code, column }) => [code, column])).toEqual([
				['creditNote', 'Original invoice number'],
				['creditNote', 'Original invoice date'],
			]);
		});

		it('is refused with a positive total, stated or computed', async () => {
			expect(codes(await check({ invoice: { ...credit, 'supplier-total': '100.00' } }))).toEqual(['creditNote']);
			expect(codes(await check({ invoice: { ...credit, 'supplier-total': null } }))).toEqual(['creditNote']);
		});
	});

	describe('page image', () => {
		it('is refused when the package does not hold it', async () => {
			const result = await check({}, { imageScan: null, missingImage: 'T-1.pdf' });
			expect(result.outcome).toBe('refused');
			expect(problem(result, 'imagePresent')).toMatchObject({ column: 'Image Scan Filename', value: 'T-1.pdf' });
		});

		it('is required by setting', async () => {
			expect(codes(await check({}, { imageScan: null }))).toEqual(['imagePresent']);
			expect(codes(await check({}, { imageScan: null }, { imageRequired: false }))).toEqual([]);
			expect(codes(await check({}, { imageScan: { url: 'https://scans.example/1' } }))).toEqual([]);
		});

		it('is judged by its content, not by its name', async () => {
			const result = await check({ image: Buffer.from('<html>not found</html>') });
			expect(problem(result, 'imageType')).toMatchObject({ value: 'T-1.pdf', severity: 'error' });
			expect(codes(await check({ image: Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1') }))).toEqual(['imageType']);
		});

		it.each<[string, Buffer]>([
			['TIFF', Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
			[
				'PNG',
				Buffer.concat([
					Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
					Buffer.from('IHDR'),
					Buffer.alloc(17),
					Buffer.from([0, 0, 0, 0]),
					Buffer.from('IDAT'),
				]),
			],
			['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1])],
		])('may be a %s', async (_type, image) => {
			expect(codes(await check({ image }))).toEqual([]);
		});

		it('is refused when empty, and above the limit', async () => {
			expect(codes(await check({ image: Buffer.alloc(0) }))).toEqual(['imageSize']);
			const nineMegabytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(9 * 1024 * 1024)]);
			expect(codes(await check({ image: nineMegabytes }))).toEqual([]);
			const result = await check({ image: nineMegabytes }, {}, { imageMaxBytes: 8 * 1024 * 1024 });
			expect(problem(result, 'imageSize').message).toContain('9 MB; the limit is 8 MB');
		});
	});

	describe('levels', () => {
		const off = { invoice: { 'supplier-total': '100.01' } };

		it('a draft keeps the invoice a draft', async () => {
			const result = await check(off, {}, { checks: { controlTotal: 'draft' } });
			expect(result.outcome).toBe('heldAsDraft');
			expect(problem(result, 'controlTotal')).toMatchObject({ severity: 'warning', keepsDraft: true });
		});

		it('a warning is only told', async () => {
			const result = await check(off, {}, { checks: { controlTotal: 'warning' } });
			expect(result.outcome).toBe('imported');
			expect(problem(result, 'controlTotal')).not.toHaveProperty('keepsDraft');
		});

		it('off is not looked for', async () => {
			expect(codes(await check(off, {}, { checks: { controlTotal: 'off' } }))).toEqual([]);
		});

		it('tells all problems of an invoice at once', async () => {
			const result = await check({ invoice: { 'supplier-total': '1.00', 'invoice-date': 'x', supplier: { number: 'V-99999' } } });
			expect(codes(result)).toEqual(['dates', 'controlTotal', 'supplierExists']);
			expect(result.outcome).toBe('refused');
			expect(result.reason).toMatch(/^Not imported: .*\(and 2 more\)$/);
		});

		it('has a table of every check with a level that is allowed for it', () => {
			expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
			for (const { levels, default: level, label, description } of CHECKS) {
				expect(levels).toContain(level);
				expect(`${label}${description}`).not.toBe('');
			}
		});
	});
});
