import { CoupaError } from '../../../lib/coupa';
import type { Fault, RecordedRequest } from '../../../tools/sandbox/coupa';
import { codes, input, World } from './support/world';

const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);
const is = (operation: string) => (request: RecordedRequest) => request.operation === operation;

describe('when Coupa does not answer as it should', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	describe('to the POST', () => {
		it('a lost answer is looked up after 2 s and gone on with', async () => {
			world.coupa.settings.dropAnswers = [{ match: is('post') }];
			const result = await world.importOne(input());
			expect(result).toMatchObject({ outcome: 'imported', status: 'pending_approval', image: 'uploaded', problems: [] });
			expect(world.waited).toEqual([2_000]);
			expect(world.writes().filter((call) => call === 'POST /api/invoices')).toHaveLength(1);
			expect(world.invoices()).toHaveLength(1);
		});

		it('a lost answer with a lagging list is looked up after 2, 10, 30 and 60 s, and the POST is not repeated', async () => {
			world.coupa.settings.dropAnswers = [{ match: is('post') }];
			world.coupa.settings.listLagMs = 60_000;
			const captured = input();
			const result = await world.importOne(captured);
			expect(result).toMatchObject({ outcome: 'undecided', invoiceId: null });
			expect(result.reason).toContain('was lost');
			expect(world.waited).toEqual([2_000, 10_000, 30_000, 60_000]);
			expect(world.invoices()).toHaveLength(1);
			world.coupa.settings.listLagMs = 0;
			expect(await world.importOne(captured)).toMatchObject({ outcome: 'imported', status: 'pending_approval' });
			expect(world.invoices()).toHaveLength(1);
		});

		it('a lost answer that shows up late is gone on with', async () => {
			world.coupa.settings.dropAnswers = [{ match: is('post') }];
			world.coupa.settings.listLagMs = 60_000;
			const waits: number[] = [];
			const sleep = async (milliseconds: number) => {
				waits.push(milliseconds);
				if (milliseconds === 30_000) world.coupa.settings.listLagMs = 0;
				await Promise.resolve();
			};
			expect((await world.importOne(input(), { sleep })).outcome).toBe('imported');
			expect(waits).toEqual([2_000, 10_000, 30_000]);
		});

		it('a lost answer to an invoice that AP takes up meanwhile is left to AP', async () => {
			world.coupa.settings.dropAnswers = [{ match: is('post') }];
			const sleep = async () => {
				for (const { id } of world.invoices()) world.changeByHand(Number(id), { status: 'pending_approval' });
				await Promise.resolve();
			};
			const result = await world.importOne(input(), { sleep });
			expect(result).toMatchObject({ outcome: 'alreadyImported', status: 'pending_approval' });
			expect(codes(result)).toEqual(['imageMissingInCoupa']);
			expect(world.writes()).toEqual(['POST /api/invoices']);
		});

		it('a request that was lost on its way is not sent again in this run', async () => {
			world.coupa.intercept((request, phase) => (is('post')(request) && phase === 'received' ? 'drop' : 'continue'));
			const captured = input();
			expect((await world.importOne(captured)).outcome).toBe('undecided');
			expect(world.writes()).toEqual(['POST /api/invoices']);
			world.coupa.intercept(null);
			expect((await world.importOne(captured)).outcome).toBe('imported');
			expect(world.invoices()).toHaveLength(1);
		});

		it('a 503 may have happened, so it is looked up and not repeated', async () => {
			world.coupa.settings.failNext = [{ match: is('post'), status: 503 }];
			expect((await world.importOne(input())).outcome).toBe('undecided');
			expect(world.writes()).toEqual(['POST /api/invoices']);
		});

		it('a 429 surely did not happen: it is looked up and sent again', async () => {
			world.coupa.settings.failNext = times(2, { match: is('post'), status: 429, headers: { 'retry-after': '0' } });
			const result = await world.importOne(input());
			expect(result).toMatchObject({ outcome: 'imported' });
			expect(world.invoices()).toHaveLength(1);
			expect(world.calls().filter((call) => call === 'GET /api/invoices')).toHaveLength(3);
		});

		it('a 429 without end leaves it undecided', async () => {
			world.coupa.settings.failNext = times(9, { match: is('post'), status: 429, headers: { 'retry-after': '0' } });
			expect((await world.importOne(input())).outcome).toBe('undecided');
			expect(world.invoices()).toEqual([]);
		});

		it.each<[string, Omit<Fault, 'match'>]>([
			['a login page with 200', { status: 200, body: '<html><title>Sign in</title></html>' }],
			['half an answer', { status: 200, body: '{"id": 100, "invoice-nu' }],
			['JSON of somebody else with 200', { status: 200, body: { message: 'Please wait' } }],
			['JSON with a status of its own', { status: 200, body: { status: 'ok' } }],
			['a login page with 401', { status: 401, body: '<html><title>Sign in</title></html>' }],
			['a firewall with 403', { status: 403, body: '<html><title>Request blocked</title></html>' }],
			['JSON of a gateway with 403', { status: 403, body: { message: 'Forbidden' } }],
			['a web server without Coupa', { status: 404, body: '<html><title>404 Not Found</title></html>' }],
			['JSON of a gateway with 404', { status: 404, body: { message: 'no Route matched' } }],
			['a rate limit of a gateway', { status: 429, body: '<html><title>Slow down</title></html>' }],
			['maintenance', { status: 503, body: '<html><title>Maintenance</title></html>' }],
			['a redirect to a login page', { status: 302, headers: { location: 'https://sso.example.test/' } }],
			['a web page', { status: 400, body: '<html><title>Request blocked</title></html>' }],
			['plain text of a firewall', { status: 400, body: 'Bad Request' }],
			['an empty 400', { status: 400 }],
			['JSON of a gateway', { status: 422, body: { message: 'blocked' } }],
			['a proxy that wants a sign-in', { status: 407 }],
			['a time-out of a gateway', { status: 408 }],
			['a conflict', { status: 409, body: { errors: { base: ['Busy'] } } }],
			['a body too large', { status: 413 }],
			['an address too long', { status: 414 }],
			['a request too early', { status: 425 }],
			['a misdirected request', { status: 421 }],
			['headers too large', { status: 431 }],
			['legal reasons', { status: 451 }],
		])('%s is not Coupa’s verdict: undecided to the POST, and never a reason to hold the draft', async (_name, fault) => {
			const captured = input();
			world.coupa.settings.failNext = times(5, { match: is('post'), ...fault });
			expect(await world.importOne(captured)).toMatchObject({ outcome: 'undecided', invoiceId: null });
			for (const operation of ['image', 'submit']) {
				world.coupa.settings.failNext = times(5, { match: is(operation), ...fault });
				const { outcome, status } = await world.importOne(captured);
				expect(outcome).not.toBe('heldAsDraft');
				expect([null, ...world.invoices().map((invoice) => invoice.status)]).toContain(status);
			}
			world.coupa.settings.failNext = [];
			await world.importOne(captured);
			expect(world.invoices().map(({ status }) => status)).toEqual(['pending_approval']);
		});

		it.each([401, 403])('a %s leaves it undecided with the hint', async (status) => {
			world.coupa.settings.failNext = times(5, { match: is('post'), status });
			const result = await world.importOne(input());
			expect(result).toMatchObject({ outcome: 'undecided', invoiceId: null });
			expect(result.reason).toMatch(status === 403 ? /core\.invoice\./ : /credential/i);
		});

		it('the duplicate rule for one of ours that the list did not show goes on with that one', async () => {
			world.coupa.settings.dropAnswers = [{ match: is('post') }];
			world.coupa.settings.listLagMs = 60_000;
			const captured = input();
			await world.importOne(captured);
			const sleep = async () => {
				world.coupa.settings.listLagMs = 0;
				await Promise.resolve();
			};
			const result = await world.importOne(captured, { sleep });
			expect(result).toMatchObject({ outcome: 'imported', status: 'pending_approval', image: 'uploaded' });
			expect(world.invoices()).toHaveLength(1);
		});

		it('the duplicate rule for an invoice that the settings let pass is a refusal', async () => {
			world.coupa.settings.numberFreedBy = [];
			const { invoiceId } = await world.importOne(input());
			world.coupa.put('invoices', { ...world.invoice(invoiceId), 'internal-note': null, status: 'voided' });
			const result = await world.importOne(input());
			expect(result).toMatchObject({ outcome: 'refused' });
			expect(result.problems).toMatchObject([
				{ code: 'duplicate', column: 'Invoice Number', value: 'T-1', message: expect.stringContaining(`invoice ${invoiceId}, voided`) },
			]);
			expect(world.waited).toEqual([]);
		});

		it('the duplicate rule for an invoice that is not shown is a refusal after looking long enough', async () => {
			world.coupa.settings.failNext = [
				{
					match: is('post'),
					status: 400,
					body: { errors: { request: [{ 'invoice-header': ['Invoice # has already been used for this supplier'] }] } },
				},
			];
			expect(codes(await world.importOne(input()))).toEqual(['duplicate']);
			expect(world.waited).toEqual([2_000, 10_000, 30_000, 60_000]);
		});
	});

	describe('with the duplicate rule at submit', () => {
		it('holds the draft and tells it', async () => {
			world.coupa.settings.duplicateRule = 'submit';
			world.coupa.settings.numberFreedBy = [];
			const { invoiceId } = await world.importOne(input());
			world.coupa.put('invoices', { ...world.invoice(invoiceId), 'internal-note': null, status: 'abandoned' });
			const result = await world.importOne(input());
			expect(result).toMatchObject({ outcome: 'heldAsDraft' });
			expect(result.problems[0]).toMatchObject({ code: 'notSubmittable', message: expect.stringContaining('already been used') });
		});
	});

	describe('to the image', () => {
		it('a lost answer is sent again', async () => {
			world.coupa.settings.dropAnswers = [{ match: is('image') }];
			const result = await world.importOne(input());
			expect(result).toMatchObject({ outcome: 'imported', image: 'uploaded' });
			expect(world.waited).toEqual([]);
		});

		it('a server that is out of order leaves it undecided, and a later run goes on', async () => {
			world.coupa.settings.failNext = times(3, { match: is('image'), status: 502 });
			const captured = input();
			expect((await world.importOne(captured)).outcome).toBe('undecided');
			world.coupa.clearRequests();
			expect(await world.importOne(captured)).toMatchObject({ outcome: 'imported', image: 'uploaded' });
			expect(world.writes()).toEqual(['PUT /api/invoices/:id/image_scan', 'PUT /api/invoices/:id/submit']);
		});
	});

	describe('to an attachment', () => {
		const attachments = [
			{ kind: 'file' as const, fileName: 'a.txt', mimeType: 'text/plain', read: async () => await Promise.resolve(Buffer.from('a')) },
			{ kind: 'link' as const, url: 'https://one.example' },
			{ kind: 'link' as const, url: 'https://two.example' },
			{ kind: 'text' as const, text: 'note' },
		];

		it.each([0, 1, 2, 3])('a lost answer to number %i does not double it', async (place) => {
			let seen = 0;
			world.coupa.settings.dropAnswers = [{ match: (request) => is('attachment')(request) && seen++ === place }];
			const result = await world.importOne(input({}, { attachments }));
			expect(result.outcome).toBe('imported');
			expect(world.coupa.attachments(result.invoiceId ?? 0).map(({ kind, url }) => url ?? kind)).toEqual([
				'file',
				'https://one.example',
				'https://two.example',
				'text',
			]);
		});

		it('a request lost on its way is sent again', async () => {
			let dropped = false;
			world.coupa.intercept((request, phase) => {
				if (!is('attachment')(request) || phase !== 'received' || dropped) return 'continue';
				dropped = true;
				return 'drop';
			});
			const result = await world.importOne(input({}, { attachments }));
			expect(world.coupa.attachments(result.invoiceId ?? 0)).toHaveLength(4);
		});
	});

	describe('to the submit', () => {
		it('a lost answer is found out by the status', async () => {
			world.coupa.settings.dropAnswers = [{ match: is('submit') }];
			expect(await world.importOne(input())).toMatchObject({ outcome: 'imported', status: 'pending_approval' });
			expect(world.writes().filter((call) => call.endsWith('/submit'))).toHaveLength(1);
		});

		it('a 503 that did nothing is sent again, after a look', async () => {
			world.coupa.settings.failNext = [{ match: is('submit'), status: 503 }];
			expect(await world.importOne(input())).toMatchObject({ outcome: 'imported', status: 'pending_approval' });
			expect(world.writes().filter((call) => call.endsWith('/submit'))).toHaveLength(2);
		});

		it('a 503 without end leaves it undecided', async () => {
			world.coupa.settings.failNext = times(3, { match: is('submit'), status: 503 });
			expect((await world.importOne(input())).outcome).toBe('undecided');
		});

		it('a 403 leaves it undecided', async () => {
			world.coupa.settings.failNext = times(2, { match: is('submit'), status: 403 });
			expect((await world.importOne(input())).outcome).toBe('undecided');
		});
	});

	describe('to the update of a draft', () => {
		it.each(['answering', 'received'] as const)('a loss (%s) leaves one version of each line', async (where) => {
			await world.importOne(
				input(
					{
						lines: [{ 'line-num': 1, description: 'x', price: '50.00', account: { code: '10-6200-HS' } }],
						invoice: { 'supplier-total': null },
					},
					{ submit: false },
				),
			);
			let dropped = false;
			world.coupa.intercept((request, phase) => {
				if (!is('put')(request) || phase !== where || dropped) return 'continue';
				dropped = true;
				return 'drop';
			});
			const lines = [1, 2].map((number) => ({ 'line-num': number, description: 'x', price: '50.00', account: { code: '10-6200-HS' } }));
			const result = await world.importOne(input({ lines }));
			expect(result).toMatchObject({ outcome: 'imported', problems: [] });
			expect(world.invoices()).toHaveLength(1);
			expect(world.invoice(result.invoiceId)['invoice-lines']).toHaveLength(2);
		});
	});

	describe('to look-ups', () => {
		it('throws when the first ones fail, because nothing is done yet', async () => {
			world.coupa.settings.failNext = times(9, { match: ({ path }) => path === '/api/suppliers', status: 503 });
			await expect(world.import([input()])).rejects.toThrow(CoupaError);
			expect(world.writes()).toEqual([]);
		});

		it('leaves a later batch undecided', async () => {
			const inputs = Array.from({ length: 51 }, (_, index) => input({ invoice: { 'invoice-number': `B-${index}` } }, { submit: false }));
			world.coupa.settings.failNext = times(9, {
				match: ({ query }) => query.some(([name, value]) => name === 'invoice_number' && value === 'B-50'),
				status: 503,
			});
			const results = await world.import(inputs);
			expect(results.slice(0, 50).every(({ outcome }) => outcome === 'imported')).toBe(true);
			expect(results[50]).toMatchObject({ outcome: 'undecided' });
		});
	});

	it('five times in a row, it is left in peace', async () => {
		world.coupa.settings.failNext = times(50, { match: is('post'), status: 503 });
		const inputs = Array.from({ length: 12 }, (_, index) => input({ invoice: { 'invoice-number': `B-${index}` } }));
		const results = await world.import(inputs, { parallelInvoices: 1 });
		expect(results.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 12 }, () => 'undecided'));
		expect(world.writes()).toHaveLength(5);
		expect(results[11]?.reason).toContain('several invoices in a row');
	});

	it('an undecided invoice leaves a later one with its number undecided too', async () => {
		world.coupa.intercept((request, phase) => (is('post')(request) && phase === 'received' ? 'drop' : 'continue'));
		const results = await world.import([input(), input({ invoice: { 'supplier-total': null } })]);
		expect(results.map(({ outcome }) => outcome)).toEqual(['undecided', 'undecided']);
		expect(world.writes()).toEqual(['POST /api/invoices']);
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
