import type { ImportInput, ImportResult } from '../../../../lib/coupa/import';
import { problem } from '../support/checks';
import { times } from '../support/faults';
import { codes } from '../support/world';
import { ends, entered, LEVEL, lists, named, runs, world, worldPerTest } from './support';

worldPerTest();

describe('an invoice of Coupa under another spelling', () => {
	it('keeps a draft, with what agrees, what differs, and where the other one is', async () => {
		entered('INV-0471');
		const [result] = await runs(named('INV 471', { 'invoice-date': '2026-04-27' }));
		expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft' });
		expect(problem(result as ImportResult, 'nearDuplicate')).toMatchObject({
			severity: 'warning',
			keepsDraft: true,
			column: 'Invoice Number',
			value: 'INV 471',
			message: `Invoice INV-0471 (Coupa ID 500000, approved, http://${world.client.instance}/invoices/500000) may be the same paper: same number in another spelling (“INV 471” / “INV-0471”), supplier and total 100.00 USD; another date (2026-04-27 / 2026-04-20). Compare the page images.`,
		});
	});

	it.each([
		['error', 'refused', ['nearDuplicate']],
		['draft', 'heldAsDraft', ['nearDuplicate']],
		['warning', 'imported', ['nearDuplicate']],
		['off', 'imported', []],
	] as const)('set to %s is %s', async (nearDuplicate, outcome, found) => {
		entered('INV-0471');
		expect(ends(await world.import([named('INV 471')], { checks: { nearDuplicate } }))).toEqual([[outcome, found]]);
		expect(lists()).toHaveLength(nearDuplicate === 'off' ? 0 : 3);
	});

	it.each(['voided', 'abandoned'])('does not count when it is %s', async (status) => {
		entered('INV-0471', { status });
		expect(ends(await runs(named('INV 471')))).toEqual([['imported', []]]);
	});

	it.each(['draft', 'pending_approval', 'on_hold', 'disputed', 'rejected', 'approved'])('counts when it is %s', async (status) => {
		entered('INV-0471', { status });
		expect(ends(await runs(named('INV 471')))).toEqual([['heldAsDraft', ['nearDuplicate']]]);
	});

	it.each(['rejected', 'disputed'] as const)('that is %s does not count where Existing Invoices says Import', async (status) => {
		entered('INV-0471', { status });
		const existing = { numberReused: 'refuse', abandoned: 'import', voided: 'import', rejected: 'import', disputed: 'import' } as const;
		expect(ends(await world.import([named('INV 471')], { ...LEVEL, existing }))).toEqual([['imported', []]]);
	});

	it('is the exact duplicate where number and supplier are the same', async () => {
		entered('INV-0471');
		expect(ends(await runs(named('INV-0471')))).toEqual([['refused', ['duplicate']]]);
	});

	it('is found by each three of the four facts', async () => {
		entered('INV-0471');
		entered('88-4711', { 'invoice-date': '2025-11-02T00:00:00-07:00' });
		entered('90471', {
			supplier: { id: 900_002, number: 'V-90002', name: 'NORTHERN BOLTS LLC' },
			'gross-total': '71.00',
			'supplier-total': null,
		});
		const results = await runs(
			named('471', {
				'supplier-total': '200.00',
				'invoice-lines': [{ description: 'Bolts', quantity: '20', price: '10.00', uom: { code: 'EA' }, account: { code: '10-6200-HS' } }],
			}),
			named('884711', { 'invoice-date': '2026-04-21' }),
			named('PO-4500012'),
			named('90471', {
				supplier: { number: 'V-20011' },
				'supplier-total': '71.00',
				'invoice-lines': [{ description: 'Bolts', price: '71.00', account: { code: '10-6200-HS' } }],
			}),
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(['heldAsDraft', 'heldAsDraft', 'heldAsDraft', 'heldAsDraft']);
		expect(results.map((result) => /may be the same paper: (.*?)\. /.exec(problem(result, 'nearDuplicate').message)?.[1])).toEqual([
			'same number in another spelling (“471” / “INV-0471”), supplier and date 2026-04-20; another total (200.00 USD / 100.00 USD)',
			'same number in another spelling (“884711” / “88-4711”), supplier and total 100.00 USD; another date (2026-04-21 / 2025-11-02)',
			'same supplier, date 2026-04-20 and total 100.00 USD; another number (“PO-4500012” / “INV-0471”)',
			'same number, date 2026-04-20 and total 71.00 USD; another supplier (V-20011 Northbrook Fasteners / V-90002 NORTHERN BOLTS LLC)',
		]);
	});
});

describe('a credit note', () => {
	it('that takes the earlier invoice back lets the new one through', async () => {
		entered('INV-0471');
		entered('CN-9', {
			'document-type': 'Credit Note',
			'gross-total': '-100.00',
			'supplier-total': '-100.00',
			'original-invoice-number': 'INV-0471',
		});
		expect(ends(await runs(named('INV 0471-R')))).toEqual([['imported', []]]);
	});
});

describe('invoices of one run', () => {
	it('wait for the earlier one and name it with its ID', async () => {
		const results = await runs(named('INV-0471'), named('INV 471'), named('4711', { 'invoice-date': '2026-04-21' }));
		expect(ends(results)).toEqual([
			['imported', []],
			['heldAsDraft', ['sameTotal', 'nearDuplicate']],
			['imported', []],
		]);
		const [first, second] = results;
		expect(problem(second as ImportResult, 'nearDuplicate').message).toMatch(
			new RegExp(
				`^Invoice INV-0471 \\(of the same run, batch-\\d+\\.zip, row 3, Coupa ID ${first?.invoiceId}, pending_approval, http://.*/invoices/${first?.invoiceId}\\) may be`,
			),
		);
	});

	it('pass where the earlier one was refused: it may be its correction', async () => {
		const results = await runs(named('X-0471', { currency: { code: 'XXX' } }), named('X 471'));
		expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'imported']);
	});

	it('of two numbers that follow each other are two deliveries', async () => {
		expect(ends(await runs(named('5001'), named('5002'), named('5004')))).toEqual([
			['imported', []],
			['imported', ['sameTotal']],
			['imported', ['sameTotal']],
		]);
	});

	it('with the same page image are one paper, whatever was read from it', async () => {
		const image = Buffer.from('%PDF-1.4\n% one paper\n%%EOF\n');
		const results = await runs(
			named('4711', {}, { image }),
			named('9135', { 'invoice-date': '2026-03-01', supplier: { number: 'V-20011' } }, { image }),
		);
		expect(ends(results)).toEqual([
			['imported', []],
			['heldAsDraft', ['nearDuplicate']],
		]);
		expect(problem(results[1] as ImportResult, 'nearDuplicate').message).toContain('the page image is the same file, byte for byte');
	});
});

