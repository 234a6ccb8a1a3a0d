import { is, times } from './support/faults';
import { input, World } from './support/world';

describe('when Coupa does not answer as it should', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	describe('or must not be written to any more', () => {
		it('writes nothing when the claim may be gone', async () => {
			const result = await world.importOne(input(), {}, { mayWrite: () => false });
			expect(result).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('claim') });
			expect(world.writes()).toEqual([]);
		});

		it.each([0, 1, 2])('stops after %i writes, and a later run goes on', async (allowed) => {
			const captured = input();
			expect((await world.importOne(captured, {}, { mayWrite: () => world.writes().length < allowed })).outcome).toBe('undecided');
			expect(world.writes()).toHaveLength(allowed);
			expect(await world.importOne(captured)).toMatchObject({ outcome: 'imported', status: 'pending_approval' });
			expect(world.invoices()).toHaveLength(1);
		});

		it('is asked with the delivery of the invoice', async () => {
			const asked: string[] = [];
			const captured = input();
			await world.importOne(captured, {}, { mayWrite: ({ key }) => asked.push(key) > 0 });
			expect(asked.length).toBeGreaterThanOrEqual(world.writes().length);
			expect(new Set(asked)).toEqual(new Set([captured.delivery.key]));
		});

		it.each([true, false])(
			'takes back a draft whose POST went out too late when another run has imported the invoice (%s)',
			async (importedElsewhere) => {
				world.coupa.settings.duplicateRule = 'never';
				const captured = input();
				let isLate = false;
				world.coupa.intercept(async ({ operation }, phase): Promise<'continue'> => {
					if (operation === 'post' && phase === 'received' && !isLate) {
						isLate = true;
						if (importedElsewhere) await world.importOne(captured);
					}
					return 'continue';
				});
				const result = await world.importOne(captured, {}, { mayWrite: () => !isLate });
				expect(result).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('claim') });
				expect(world.invoices().map(({ status }) => status)).toEqual(importedElsewhere ? ['pending_approval', 'voided'] : ['draft']);
				expect(await world.importOne(captured)).toMatchObject({
					outcome: importedElsewhere ? 'alreadyImported' : 'imported',
					status: 'pending_approval',
				});
			},
		);

		it('names a second draft that it may not void', async () => {
			world.coupa.settings.duplicateRule = 'never';
			world.coupa.settings.failNext = times(3, { match: is('void'), status: 403 });
			const captured = input();
			let isLate = false;
			world.coupa.intercept(async ({ operation }, phase): Promise<'continue'> => {
				if (operation === 'post' && phase === 'received' && !isLate) {
					isLate = true;
					await world.importOne(captured);
				}
				return 'continue';
			});
			const { outcome, reason } = await world.importOne(captured, {}, { mayWrite: () => !isLate });
			const second = world.invoices().find(({ status }) => status === 'draft');
			expect({ outcome, reason }).toEqual({
				outcome: 'undecided',
				reason: expect.stringMatching(`Draft ${String(second?.id)}, .* void it in Coupa\\. .* core\\.invoice\\.delete`),
			});
		});

		it('stops between invoices when the run is cancelled', async () => {
			const cancel = new AbortController();
			world.coupa.intercept(({ operation }, phase) => {
				if (operation === 'submit' && phase === 'received') cancel.abort();
				return 'continue';
			});
			const results = await world.import(
				[input(), input({ invoice: { 'invoice-number': 'T-2' } })],
				{ parallelInvoices: 1 },
				{ signal: cancel.signal },
			);
			expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'undecided']);
			expect(results[1]?.reason).toContain('cancelled');
		});

		describe.each(['post', 'image', 'submit'] as const)('and takes minutes for the %s', (slow) => {
			/** Holds the answer back, though the work is done, until `meanwhile` has happened. */
			const heldBack = (meanwhile: () => Promise<void>) => {
				let isHeld = false;
				world.coupa.intercept(async ({ operation }, phase): Promise<'continue'> => {
					if (operation !== slow || phase !== 'answering' || isHeld) return 'continue';
					isHeld = true;
					await meanwhile();
					return 'continue';
				});
			};
			const after: Record<typeof slow, string[]> = { post: ['post'], image: ['post', 'image'], submit: ['post', 'image', 'submit'] };
			const written = () =>
				world
					.apiCalls()
					.filter(({ method }) => method !== 'GET')
					.map(({ operation }) => operation);
			const submitted = { outcome: 'imported', status: 'pending_approval' };

			it('writes nothing after it when the run is cancelled meanwhile, and knows what was done', async () => {
				const cancel = new AbortController();
				const captured = input();
				heldBack(async () => {
					cancel.abort();
					await Promise.resolve();
				});
				const result = await world.importOne(captured, {}, { signal: cancel.signal });
				expect(written()).toEqual(after[slow]);
				expect(result).toMatchObject(slow === 'submit' ? submitted : { outcome: 'undecided', invoiceId: world.invoices()[0]?.id });
				world.coupa.intercept(null);
				expect(await world.importOne(captured)).toMatchObject({ status: 'pending_approval' });
				expect(written().sort()).toEqual(['image', 'post', 'submit']);
			});

			it.each(['post', 'never'] as const)(
				'is submitted once when the claim runs out and another run takes over meanwhile (duplicates refused: %s)',
				async (duplicateRule) => {
					world.coupa.settings.duplicateRule = duplicateRule;
					const captured = input();
					let isOver = false;
					const others: unknown[] = [];
					heldBack(async () => {
						isOver = true;
						others.push(await world.importOne(captured));
					});
					await world.importOne(captured, {}, { mayWrite: () => !isOver });
					expect(others).toEqual([expect.objectContaining({ status: 'pending_approval' })]);
					expect(world.invoices().filter(({ status }) => status === 'pending_approval')).toHaveLength(1);
					expect(written().filter((operation) => operation === 'submit')).toHaveLength(1);
				},
			);
		});

		it('stops waiting for a lost answer when the run is cancelled', async () => {
			const cancel = new AbortController();
			world.coupa.settings.dropAnswers = [{ match: is('post') }];
			world.coupa.settings.listLagMs = 60_000;
			const run = world.importOne(input(), { sleep: undefined, lostAnswerWaitsMs: [60_000] }, { signal: cancel.signal });
			setTimeout(() => {
				cancel.abort();
			}, 200);
			expect(await run).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('cancelled') });
		});
	});
});
