import type { ImportResult } from '../../../../lib/coupa/import';
import { problem } from '../support/checks';
import { ends, entered, LEVEL, lists, named, runs, world, worldPerTest } from './support';

worldPerTest();

describe('an invoice of Coupa under a spelling that its search by number does not find', () => {
	it.each([
		['INV 0471', 'INV0471'],
		['inv-0471', 'INV-0471'],
		['INV\u20130471', 'INV-0471'],
		['\uff29\uff2e\uff36-\uff10\uff14\uff17\uff11', 'INV-0471'],
	])('%s for %s keeps a draft', async (there, own) => {
		entered(there);
		const [result] = await runs(named(own));
		expect(ends([result as ImportResult])).toEqual([['heldAsDraft', ['nearDuplicate']]]);
		expect(problem(result as ImportResult, 'nearDuplicate').message).toContain(`number in another spelling (“${own}” / “${there}”)`);
	});

	it('counts with another date or total as well, unless numbers may be used again', async () => {
		entered('INV 0471');
		const later = named('INV0471', { 'invoice-date': '2026-04-28' });
		expect(ends(await world.import([later], { ...LEVEL, validateOnly: true }))).toEqual([['heldAsDraft', ['nearDuplicate']]]);
		const existing = { numberReused: 'import', abandoned: 'import', voided: 'import', rejected: 'refuse', disputed: 'refuse' } as const;
		expect(ends(await world.import([later], { ...LEVEL, existing, validateOnly: true }))).toEqual([['imported', []]]);
	});
});

describe('an invoice of Coupa whose number comes right before or after', () => {
	it('is a warning of its own: it may be another delivery, or the same one with a slip in its last digit', async () => {
		entered('5001');
		const [result] = await runs(named('5002'));
		expect(ends([result as ImportResult])).toEqual([['imported', ['sameTotal']]]);
		expect(problem(result as ImportResult, 'sameTotal').message).toBe(
			`Invoice 5001 (Coupa ID 500000, approved, http://${world.client.instance}/invoices/500000) has the same supplier, date and total. Check on the page images that they are two invoices.`,
		);
	});

	it('keeps a draft where the check is set to that, and is not mentioned where it was taken back', async () => {
		entered('5001');
		expect(ends(await world.import([named('5002')], { checks: { nearDuplicate: 'draft', sameTotal: 'draft' } }))).toEqual([
			['heldAsDraft', ['sameTotal']],
		]);
		entered('CN-9', {
			'document-type': 'Credit Note',
			'gross-total': '-100.00',
			'supplier-total': '-100.00',
			'original-invoice-number': '5001',
		});
		expect(ends(await world.import([named('5000')], { ...LEVEL, validateOnly: true }))).toEqual([['imported', ['sameTotal']]]);
	});
});

describe('the page image of an invoice of an earlier run', () => {
	const image = Buffer.from('%PDF-1.4\n% one paper\n%%EOF\n');

	it('is known again by the note in Coupa, with the same total, without another call', async () => {
		const [first] = await runs(named('4711', {}, { image }));
		world.coupa.clearRequests();
		const second = named('9135', { 'invoice-date': '2026-03-01', supplier: { number: 'V-20011' } }, { image });
		const [result] = await runs(second);
		expect(ends([result as ImportResult])).toEqual([['heldAsDraft', ['nearDuplicate']]]);
		expect(problem(result as ImportResult, 'nearDuplicate').message).toContain(
			`Invoice 4711 (Coupa ID ${first?.invoiceId}, pending_approval, http://${world.client.instance}/invoices/${first?.invoiceId}) may be the same paper: the page image is the same file, byte for byte`,
		);
		expect(lists()).toHaveLength(2);
	});

	it('says nothing about another total, or another image', async () => {
		await runs(named('4711', {}, { image }));
		const other = {
			'invoice-date': '2026-04-20',
			'supplier-total': '71.00',
			'invoice-lines': [{ description: 'Bolts', price: '71.00', account: { code: '10-6200-HS' } }],
		};
		const results = await world.import(
			[
				named('9135', other, { image }),
				named('9200', { 'invoice-date': '2026-03-01' }, { image: Buffer.from('%PDF-1.4\n% two\n%%EOF\n') }),
			],
			{ ...LEVEL, validateOnly: true },
		);
		expect(ends(results)).toEqual([
			['imported', []],
			['imported', []],
		]);
	});
});

it('an invoice with a discount is found by its total before and after it', async () => {
	entered('INV-0471', { 'gross-total': '100.00', 'supplier-total': '98.00' });
	const discounted = named('INV 471', { 'invoice-date': '2026-04-28', 'supplier-total': '98.00', 'discount-amount': '2.00' });
	expect(ends(await world.import([discounted], { ...LEVEL, validateOnly: true }))).toEqual([['heldAsDraft', ['nearDuplicate']]]);
});
