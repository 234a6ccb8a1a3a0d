import type { CoupaRecord } from '../../../lib/core';
import { check, line, problem } from './support/checks';
import { codes, World, type InputOptions } from './support/world';

describe('checks on what the file says', () => {
	let world: World;
	beforeAll(async () => {
		world = await World.start();
	});
	afterAll(async () => {
		await world.stop();
	});

	describe('control total', () => {
		it('is refused when it is off by 0.01', async () => {
			const result = await check(world, { invoice: { 'supplier-total': '100.01' } });
			expect(result.outcome).toBe('refused');
			expect(problem(result, 'controlTotal')).toMatchObject({ column: 'Invoice Control Total', value: '100.01', row: 3 });
			expect(problem(result, 'controlTotal').message).toContain('differ by 0.01');
		});

		it('is accepted within the tolerance of its currency, and only of its currency', async () => {
			const invoice = { 'supplier-total': '100.05' };
			expect(codes(await check(world, { invoice }, {}, { controlTotalBand: { USD: '0.05' } }))).toEqual([]);
			expect(codes(await check(world, { invoice }, {}, { controlTotalBand: { EUR: '0.05' } }))).toEqual(['controlTotal']);
			expect(codes(await check(world, { invoice: { 'supplier-total': '100.06' } }, {}, { controlTotalBand: { USD: '0.05' } }))).toEqual([
				'controlTotal',
			]);
		});

		it('is not looked at when it is absent', async () => {
			expect(codes(await check(world, { invoice: { 'supplier-total': null } }))).toEqual([]);
		});

		it('counts charges and header tax', async () => {
			const invoice = {
				'tax-amount': '8.25',
				'shipping-amount': '5.00',
				'handling-amount': '1.00',
				'misc-amount': '0.75',
				'supplier-total': '115.00',
			};
			expect(codes(await check(world, { invoice }))).toEqual([]);
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
			expect(codes(await check(world, { invoice, lines }))).toEqual([]);
		});

		it('cannot judge a tax rate without its amount', async () => {
			expect(codes(await check(world, { invoice: { 'tax-rate': '8.25', 'supplier-total': '108.25' } }))).toEqual([]);
		});

		it('takes rounding line by line and rounding at the end', async () => {
			const lines = [line({ quantity: '1', price: '0.335' }), line({ quantity: '1', price: '0.335' })];
			expect(codes(await check(world, { invoice: { 'supplier-total': '0.68' }, lines }))).toEqual([]);
			expect(codes(await check(world, { invoice: { 'supplier-total': '0.67' }, lines }))).toEqual([]);
			expect(codes(await check(world, { invoice: { 'supplier-total': '0.66' }, lines }))).toEqual(['controlTotal']);
		});

		it('takes the total with and without the discount', async () => {
			expect(codes(await check(world, { invoice: { 'discount-amount': '2.00', 'supplier-total': '98.00' } }))).toEqual([]);
			expect(codes(await check(world, { invoice: { 'discount-amount': '2.00', 'supplier-total': '100.00' } }))).toEqual([]);
			expect(codes(await check(world, { invoice: { 'discount-amount': '2.00', 'supplier-total': '102.00' } }))).toEqual(['controlTotal']);
		});

		it('is exact where floating point is not', async () => {
			const lines = [line({ quantity: '3', price: '0.1' }), line({ quantity: '1', price: '9007199254740993.00' })];
			expect(codes(await check(world, { invoice: { 'supplier-total': '9007199254740993.30' }, lines }))).toEqual([]);
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
			const result = await check(world, { invoice, lines }, {}, { checks: { controlTotal: 'off' } });
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
			expect(codes(await check(world, { lines, invoice: { 'supplier-total': '95.00' } }))).toEqual([]);
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
			expect(codes(await check(world, split(...parts)))).toEqual([]);
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
			const result = await check(world, split(...parts));
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
			expect(codes(await check(world, { invoice: { 'invoice-charges': [charge] } }))).toContain('splitComplete');
		});
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
			expect(codes(await check(world, { invoice: credit, lines }))).toEqual([]);
		});

		it('needs the original number and date', async () => {
			const result = await check(world, { invoice: { ...credit, 'original-invoice-number': '', 'original-invoice-date': null }, lines });
			expect(result.problems.map(({ code, column }) => [code, column])).toEqual([
				['creditNote', 'Original invoice number'],
				['creditNote', 'Original invoice date'],
			]);
		});

		it('is refused with a positive total, stated or computed', async () => {
			expect(codes(await check(world, { invoice: { ...credit, 'supplier-total': '100.00' } }))).toEqual(['creditNote']);
			expect(codes(await check(world, { invoice: { ...credit, 'supplier-total': null } }))).toEqual(['creditNote']);
		});
	});
});
