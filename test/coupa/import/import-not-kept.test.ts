import { recordsAt, type CoupaRecord } from '../../../lib/core';
import { codes, input, World } from './support/world';

const unbacked: CoupaRecord = {
	'line-num': 1,
	description: 'Bolts',
	quantity: '10',
	price: '10.00',
	uom: { code: 'EA' },
	account: { code: '10-6200-HS' },
};

describe('a new invoice', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	describe('of which Coupa drops something in silence', () => {
		it.each<[string, CoupaRecord, CoupaRecord, string]>([
			['payment term', { 'payment-term': { code: 'NET999' } }, {}, 'payment-term.code'],
			[
				'tax code of a line',
				{ 'line-level-taxation': true, 'supplier-total': '108.00' },
				{ 'tax-lines': [{ type: 'TaxLine', amount: '8.00', 'tax-code': { code: 'XX-0' } }] },
				'invoice-lines[0].tax-lines[0].tax-code.code',
			],
			['unit of measure', {}, { uom: { code: 'ZZ' } }, 'invoice-lines[0].uom.code'],
			['bill-to address', { 'bill-to-address': { id: 999 } }, {}, 'bill-to-address.id'],
		])('(%s) is held as draft with what was sent and kept', async (_name, invoice, change, path) => {
			const line = {
				'line-num': 1,
				description: 'Bolts',
				quantity: '10',
				price: '10.00',
				uom: { code: 'EA' },
				account: { code: '10-6200-HS' },
				...change,
			};
			// What Coupa does not know is told before it is sent as well.
			const checks = { paymentTerm: 'off', taxCodeActive: 'off' } as const;
			const result = await world.importOne(input({ invoice, lines: [line] }), { checks });
			expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft', image: 'uploaded' });
			expect(result.problems).toHaveLength(1);
			expect(result.problems[0]).toMatchObject({ code: 'notKept', path, keepsDraft: true });
			expect(result.problems[0]?.message).toContain('stored nothing');
			expect(world.writes()).not.toContain('PUT /api/invoices/:id/submit');
		});
	});

	describe('with tags', () => {
		const TAG = 'Lake Site refit';
		const tagged = (name: string, form: 'nested' | 'flat' = 'nested') => {
			const tagging: CoupaRecord = form === 'nested' ? { tag: { name }, description: 'phase 2' } : { name };
			const taggings = [tagging];
			return input({ invoice: { taggings }, lines: [{ ...unbacked, taggings }] });
		};

		it.each(['nested', 'flat'] as const)(
			'(%s) sends them nested, as connectors in production do, and sees that they are there',
			async (form) => {
				const { outcome, problems, invoiceId } = await world.importOne(tagged(TAG, form));
				expect([outcome, problems]).toEqual(['imported', []]);
				const posted = world.apiCalls().find(({ operation }) => operation === 'post')?.json as CoupaRecord;
				expect(posted.taggings).toMatchObject([{ tag: { name: TAG } }]);
				expect(recordsAt(posted, 'invoice-lines')[0]?.taggings).toMatchObject([{ tag: { name: TAG } }]);
				expect(world.invoice(invoiceId).taggings).toMatchObject([{ tag: { id: 5, name: TAG } }]);
			},
		);

		it('sends them flat by setting', async () => {
			const { problems } = await world.importOne(tagged(TAG), { tagForm: 'flat' });
			const posted = world.apiCalls().find(({ operation }) => operation === 'post')?.json as CoupaRecord;
			expect([problems, posted.taggings]).toEqual([[], [{ name: TAG, description: 'phase 2' }]]);
		});

		it('is held as draft where Coupa dropped one', async () => {
			const result = await world.importOne(tagged('Unknown'));
			expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft' });
			expect(result.problems.map(({ code, path, value }) => [code, path, value])).toEqual([
				['notKept', 'taggings', 'Unknown'],
				['notKept', 'invoice-lines[0].taggings', 'Unknown'],
			]);
		});

		it('whose answer hides them reads them with explicit fields', async () => {
			world.coupa.settings.hiddenKeys = { invoices: ['taggings', 'tags'] };
			expect(await world.importOne(tagged(TAG))).toMatchObject({ outcome: 'imported', problems: [] });
			expect(codes(await world.importOne(input({ invoice: { 'invoice-number': 'T-2', taggings: [{ name: 'Unknown' }] } })))).toEqual([
				'notKept',
			]);
		});
	});

	it('whose answer hides keys is read once more instead of being held', async () => {
		world.coupa.settings.hiddenKeys = {
			invoices: ['supplier', 'invoice-lines', 'payment-term', 'image-scan', 'image-scan-file-name', 'status'],
		};
		const result = await world.importOne(input());
		expect(result).toMatchObject({ outcome: 'imported', status: 'pending_approval', image: 'uploaded', problems: [] });
		expect(world.calls().filter((call) => call === 'GET /api/invoices/:id')).toHaveLength(3);
	});

	it('with hidden keys is still held when Coupa dropped something', async () => {
		world.coupa.settings.hiddenKeys = { invoices: ['payment-term'] };
		expect(codes(await world.importOne(input({ invoice: { 'payment-term': { code: 'NET999' } } })))).toEqual(['paymentTerm', 'notKept']);
	});
});
