import type { Fault } from '../../../tools/sandbox/coupa';
import { is, times } from './support/faults';
import { codes, input, World } from './support/world';

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
			expect(world.calls().filter((call) => call === 'GET /api/invoices')).toHaveLength(4);
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
});
