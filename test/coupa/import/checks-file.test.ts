import { CHECKS } from '../../../lib/coupa/import';
import type { CoupaRecord } from '../../../lib/core';
import { check, line, problem } from './support/checks';
import { codes, World } from './support/world';

describe('checks on what the file says', () => {
	let world: World;
	beforeAll(async () => {
		world = await World.start();
	});
	afterAll(async () => {
		await world.stop();
	});

	it('lets a clean invoice pass without a problem, and writes nothing', async () => {
		const result = await check(world, {});
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
		const result = await check(world, { invoice: change });
		expect(result.outcome).toBe('refused');
		expect(problem(result, 'requiredColumns')).toMatchObject({ severity: 'error', row: 3, column, path, value: '' });
	});

	it('needs the currency only when the invoice is submitted', async () => {
		const result = await check(world, { invoice: { currency: null } }, { submit: false });
		expect(codes(result)).toEqual([]);
	});

	it('refuses an invoice without lines', async () => {
		const result = await check(world, { lines: [] });
		expect(problem(result, 'requiredColumns').message).toContain('no line');
	});

	it('names row and column of a line', async () => {
		const result = await check(
			world,
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
		expect((await check(world, { invoice: { 'invoice-number': 'Ł'.repeat(40) } })).outcome).toBe('imported');
		const result = await check(world, { invoice: { 'invoice-number': '😀'.repeat(41) } });
		expect(problem(result, 'numberLength').message).toContain('41 characters');
	});

	it.each(['2026-02-29', '2026-13-01', '04/25/2026', '2026-4-1', 'soon'])('refuses %s as a date', async (date) => {
		const result = await check(world, { invoice: { 'invoice-date': date } });
		expect(problem(result, 'dates')).toMatchObject({ column: 'Invoice Date', value: date });
	});

	it.each(['2024-02-29', '2026-04-25T00:00:00-07:00'])('takes %s as a date', async (date) => {
		expect(codes(await check(world, { invoice: { 'invoice-date': date } }, {}, { checks: { invoiceAge: 'off' } }))).toEqual([]);
	});

	it.each(['US$', 'usd', 'XYZ'])('refuses %s as currency', async (code) => {
		expect(problem(await check(world, { invoice: { currency: { code } } }), 'currency')).toMatchObject({ column: 'Currency', value: code });
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
		const result = await check(world, { invoice, lines: [line(change)] });
		expect(result.outcome).toBe('refused');
		expect(problem(result, 'decimals').path).toBe(path);
	});

	it('warns of more digits than the currency has', async () => {
		const result = await check(world, { invoice: { currency: { code: 'JPY' }, 'supplier-total': '100.50', 'tax-amount': '0.5' } });
		expect(result.problems.filter(({ code }) => code === 'currencyDecimals').map(({ severity, path }) => [severity, path])).toEqual([
			['warning', 'supplier-total'],
			['warning', 'tax-amount'],
		]);
	});

	it.each(['T\n-1', 'T-\u200b1'])('refuses a number with a character that nobody sees, wherever it comes from: %j', async (number) => {
		const result = await check(world, { invoice: { 'invoice-number': number } });
		expect(result.outcome).toBe('refused');
		expect(problem(result, 'textIntact')).toMatchObject({ column: 'Invoice Number', path: 'invoice-number', value: number });
	});

	describe('page image', () => {
		it('is refused when the package does not hold it', async () => {
			const result = await check(world, {}, { imageScan: null, missingImage: 'T-1.pdf' });
			expect(result.outcome).toBe('refused');
			expect(problem(result, 'imagePresent')).toMatchObject({ column: 'Image Scan Filename', value: 'T-1.pdf' });
		});

		it('is required by setting', async () => {
			expect(codes(await check(world, {}, { imageScan: null }))).toEqual(['imagePresent']);
			expect(codes(await check(world, {}, { imageScan: null }, { imageRequired: false }))).toEqual([]);
			expect(codes(await check(world, {}, { imageScan: { url: 'https://scans.example/1' } }))).toEqual([]);
		});

		it('is judged by its content, not by its name', async () => {
			const result = await check(world, { image: Buffer.from('<html>not found</html>') });
			expect(problem(result, 'imageType')).toMatchObject({ value: 'T-1.pdf', severity: 'error' });
			expect(codes(await check(world, { image: Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1') }))).toEqual(['imageType']);
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
			expect(codes(await check(world, { image }))).toEqual([]);
		});

		it('is refused when empty, and above the limit', async () => {
			expect(codes(await check(world, { image: Buffer.alloc(0) }))).toEqual(['imageSize']);
			const nineMegabytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(9 * 1024 * 1024)]);
			expect(codes(await check(world, { image: nineMegabytes }))).toEqual([]);
			const result = await check(world, { image: nineMegabytes }, {}, { imageMaxBytes: 8 * 1024 * 1024 });
			expect(problem(result, 'imageSize').message).toContain('9 MB; the limit is 8 MB');
		});
	});

	describe('levels', () => {
		const off = { invoice: { 'supplier-total': '100.01' } };

		it('a draft keeps the invoice a draft', async () => {
			const result = await check(world, off, {}, { checks: { controlTotal: 'draft' } });
			expect(result.outcome).toBe('heldAsDraft');
			expect(problem(result, 'controlTotal')).toMatchObject({ severity: 'warning', keepsDraft: true });
		});

		it('a warning is only told', async () => {
			const result = await check(world, off, {}, { checks: { controlTotal: 'warning' } });
			expect(result.outcome).toBe('imported');
			expect(problem(result, 'controlTotal')).not.toHaveProperty('keepsDraft');
		});

		it('off is not looked for', async () => {
			expect(codes(await check(world, off, {}, { checks: { controlTotal: 'off' } }))).toEqual([]);
		});

		it('tells all problems of an invoice at once', async () => {
			const result = await check(world, { invoice: { 'supplier-total': '1.00', 'invoice-date': 'x', supplier: { number: 'V-99999' } } });
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
