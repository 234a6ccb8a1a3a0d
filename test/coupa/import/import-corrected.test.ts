import { recordsAt, textAt, type CoupaRecord } from '../../../lib/core';
import type { ImportInput } from '../../../lib/coupa/import';
import { refusedTwice } from './support/faults';
import { again, codes, input, pdf, World, type InputOptions } from './support/world';

describe('an invoice that Coupa may have already', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	const LINE: CoupaRecord = {
		'line-num': 1,
		description: 'Bolts',
		quantity: '10',
		price: '10.00',
		uom: { code: 'EA' },
		account: { code: '10-6200-HS' },
	};

	const SUBMIT = { moneyCorrections: 'submit' } as const;

	describe('a corrected resend', () => {
		const wrong = (): ImportInput => input({ invoice: { 'supplier-total': null }, lines: [{ ...LINE, price: '9.00' }] }, { submit: false });
		const right = (more: InputOptions = {}, change: Partial<ImportInput> = {}): ImportInput =>
			input({ image: pdf('corrected page'), ...more }, change);

		it('updates our untouched draft, renews the marker and replaces the image', async () => {
			const first = wrong();
			const { invoiceId } = await world.importOne(first);
			const second = right();
			const result = await world.importOne(second, SUBMIT);
			expect(result).toMatchObject({ outcome: 'imported', invoiceId, status: 'pending_approval', image: 'uploaded' });
			expect(codes(result)).toEqual(['correctedDraft']);
			expect(world.invoices()).toHaveLength(1);
			const stored = world.invoice(invoiceId);
			expect(recordsAt(stored, 'invoice-lines')).toHaveLength(1);
			expect(recordsAt(stored, 'invoice-lines')[0]?.price).toBe('10.00');
			expect(stored['internal-note']).toBe(`scan-one:${second.delivery.key}\nscan-one-replaced:${first.delivery.key}`);
			expect(world.coupa.imageScan(invoiceId ?? 0)?.bytes.toString()).toContain('corrected page');
		});

		it('leaves the older one aside when that is delivered again', async () => {
			const first = wrong();
			const { invoiceId } = await world.importOne(first);
			await world.importOne(right({}, { submit: false }));
			const result = await world.importOne(again(first));
			expect(result).toMatchObject({ outcome: 'alreadyImported', invoiceId });
			expect(codes(result)).toEqual(['replacedBefore']);
			expect(recordsAt(world.invoice(invoiceId), 'invoice-lines')[0]?.price).toBe('10.00');
		});

		it('adds a line, and keeps splits and tax lines from doubling', async () => {
			const tax = (amount: string) => ({ type: 'TaxLine', amount });
			const split = [
				{ pct: '60', account: { code: '10-6200-HS' } },
				{ pct: '40', account: { code: '10-6200-LS' } },
			];
			const line = (number: number, amount: string): CoupaRecord => ({
				'line-num': number,
				description: 'x',
				quantity: '1',
				price: '10.00',
				uom: { code: 'EA' },
				'account-allocations': split,
				'tax-lines': [tax(amount)],
			});
			const header = { 'line-level-taxation': true, 'supplier-total': null };
			const { invoiceId } = await world.importOne(input({ invoice: header, lines: [line(1, '1.00')] }, { submit: false }));
			const result = await world.importOne(
				right({ invoice: { ...header, 'supplier-total': '22.50' }, lines: [line(1, '1.50'), line(2, '1.00')] }),
				SUBMIT,
			);
			expect(result).toMatchObject({ outcome: 'imported', invoiceId });
			expect(codes(result)).toEqual(['correctedDraft']);
			const lines = recordsAt(world.invoice(invoiceId), 'invoice-lines');
			expect(
				lines.map((entry) => [
					entry['line-num'],
					recordsAt(entry, 'tax-lines').map(({ amount }) => amount),
					recordsAt(entry, 'account-allocations').map(({ pct }) => pct),
				]),
			).toEqual([
				[1, ['1.50'], ['60.0', '40.0']],
				[2, ['1.00'], ['60.0', '40.0']],
			]);
		});

		it('takes charges and amounts back that it no longer has', async () => {
			const { invoiceId } = await world.importOne(
				input({ invoice: { 'shipping-amount': '5.00', 'supplier-total': '105.00' } }, { submit: false }),
			);
			const result = await world.importOne(right(), SUBMIT);
			expect(result.outcome).toBe('imported');
			expect([invoiceId, Number(world.invoice(result.invoiceId)['shipping-amount'])]).toEqual([result.invoiceId, 0]);
		});

		it('with fewer lines voids the draft and posts anew', async () => {
			const first = input({ invoice: { 'supplier-total': null }, lines: [LINE, { ...LINE, 'line-num': 2 }] }, { submit: false });
			const { invoiceId } = await world.importOne(first);
			const second = right();
			const result = await world.importOne(second, SUBMIT);
			expect(result).toMatchObject({ outcome: 'imported', status: 'pending_approval' });
			expect(codes(result)).toEqual(['correctedDraft']);
			expect(result.invoiceId).not.toBe(invoiceId);
			expect(world.invoice(invoiceId).status).toBe('voided');
			expect(world.invoice(result.invoiceId)['internal-note']).toBe(
				`scan-one:${second.delivery.key}\nscan-one-replaced:${first.delivery.key}`,
			);
			expect(codes(await world.importOne(again(first)))).toEqual(['replacedBefore']);
		});

		it('with fewer lines stays undecided when the draft cannot be voided', async () => {
			await world.importOne(input({ invoice: { 'supplier-total': null }, lines: [LINE, { ...LINE, 'line-num': 2 }] }, { submit: false }));
			world.coupa.settings.failNext = refusedTwice();
			const result = await world.importOne(right());
			expect(result).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('could not be voided') });
			expect(world.invoices().map(({ status }) => status)).toEqual(['draft']);
		});

		it('goes on after the draft was voided and before the new one was posted, whatever the setting for voided ones', async () => {
			await world.importOne(input({ invoice: { 'supplier-total': null }, lines: [LINE, { ...LINE, 'line-num': 2 }] }, { submit: false }));
			const second = right();
			world.coupa.intercept((request, phase) => (request.operation === 'post' && phase === 'received' ? 'drop' : 'continue'));
			expect((await world.importOne(second, { lostAnswerWaitsMs: [1] })).outcome).toBe('undecided');
			world.coupa.intercept(null);
			const result = await world.importOne(second, {
				...SUBMIT,
				existing: { numberReused: 'refuse', abandoned: 'refuse', voided: 'refuse', rejected: 'refuse', disputed: 'refuse' },
			});
			expect(result.outcome).toBe('imported');
		});

		it('of a draft that AP has touched is refused, and touches nothing', async () => {
			const { invoiceId } = await world.importOne(wrong());
			world.changeByHand(invoiceId, { 'supplier-note': 'mine' });
			world.coupa.clearRequests();
			expect(codes(await world.importOne(right()))).toEqual(['numberReused']);
			expect(world.writes()).toEqual([]);
		});

		it('of a draft that AP touches at the last moment touches nothing', async () => {
			const { invoiceId } = await world.importOne(wrong());
			world.coupa.clearRequests();
			world.coupa.intercept(({ operation }, phase) => {
				if (operation === 'get' && phase === 'received') world.changeByHand(invoiceId, { 'supplier-note': 'mine' });
				return 'continue';
			});
			expect(codes(await world.importOne(right()))).toEqual(['numberReused']);
			expect(world.writes()).toEqual([]);
		});

		it('of a submitted invoice is refused', async () => {
			const { invoiceId } = await world.importOne({ ...wrong(), submit: true });
			expect(codes(await world.importOne(right()))).toEqual(['numberReused']);
			expect(recordsAt(world.invoice(invoiceId), 'invoice-lines')[0]?.price).toBe('9.00');
		});

		it('that has errors itself is refused and leaves the draft', async () => {
			const { invoiceId } = await world.importOne(wrong());
			expect((await world.importOne(right({ invoice: { 'supplier-total': '1.00' } }))).outcome).toBe('refused');
			expect(recordsAt(world.invoice(invoiceId), 'invoice-lines')[0]?.price).toBe('9.00');
		});

		it('is another invoice where numbers are re-used in another year', async () => {
			world.coupa.settings.duplicateRule = 'never';
			const { invoiceId } = await world.importOne(wrong());
			const result = await world.importOne(right({ invoice: { 'invoice-date': '2027-01-04' } }), {
				existing: { numberReused: 'import', abandoned: 'import', voided: 'import', rejected: 'refuse', disputed: 'refuse' },
			});
			expect(result.outcome).toBe('imported');
			expect(result.invoiceId).not.toBe(invoiceId);
			expect(textAt(world.invoice(invoiceId), 'status')).toBe('draft');
		});

		it('in a later package of the same run updates the draft of the first', async () => {
			const first = wrong();
			const results = await world.import([first, right()], SUBMIT);
			expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'imported']);
			expect(new Set(results.map(({ invoiceId }) => invoiceId)).size).toBe(1);
			expect(world.invoices()).toHaveLength(1);
		});

		it('in a later package of the same run is refused when the first was submitted', async () => {
			const results = await world.import([{ ...wrong(), submit: true }, right()]);
			expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'refused']);
			expect(codes(results[1] as never)).toEqual(['numberReused']);
			expect(world.invoices().map(({ status }) => status)).toEqual(['pending_approval']);
		});
	});
});