describe('repeated', () => {
	it('neither finds itself, nor what was held because of it', async () => {
		const inputs = [named('INV-0471', { 'internal-note': 'first' }), named('INV 471')];
		const draft = { ...inputs[0], submit: false } as ImportInput;
		const both = [draft, inputs[1] as ImportInput];
		await runs(...both);
		const [first, second] = await runs(...both);
		expect([first?.outcome, codes(first as ImportResult)]).toEqual(['alreadyImported', []]);
		expect([second?.outcome, codes(second as ImportResult)]).toEqual(['heldAsDraft', ['sameTotal', 'nearDuplicate']]);
		expect(world.invoices()).toHaveLength(2);
	});

	it('a corrected version is no near duplicate of the draft it takes the place of', async () => {
		await world.import([{ ...named('INV-0471'), submit: false }], LEVEL);
		const [result] = await runs({ ...named('INV-0471', { 'internal-note': 'corrected' }), submit: true });
		expect(ends([result as ImportResult])).toEqual([['imported', ['correctedDraft']]]);
	});
});

describe('the look-up', () => {
	it('costs two calls for two hundred invoices, in filters that Coupa knows', async () => {
		const inputs = Array.from({ length: 200 }, (_, place) =>
			named(`S-${place}-X`, {
				'invoice-date': `2026-04-${String(1 + (place % 28)).padStart(2, '0')}`,
				'supplier-total': `${place + 1}.00`,
			}),
		);
		await world.import(inputs, { ...LEVEL, validateOnly: true });
		expect(lists().map(({ query }) => query.map(([name]) => name).filter((name) => !/^(order_by|dir|fields|limit)$/.test(name)))).toEqual([
			['gross_total[in]', 'invoice_date[gt_or_eq]', 'invoice_date[lt_or_eq]'],
			['supplier[id]', 'invoice_date[gt_or_eq]', 'invoice_date[lt_or_eq]'],
		]);
		expect(Math.max(...lists().map(({ query }) => new URLSearchParams(query).toString().length))).toBeLessThan(4_000);
	});

	it('looks at dates that are years apart one by one', async () => {
		entered('INV-0471');
		const results = await world.import([named('INV 471'), named('T-9', { 'invoice-date': '1926-04-20' })], {
			...LEVEL,
			validateOnly: true,
		});
		expect(results.map((result) => codes(result).includes('nearDuplicate'))).toEqual([true, false]);
		const froms = lists().flatMap(({ query }) => query.filter(([name]) => name === 'invoice_date[gt_or_eq]').map(([, value]) => value));
		expect(froms).toEqual(['1925-03-16', '1926-04-19', '2025-03-16', '2026-04-19']);
	});

	it('finds one among many of its supplier and day, by halves', async () => {
		for (let place = 0; place < 400; place++)
			entered(`R${place * 37}`, { 'gross-total': `${place + 2}.50`, 'supplier-total': null, 'invoice-date': '2026-04-10T00:00:00-07:00' });
		entered('INV-0471', { 'gross-total': '77.00', 'supplier-total': null });
		const others = Array.from({ length: 5 }, (_, place) =>
			named(`T${place * 41}`, { 'invoice-date': '2026-04-10', 'supplier-total': '5000.00' }),
		);
		const results = await world.import([...others, named('471')], { ...LEVEL, validateOnly: true });
		expect(codes(results[5] as ImportResult)).toEqual(['nearDuplicate']);
		expect(lists().length).toBeLessThanOrEqual(30);
	});

	it('that would not end says so on the invoices it is about, and on no others', async () => {
		for (let place = 0; place < 400; place++)
			entered(`R${place * 37}`, { 'gross-total': `${place + 2}.50`, 'supplier-total': null, 'invoice-date': '2026-04-10T00:00:00-07:00' });
		const results = await runs(
			named('T7', { 'invoice-date': '2026-04-10' }),
			named('T8', { 'supplier-total': '100.00', 'invoice-date': '2026-02-10' }),
		);
		expect(ends(results)).toEqual([
			['imported', ['nearDuplicate']],
			['imported', []],
		]);
		expect(problem(results[0] as ImportResult, 'nearDuplicate')).toMatchObject({
			severity: 'warning',
			message: expect.stringMatching(
				/^Coupa has more invoices of this supplier \(Northern Bolts\) on this date, or of this total, than are looked at/,
			),
		});
		expect(problem(results[0] as ImportResult, 'nearDuplicate').keepsDraft).toBeUndefined();
	});

	it('that Coupa refuses is told once, and keeps no invoice out', async () => {
		world.coupa.settings.failNext = times(1, {
			match: ({ query }) => query.some(([name]) => name.startsWith('invoice_date')),
			status: 400,
			body: { errors: { gross_total: ['is unknown'] } },
		});
		const told: string[] = [];
		const [result] = await world.import([named('INV 471')], LEVEL, { tell: (message) => told.push(message) });
		expect(result?.outcome).toBe('imported');
		expect(told).toEqual([
			expect.stringMatching(
				/^The check “Near duplicate” sees only the invoices of this run: Coupa does not give the list it needs\..*is unknown/,
			),
		]);
	});

	it('that fails leaves its invoice for a later run', async () => {
		world.coupa.settings.failNext = times(3, {
			match: ({ query }) => query.some(([name]) => name === 'gross_total'),
			status: 503,
			body: 'down',
		});
		const [result] = await world.import([named('INV 471')], LEVEL);
		expect([result?.outcome, result?.reason]).toEqual(['undecided', expect.stringMatching(/^Near duplicates could not be looked up\. /)]);
		expect(world.writes()).toEqual([]);
	});
});
