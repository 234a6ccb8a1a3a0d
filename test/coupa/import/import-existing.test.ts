import type { CoupaRecord } from '../../../lib/core';
import { refusedTwice } from './support/faults';
import { again, codes, input, World, type InputOptions } from './support/world';

describe('an invoice that Coupa may have already', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	describe('ours', () => {
		it('and submitted is already imported, without a write', async () => {
			const captured = input();
			const { invoiceId } = await world.importOne(captured);
			world.coupa.clearRequests();
			const result = await world.importOne(again(captured));
			expect(result).toMatchObject({
				outcome: 'alreadyImported',
				invoiceId,
				status: 'pending_approval',
				submitted: true,
				image: 'alreadyThere',
				problems: [],
			});
			expect(result.url).toBe(`${world.coupa.url}/invoices/${invoiceId}`);
			expect(world.writes()).toEqual([]);
		});

		it('stays already imported when its PO line or supplier would stop it by now', async () => {
			const captured = input();
			await world.importOne(captured);
			const supplier = world.coupa.rows('suppliers').find(({ number }) => number === 'V-20011') ?? {};
			world.coupa.put('suppliers', { ...supplier, status: 'inactive' });
			expect((await world.importOne(again(captured))).outcome).toBe('alreadyImported');
		});

		it('and a draft as its file says is already imported, after a look at what it holds', async () => {
			const captured = input({}, { submit: false });
			await world.importOne(captured);
			world.coupa.clearRequests();
			const result = await world.importOne(again(captured));
			expect(result).toMatchObject({ outcome: 'alreadyImported', status: 'draft', submitted: false, image: 'alreadyThere' });
			expect(world.writes()).toEqual([]);
		});

		it('and held before is held again, for the same reason', async () => {
			world.coupa.settings.closedPeriodAccounts = ['10-6200-HS'];
			const captured = input();
			const first = await world.importOne(captured);
			const second = await world.importOne(again(captured));
			expect(second).toMatchObject({ outcome: 'heldAsDraft', invoiceId: first.invoiceId });
			expect(codes(second)).toEqual(codes(first));
			expect(world.invoices()).toHaveLength(1);
		});

		it('and held before goes on when the reason is gone', async () => {
			world.coupa.settings.closedPeriodAccounts = ['10-6200-HS'];
			const captured = input();
			await world.importOne(captured);
			world.coupa.settings.closedPeriodAccounts = [];
			world.coupa.clearRequests();
			expect(await world.importOne(again(captured))).toMatchObject({
				outcome: 'imported',
				status: 'pending_approval',
				image: 'alreadyThere',
			});
			expect(world.writes()).toEqual(['PUT /api/invoices/:id/submit']);
		});

		it('is found in any case of its number', async () => {
			const captured = input({ invoice: { 'invoice-number': 'Ab-7' } });
			const { invoiceId } = await world.importOne(captured);
			world.coupa.put('invoices', { ...world.invoice(invoiceId), 'invoice-number': 'AB-7' });
			// The sandbox compares with case, so that the row is handed to the import by a second number.
			const results = await world.import([input({ invoice: { 'invoice-number': 'AB-7' } }, { submit: false }), again(captured)]);
			expect(results[1]).toMatchObject({ outcome: 'alreadyImported', invoiceId });
		});

		it('and changed by somebody else while a draft is left alone', async () => {
			const captured = input({}, { submit: false });
			const { invoiceId } = await world.importOne(captured);
			world.changeByHand(invoiceId, { 'image-scan': null, 'image-scan-file-name': null, 'supplier-note': 'checked' });
			world.coupa.clearRequests();
			const result = await world.importOne(again(captured), { submit: 'always' });
			expect(result).toMatchObject({ outcome: 'alreadyImported', status: 'draft' });
			expect(result.problems).toMatchObject([
				{ code: 'changedByOthers', severity: 'warning', message: expect.stringContaining('without its page image') },
			]);
			expect(world.writes()).toEqual([]);
		});

		it.each(['voided', 'abandoned'])('and %s is not imported again, and told', async (status) => {
			const captured = input();
			const { invoiceId } = await world.importOne(captured);
			world.changeByHand(invoiceId, { status });
			const result = await world.importOne(again(captured));
			expect(result).toMatchObject({ outcome: 'alreadyImported', invoiceId, status });
			expect(codes(result)).toEqual(['wasTakenOut']);
		});

		it('and submitted without its image is told', async () => {
			const captured = input();
			const { invoiceId } = await world.importOne(captured);
			world.changeByHand(invoiceId, { 'image-scan': null, 'image-scan-file-name': null });
			expect(codes(await world.importOne(again(captured)))).toEqual(['imageMissingInCoupa']);
		});

		it('twice as draft keeps the lower id and voids the other', async () => {
			const captured = input({}, { submit: false });
			const { invoiceId } = await world.importOne(captured);
			world.coupa.put('invoices', {
				...world.invoice(invoiceId),
				id: (invoiceId ?? 0) + 100,
				'updated-by': { id: 77, login: 'int.batch' },
			});
			const result = await world.importOne(again(captured));
			expect(result).toMatchObject({ outcome: 'alreadyImported', invoiceId });
			expect(codes(result)).toEqual(['secondDraftVoided']);
			expect(world.invoice((invoiceId ?? 0) + 100).status).toBe('voided');
			expect(world.invoice(invoiceId).status).toBe('draft');
		});

		it('twice, one submitted, keeps the submitted one', async () => {
			const captured = input();
			const { invoiceId } = await world.importOne(captured);
			world.coupa.put('invoices', { ...world.invoice(invoiceId), id: 50, status: 'draft' });
			expect(await world.importOne(again(captured))).toMatchObject({ outcome: 'alreadyImported', invoiceId });
			expect(world.invoice(50).status).toBe('voided');
		});

		it('twice, where voiding is not permitted, says so', async () => {
			const captured = input({}, { submit: false });
			const { invoiceId } = await world.importOne(captured);
			world.coupa.put('invoices', { ...world.invoice(invoiceId), id: (invoiceId ?? 0) + 100 });
			world.coupa.settings.failNext = refusedTwice();
			const result = await world.importOne(again(captured));
			expect(result).toMatchObject({ outcome: 'alreadyImported', invoiceId });
			expect(result.problems).toMatchObject([{ code: 'notVoided', severity: 'warning' }]);
		});

		it('without an attachment gets just that one', async () => {
			const text = { kind: 'text' as const, text: 'note' };
			const file = {
				kind: 'file' as const,
				fileName: 'a.txt',
				mimeType: 'text/plain',
				size: 1,
				read: async () => await Promise.resolve(Buffer.from('a')),
			};
			const captured = input({}, { submit: false, attachments: [file, text] });
			const { invoiceId } = await world.importOne({ ...captured, attachments: [file] });
			const result = await world.importOne(again(captured));
			expect(result).toMatchObject({ outcome: 'imported', invoiceId });
			expect(world.coupa.attachments(invoiceId ?? 0).map(({ kind }) => kind)).toEqual(['file', 'text']);
			expect((await world.importOne(again(captured))).outcome).toBe('alreadyImported');
		});
	});

	describe('not ours', () => {
		async function existing(change: CoupaRecord = {}, options: InputOptions = {}): Promise<number> {
			const { invoiceId } = await world.importOne(input(options));
			world.coupa.put('invoices', { ...world.invoice(invoiceId), 'internal-note': null, status: 'approved', ...change });
			world.coupa.clearRequests();
			return invoiceId ?? 0;
		}

		it('and the same is refused as duplicate, with where it was found', async () => {
			const id = await existing();
			const result = await world.importOne(input());
			expect(result).toMatchObject({ outcome: 'refused', invoiceId: null });
			expect(result.problems).toMatchObject([{ code: 'duplicate', severity: 'error', column: 'Invoice Number', value: 'T-1' }]);
			expect(result.problems[0]?.message).toContain(`invoice ${id}, approved, ${world.coupa.url}/invoices/${id}`);
			expect(world.writes()).toEqual([]);
		});

		it.each([
			'2026-04-20',
			'2026-04-20T00:00:00-07:00',
			'2026-04-20T07:00:00Z',
			'2026-04-20T00:00:00Z',
			'2026-04-19T17:00:00-07:00',
			'2026-04-19T22:00:00+00:00',
			'2026-04-20T00:00:00+14:00',
		])('is the same where Coupa shows its date as %s', async (shown) => {
			await existing({ 'invoice-date': shown });
			expect(codes(await world.importOne(input()))).toEqual(['duplicate']);
		});

		it.each(['2026-04-19T00:00:00-07:00', '2026-04-19T07:00:00Z', '2026-04-21T00:00:00Z', '2026-04-20T22:00:00Z'])(
			'is another where Coupa shows its date as %s',
			async (shown) => {
				await existing({ 'invoice-date': shown });
				expect(codes(await world.importOne(input()))).toEqual(['numberReused']);
			},
		);

		it('is a duplicate even where re-used numbers are let in', async () => {
			await existing();
			expect(
				codes(
					await world.importOne(input(), {
						existing: { numberReused: 'import', abandoned: 'import', voided: 'import', rejected: 'refuse', disputed: 'refuse' },
					}),
				),
			).toEqual(['duplicate']);
		});

		it("somebody else's draft is never touched", async () => {
			const id = await existing({ status: 'draft', 'created-by': { id: 12 }, 'updated-by': { id: 12 } });
			expect(codes(await world.importOne(input()))).toEqual(['duplicate']);
			expect(world.writes()).toEqual([]);
			expect(world.invoice(id).status).toBe('draft');
		});

		it.each<[string, CoupaRecord]>([
			['date', { 'invoice-date': '2025-04-20T00:00:00-07:00' }],
			['total', { 'supplier-total': '99.00', 'gross-total': '99.00' }],
			['currency', { currency: { id: 2, code: 'EUR' } }],
			['document type', { 'document-type': 'Credit Note' }],
		])('with another %s is a re-used number: refused, or imported by setting', async (what, change) => {
			const id = await existing(change);
			world.coupa.settings.duplicateRule = 'never';
			const result = await world.importOne(input());
			expect(result.outcome).toBe('refused');
			expect(result.problems).toMatchObject([{ code: 'numberReused' }]);
			expect(result.problems[0]?.message).toContain(`another ${what}`);
			const let_in = await world.importOne(input(), {
				existing: { numberReused: 'import', abandoned: 'import', voided: 'import', rejected: 'refuse', disputed: 'refuse' },
			});
			expect(let_in.outcome).toBe('imported');
			expect(let_in.invoiceId).not.toBe(id);
		});

		it.each([
			['abandoned', 'imported'],
			['voided', 'imported'],
			['rejected', 'refused'],
			['disputed', 'refused'],
		] as const)('and %s is %s by default, and the other way by setting', async (status, outcome) => {
			await existing({ status });
			world.coupa.settings.duplicateRule = 'never';
			const other = {
				numberReused: 'refuse',
				abandoned: 'import',
				voided: 'import',
				rejected: 'refuse',
				disputed: 'refuse',
				[status]: outcome === 'imported' ? 'refuse' : 'import',
			} as const;
			const flipped = await world.importOne(input(), { existing: other, validateOnly: true });
			expect(flipped.outcome).toBe(outcome === 'imported' ? 'refused' : 'imported');
			expect((await world.importOne(input())).outcome).toBe(outcome);
		});

		it('of another supplier with the same number is in nobody’s way', async () => {
			await existing({}, { invoice: { supplier: { number: 'V-20012' } } });
			expect((await world.importOne(input())).outcome).toBe('imported');
		});
	});

	describe('in one run', () => {
		it('the same package under two names is imported once', async () => {
			const captured = input();
			const results = await world.import([captured, again(captured)]);
			expect(results.map(({ outcome, problems }) => [outcome, problems])).toEqual([
				['imported', []],
				['alreadyImported', []],
			]);
			expect(world.invoices()).toHaveLength(1);
		});

		it('a number twice in one package is imported once; the second is refused', async () => {
			const delivery = { package: 'one.zip', claim: 'one~claim.zip', sha256: 'aa', rows: [3] };
			const results = await world.import([
				input({ delivery }),
				input({ invoice: { 'invoice-number': 't-1 ', 'supplier-total': null }, delivery: { ...delivery, position: 2, rows: [7] } }),
			]);
			expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'refused']);
			expect(results[1]?.problems).toMatchObject([{ code: 'duplicateInPackage', severity: 'error' }]);
			expect(results[1]?.problems[0]?.message).toContain('first at row 3');
			expect(world.invoices()).toHaveLength(1);
		});
	});
});
