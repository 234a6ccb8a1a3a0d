import { recordsAt, textAt, type CoupaRecord } from '../../../lib/core';
import { codes, input, pdf, World } from './support/world';

const backed = (number: string, more: CoupaRecord = {}): CoupaRecord => ({
	'line-num': 1,
	description: 'Bolts',
	quantity: '2',
	price: '19.99',
	uom: { code: 'EA' },
	'order-header-num': number,
	'order-line-num': '1',
	...more,
});

describe('a new invoice', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	it('is posted, gets its image and is submitted with three calls', async () => {
		const image = pdf('the very page');
		const result = await world.importOne(input({ image }));
		expect(result).toMatchObject({
			outcome: 'imported',
			status: 'pending_approval',
			submitted: true,
			image: 'uploaded',
			problems: [],
			instance: world.coupa.host,
		});
		expect(result.url).toBe(`${world.coupa.url}/invoices/${result.invoiceId}`);
		expect(result.reason).toBe(`Imported as invoice ${result.invoiceId} and submitted (pending_approval).`);
		expect(world.writes()).toEqual(['POST /api/invoices', 'PUT /api/invoices/:id/image_scan', 'PUT /api/invoices/:id/submit']);
		expect(world.calls()).toHaveLength(7);
		expect(world.coupa.imageScan(result.invoiceId ?? 0)).toMatchObject({ fileName: 'T-1.pdf', mimeType: 'application/pdf' });
		expect(world.coupa.imageScan(result.invoiceId ?? 0)?.bytes.equals(image)).toBe(true);
	});

	it('carries the marker below its own note', async () => {
		const captured = input({ invoice: { 'internal-note': 'Please hurry\n' } });
		const { invoiceId } = await world.importOne(captured);
		expect(world.invoice(invoiceId)['internal-note']).toBe(`Please hurry\nscan-one:${captured.delivery.key}`);
	});

	it('stays a draft when its file says so, or says nothing', async () => {
		const results = await world.import([
			input({ invoice: { 'invoice-number': 'A' } }, { submit: false }),
			input({ invoice: { 'invoice-number': 'B' } }, { submit: null }),
		]);
		expect(results.map(({ outcome, status, submitted }) => [outcome, status, submitted])).toEqual([
			['imported', 'draft', false],
			['imported', 'draft', false],
		]);
	});

	it('is submitted always or never by setting', async () => {
		expect(await world.importOne(input({ invoice: { 'invoice-number': 'A' } }, { submit: false }), { submit: 'always' })).toMatchObject({
			status: 'pending_approval',
		});
		expect(await world.importOne(input({ invoice: { 'invoice-number': 'B' } }), { submit: 'never' })).toMatchObject({
			outcome: 'imported',
			status: 'draft',
		});
	});

	it('is held as draft when Coupa refuses the submit, with its words', async () => {
		world.coupa.settings.closedPeriodAccounts = ['10-6200-HS'];
		const result = await world.importOne(input());
		expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft', submitted: false, image: 'uploaded' });
		expect(result.problems).toHaveLength(1);
		expect(result.problems[0]).toMatchObject({ code: 'notSubmittable', severity: 'warning', keepsDraft: true });
		expect(result.problems[0]?.message).toMatch(/^Coupa says: /);
		expect(result.problems[0]?.path).toMatch(/^invoice-header/);
	});

	it('is held as draft by a check, and not submitted', async () => {
		const result = await world.importOne(input({ invoice: { 'supplier-total': null }, lines: [backed('70319')] }));
		expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft', image: 'uploaded' });
		expect(codes(result)).toEqual(['poIssued']);
		expect(world.writes()).toEqual(['POST /api/invoices', 'PUT /api/invoices/:id/image_scan']);
	});

	it('is refused without being posted when a check says so', async () => {
		expect(await world.importOne(input({ invoice: { 'supplier-total': '1.00' } }))).toMatchObject({
			outcome: 'refused',
			invoiceId: null,
			url: null,
			status: null,
		});
		expect(world.writes()).toEqual([]);
	});

	it('that Coupa refuses tells each message with its field', async () => {
		const result = await world.importOne(input({ invoice: { 'no-such-key': 'x' } }));
		expect(result).toMatchObject({ outcome: 'refused', invoiceId: null });
		expect(result.problems[0]).toMatchObject({ code: 'refusedByCoupa', severity: 'error', path: 'invoice-header' });
		expect(result.problems[0]?.message).toContain('no-such-key');
		expect(world.invoices()).toEqual([]);
	});

	it('goes out with its order-line-id, and with no numbers that Coupa documents as output only', async () => {
		const { invoiceId } = await world.importOne(input({ invoice: { 'supplier-total': null }, lines: [backed('70315')] }));
		const [sent] = recordsAt(world.apiCalls().find(({ operation }) => operation === 'post')?.json, 'invoice-lines');
		expect(sent).toMatchObject({ 'order-line-id': 881001, type: 'InvoiceQuantityLine' });
		expect(Object.keys(sent ?? {})).not.toEqual(expect.arrayContaining(['order-header-num']));
		expect(Object.keys(sent ?? {})).not.toEqual(expect.arrayContaining(['order-line-num']));
		expect(recordsAt(world.invoice(invoiceId), 'invoice-lines')[0]?.['order-line-id']).toBe(881001);
	});

	it('may match its order by numbers, where Coupa takes them', async () => {
		world.coupa.settings.acceptsOrderNumbers = true;
		const result = await world.importOne(
			input({
				invoice: { 'supplier-total': null },
				lines: [backed('70316', { 'order-line-num': null, 'source-part-num': 'NB-LW-8', price: '0.075', quantity: '200' })],
			}),
			{ matchPurchaseOrdersBy: 'numbers' },
		);
		expect(result).toMatchObject({ outcome: 'imported', problems: [] });
		const [sent] = recordsAt(world.apiCalls().find(({ operation }) => operation === 'post')?.json, 'invoice-lines');
		expect(sent).toMatchObject({ 'order-header-num': '70316', 'order-line-num': '1' });
		expect(sent).not.toHaveProperty('order-line-id');
	});

	it('takes the class of an amount line from the order, and leaves quantity and unit out', async () => {
		const { invoiceId } = await world.importOne(
			input({
				invoice: { supplier: { number: 'V-20013' }, 'supplier-total': '1600.00' },
				lines: [backed('70330', { quantity: '1', price: '1600.00' })],
			}),
		);
		expect(recordsAt(world.invoice(invoiceId), 'invoice-lines')[0]).toMatchObject({
			type: 'InvoiceAmountLine',
			price: '1600.00',
			quantity: null,
		});
	});

	it('numbers its lines where the file does not', async () => {
		const line = { description: 'x', price: '50.00', account: { code: '10-6200-HS' } };
		const { invoiceId } = await world.importOne(input({ lines: [line, line] }));
		expect(recordsAt(world.invoice(invoiceId), 'invoice-lines').map((entry) => entry['line-num'])).toEqual([1, 2]);
	});

	it('gets the default account of its chart on lines without one', async () => {
		const result = await world.importOne(input({ lines: [{ description: 'x', price: '100.00' }] }), {
			defaultAccounts: { 'Demo Chart': '10-6200-HQ' },
		});
		expect(result).toMatchObject({ outcome: 'imported', problems: [] });
		expect(textAt(recordsAt(world.invoice(result.invoiceId), 'invoice-lines')[0], 'account', 'code')).toBe('10-6200-HQ');
	});

	it('with a supplier number and name goes out with the ID that was found', async () => {
		await world.importOne(input({ invoice: { supplier: { number: 'V-20011', name: 'Northbrook Fasteners' } } }));
		expect(world.apiCalls().find(({ operation }) => operation === 'post')?.json).toMatchObject({ supplier: { id: 5502 } });
		expect(JSON.stringify(world.apiCalls().find(({ operation }) => operation === 'post')?.json)).not.toContain('Northbrook');
	});

	describe('with attachments', () => {
		const attachments = [
			{
				kind: 'file' as const,
				fileName: 'Lieferschein Ü.txt',
				mimeType: 'text/plain',
				read: async () => await Promise.resolve(Buffer.from('delivered')),
			},
			{ kind: 'link' as const, url: 'https://orders.example/1?a=b&c=d' },
			{ kind: 'text' as const, text: 'Left at the gate' },
		];

		it('has them all, for buyers only', async () => {
			const { invoiceId, outcome } = await world.importOne(input({}, { attachments }));
			expect(outcome).toBe('imported');
			const stored = world.coupa.attachments(invoiceId ?? 0);
			expect(stored.map(({ kind, text, url, intent }) => ({ kind, text, url, intent }))).toEqual([
				{ kind: 'file', text: null, url: null, intent: 'Internal' },
				{ kind: 'url', text: null, url: 'https://orders.example/1?a=b&c=d', intent: 'Internal' },
				{ kind: 'text', text: 'Left at the gate', url: null, intent: 'Internal' },
			]);
			expect(stored[0]?.file).toMatchObject({ fileName: 'Lieferschein Ü.txt', mimeType: 'text/plain', bytes: Buffer.from('delivered') });
			expect(world.calls().filter((call) => call.startsWith('GET') && call.includes('attachments'))).toEqual([]);
		});

		it('leaves them out by setting, and shows them to the supplier by setting', async () => {
			const without = await world.importOne(input({}, { attachments }), { attachFiles: false });
			expect(world.coupa.attachments(without.invoiceId ?? 0)).toEqual([]);
			const shown = await world.importOne(input({ invoice: { 'invoice-number': 'T-2' } }, { attachments }), {
				attachmentIntent: 'Supplier',
			});
			expect(world.coupa.attachments(shown.invoiceId ?? 0).map(({ intent }) => intent)).toEqual(['Supplier', 'Supplier', 'Supplier']);
		});

		it('keeps an image that is only a URL as a link', async () => {
			const result = await world.importOne(input({}, { imageScan: { url: 'https://scans.example/T-1.pdf' } }));
			expect(result).toMatchObject({ outcome: 'imported', image: 'none' });
			expect(codes(result)).toEqual(['imageIsLink']);
			expect(world.coupa.attachments(result.invoiceId ?? 0).map(({ kind, url }) => [kind, url])).toEqual([
				['url', 'https://scans.example/T-1.pdf'],
			]);
		});

		it('is held as draft when Coupa refuses one', async () => {
			world.coupa.settings.failNext = [
				{ match: ({ operation }) => operation === 'attachment', status: 400, body: { errors: { file: ['is a virus'] } } },
			];
			const result = await world.importOne(input({}, { attachments }));
			expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft' });
			expect(result.problems[0]).toMatchObject({ code: 'attachmentRefused', path: 'file', message: 'Coupa says: is a virus' });
		});
	});

	it('whose image Coupa refuses is held as draft', async () => {
		world.coupa.settings.failNext = [
			{ match: ({ operation }) => operation === 'image', status: 400, body: { errors: { 'image-scan': ['too large'] } } },
		];
		const result = await world.importOne(input());
		expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft', image: 'none' });
		expect(result.problems[0]).toMatchObject({ code: 'imageRefused', path: 'image-scan' });
	});

	it('validated only writes nothing and says what would happen', async () => {
		const results = await world.import(
			[
				input(),
				input({ invoice: { 'invoice-number': 'T-2' } }, { submit: false }),
				input({ invoice: { 'invoice-number': 'T-3', supplier: { number: 'V-20020' } } }),
			],
			{ validateOnly: true },
		);
		expect(results.map(({ outcome, reason }) => [outcome, reason.slice(0, 60)])).toEqual([
			['imported', 'Validated only: it would be imported and be submitted.'],
			['imported', 'Validated only: it would be imported and stay a draft, as as'],
			['needsBuyer', expect.stringContaining('The buyer has to act first')],
		]);
		expect(world.writes()).toEqual([]);
	});
});
