import { CoupaError } from '../../../lib/coupa';
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
			const result = await world.importOne(input({ lines }), { moneyCorrections: 'submit' });
			expect(result).toMatchObject({ outcome: 'imported', problems: [{ code: 'correctedDraft' }] });
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
});
