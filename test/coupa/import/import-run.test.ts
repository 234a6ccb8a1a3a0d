import type { ImportInput } from '../../../lib/coupa/import';
import { textAt } from '../../../lib/core';
import type { InterceptHook } from '../../../tools/sandbox/coupa';
import { codes, input, World } from './support/world';

describe('a run', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	const numbered = (number: string, more: Partial<ImportInput> = {}): ImportInput => input({ invoice: { 'invoice-number': number } }, more);
	const creditNote = (number: string): ImportInput =>
		input({
			invoice: {
				'invoice-number': number,
				'is-credit-note': true,
				'original-invoice-number': 'N-1',
				'original-invoice-date': '2026-04-20',
				'supplier-total': '-5.00',
			},
			lines: [{ description: 'Returned', price: '-5.00', account: { code: '10-6200-HS' } }],
		});

	it('without invoices makes no call', async () => {
		expect(await world.import([])).toEqual([]);
		expect(world.calls()).toEqual([]);
	});

	it('gives results in the order of its inputs, whatever order they are worked on in', async () => {
		const inputs = [creditNote('C-1'), numbered('N-1'), { ...numbered('X'), invoice: null }, numbered('N-2'), creditNote('C-2')];
		const results = await world.import(inputs);
		expect(
			results.map(({ outcome, invoiceId }) => (invoiceId === null ? outcome : textAt(world.invoice(invoiceId), 'invoice-number'))),
		).toEqual(['C-1', 'N-1', 'refused', 'N-2', 'C-2']);
	});

	it('posts invoices before credit notes, however many there are', async () => {
		const inputs = Array.from({ length: 60 }, (_, index) =>
			index % 2 === 0 ? creditNote(`C-${index}`) : numbered(`N-${index}`, { submit: false }),
		);
		await world.import(inputs);
		const posted = world
			.apiCalls()
			.filter(({ operation }) => operation === 'post')
			.map(({ json }) => textAt(json, 'invoice-number')?.charAt(0));
		expect(posted.join('')).toBe('N'.repeat(30) + 'C'.repeat(30));
	});

	it('refuses what the reader could not read, without any call', async () => {
		const error = { severity: 'error' as const, code: 'strayRows', row: 9, message: 'These rows belong to no invoice.' };
		const warning = { severity: 'warning' as const, code: 'strayFile', message: 'No row names this file.' };
		const results = await world.import([
			{ ...numbered('A'), problems: [error] },
			{ ...numbered('B'), invoice: null, problems: [warning] },
			{ ...numbered('C'), invoice: null },
		]);
		expect(results.map(({ outcome, problems, reason }) => [outcome, problems, reason])).toEqual([
			['refused', [error], 'Not imported: These rows belong to no invoice.'],
			['refused', [warning], 'Not imported: No row names this file.'],
			['refused', [], 'Not imported: it contains no invoice.'],
		]);
		expect(world.coupa.requests()).toEqual([]);
	});

	it("hands the reader's warnings on, and holds a draft for those that say so", async () => {
		const told = { severity: 'warning' as const, code: 'unknownColumn', message: 'Unknown column.' };
		const held = { severity: 'warning' as const, code: 'taxLevel', message: 'Look at the tax.', keepsDraft: true };
		const other = { 'invoice-number': 'B', 'invoice-date': '2026-04-21' };
		const results = await world.import([numbered('A', { problems: [told] }), input({ invoice: other }, { problems: [told, held] })]);
		expect(results.map(({ outcome, status }) => [outcome, status])).toEqual([
			['imported', 'pending_approval'],
			['heldAsDraft', 'draft'],
		]);
		expect(results.map(codes)).toEqual([['unknownColumn'], ['unknownColumn', 'taxLevel']]);
		expect(results[1]?.reason).toContain('Look at the tax.');
	});

	it('looks everything up once for fifty invoices, and their numbers once more before the submit', async () => {
		const lines = [
			{
				description: 'x',
				quantity: '1',
				price: '1.00',
				uom: { code: 'EA' },
				'order-header-num': '70315',
				'order-line-num': '1',
				account: { code: '10-6200-HS' },
			},
		];
		await world.import(
			Array.from({ length: 50 }, (_, index) => input({ invoice: { 'invoice-number': `B-${index}`, 'supplier-total': null }, lines })),
		);
		expect(
			world
				.calls()
				.filter((call) => call.startsWith('GET'))
				.sort(),
		).toEqual(['GET /api/accounts', 'GET /api/invoices', 'GET /api/invoices', 'GET /api/purchase_orders', 'GET /api/suppliers']);
		expect(world.writes()).toHaveLength(150);
	});

	it('looks suppliers, orders and accounts up once for all its batches', async () => {
		await world.import(Array.from({ length: 101 }, (_, index) => numbered(`B-${index}`, { submit: false })));
		expect(
			world
				.calls()
				.filter((call) => call.startsWith('GET'))
				.sort(),
		).toEqual(['GET /api/accounts', ...Array.from({ length: 6 }, () => 'GET /api/invoices'), 'GET /api/suppliers']);
	});

	it('asks for numbers with a comma one by one', async () => {
		const results = await world.import([numbered('1,234'), numbered('1,235'), numbered('1236'), numbered('1237')]);
		expect(results.every(({ outcome }) => outcome === 'imported')).toBe(true);
		const asked = world
			.apiCalls()
			.filter(({ method, path }) => method === 'GET' && path === '/api/invoices')
			.map(({ query }) => query.filter(([name]) => name.startsWith('invoice_number')));
		expect(asked).toEqual(
			expect.arrayContaining([[['invoice_number', '1,234']], [['invoice_number', '1,235']], [['invoice_number[in]', '1236,1237']]]),
		);
		expect(asked).toHaveLength(6);
		expect((await world.import([numbered('1,234')]))[0]?.outcome).toBe('alreadyImported');
	});

	it('finds the one it wants among more than fifty of that number', async () => {
		const captured = numbered('SAME');
		const { invoiceId } = await world.importOne(captured);
		const mine = world.invoice(invoiceId);
		world.coupa.remove('invoices', invoiceId ?? 0);
		for (let index = 0; index < 70; index++)
			world.coupa.put('invoices', { ...mine, id: 100 + index, 'internal-note': null, supplier: { id: 5503, number: 'V-20012' } });
		world.coupa.put('invoices', { ...mine, id: 999 });
		expect(await world.importOne(captured)).toMatchObject({ outcome: 'alreadyImported', invoiceId: 999 });
	});

	it('works on as many invoices at the same time as it may', async () => {
		let under = 0;
		let most = 0;
		const counting: InterceptHook = async ({ operation }, phase): Promise<'continue'> => {
			if (operation !== 'post') return 'continue';
			under += phase === 'received' ? 1 : -1;
			most = Math.max(most, under);
			// The first ones wait for each other, so that a busy machine does not take them one by one.
			for (let waited = 0; phase === 'received' && most < 3 && waited < 200; waited++)
				await new Promise((resolve) => setTimeout(resolve, 10));
			return 'continue';
		};
		world.coupa.intercept(counting);
		await world.import(
			Array.from({ length: 12 }, (_, index) => numbered(`B-${index}`)),
			{ parallelInvoices: 3 },
		);
		expect(most).toBe(3);
	});

	it('names the draft of an invoice that it could not finish', async () => {
		world.coupa.settings.failNext = [1, 2, 3].map(() => ({ match: ({ operation }) => operation === 'image', status: 503 }));
		const result = await world.importOne(numbered('A'));
		expect(result).toMatchObject({
			outcome: 'undecided',
			status: 'draft',
			submitted: false,
			url: `${world.coupa.url}/invoices/${result.invoiceId}`,
		});
		expect(world.invoice(result.invoiceId).status).toBe('draft');
	});

	it('never sends an invoice that it could not find again, whatever the checks are set to', async () => {
		const lax = { checks: { requiredColumns: 'off', supplierExists: 'off' } } as const;
		const results = await world.import(
			[
				input({ invoice: { 'invoice-number': '' } }),
				input({ invoice: { supplier: {} } }),
				input({ invoice: { supplier: { number: 'V-404' } } }),
			],
			lax,
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'needsBuyer']);
		expect(world.writes()).toEqual([]);
	});

	it('reads each image once, and none of an invoice that is there already', async () => {
		let reads = 0;
		const captured = numbered('A');
		const scan = captured.imageScan;
		if (scan === null || 'url' in scan) throw new Error('The input has an image');
		const counted = {
			...captured,
			imageScan: {
				...scan,
				read: async () => {
					reads += 1;
					return await scan.read();
				},
			},
		};
		await world.importOne(counted);
		expect(reads).toBe(1);
		await world.importOne(counted);
		expect(reads).toBe(1);
	});

	it('leaves one invoice undecided when its image cannot be read, and goes on', async () => {
		const broken = numbered('A');
		const scan = {
			fileName: 'a.pdf',
			mimeType: 'application/pdf',
			size: 1,
			read: async () => await Promise.reject(new Error('The binary data is gone')),
		};
		const results = await world.import([{ ...broken, imageScan: scan }, numbered('B')]);
		expect(results.map(({ outcome }) => outcome)).toEqual(['undecided', 'imported']);
		expect(results[0]?.reason).toBe('The binary data is gone');
	});

	it('with fewer scopes than it needs names the missing one', async () => {
		const poor = await World.start({}, ['core.invoice.read', 'core.supplier.read', 'core.purchase_order.read']);
		try {
			await expect(poor.import([numbered('A')])).rejects.toMatchObject({
				kind: 'forbidden',
				message: expect.stringContaining('core.accounting.read'),
			});
		} finally {
			await poor.stop();
		}
	});
});
