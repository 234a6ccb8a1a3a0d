import type { CoupaRecord } from '../../../lib/core';
import { World } from '../import/support/world';
import { approved, held, imported, outcomes, payment } from './support';

let world: World;
beforeAll(async () => {
	world = await World.start();
});
afterAll(async () => {
	expect(world.coupa.contractProblems()).toEqual([]);
	await world.stop();
});

test.each<[string, string, CoupaRecord, CoupaRecord, string, RegExp]>([
	['no ID', ' ', {}, {}, 'noPaymentId', /ID is missing/],
	['an ID with a bracket', 'A]', {}, {}, 'unfitPaymentId', /square bracket/],
	['an ID with an invisible character', 'A\u200b1', {}, {}, 'unfitPaymentId', /U\+200B, character 2/],
	['an endless ID', 'A'.repeat(101), {}, {}, 'unfitPaymentId', /101 characters; 100 fit/],
	['no amount', 'X', { 'amount-paid': '' }, {}, 'noAmount', /amount paid is missing/],
	['an amount with a comma', 'X', { 'amount-paid': '1,50' }, {}, 'unfitAmount', /not a plain number: 1,50/],
	['an amount with an exponent', 'X', { 'amount-paid': '1e2' }, {}, 'unfitAmount', /1e2/],
	['an amount of five decimals', 'X', { 'amount-paid': '1.00001' }, {}, 'unfitAmount', /4 after it/],
	['zero', 'X', { 'amount-paid': '0.00' }, {}, 'zeroAmount', /zero/],
	['no date', 'X', { 'payment-date': '' }, {}, 'noDate', /date is missing/],
	['a day that the calendar lacks', 'X', { 'payment-date': '2026-02-30' }, {}, 'badDate', /not a date: 2026-02-30/],
	['a placeholder for no date', 'X', { 'payment-date': '1900-01-01' }, {}, 'badDate', /before the year 2000/],
	['the day after tomorrow', 'X', { 'payment-date': '2026-05-23' }, {}, 'futureDate', /2026-05-23 lies in the future/],
	['an invoice date that is not a date', 'X', {}, { 'invoice-date': '20.04.2026' }, 'badDate', /invoice date is not a date: 20\.04\.2026/],
	['no invoice', 'X', {}, { 'invoice-number': '' }, 'noInvoiceNumber', /which invoice was paid/],
	['no supplier', 'X', {}, { supplier: {} }, 'noSupplier', /suppliers share numbers/],
	['another currency', 'X', {}, { currency: { code: 'EUR' } }, 'wrongCurrency', /in EUR, the invoice in USD/],
	['more than is open', 'X', { 'amount-paid': '119.01' }, {}, 'moreThanOpen', /119\.01 is more than the 119\.00/],
	[
		'a reversal of nothing',
		'X',
		{ 'amount-paid': '-1' },
		{},
		'nothingToReverse',
		/takes back 1\.00 of ERP payment X, of which none stands/,
	],
])('%s: refused by name, and the next one is recorded', async (what, id, change, of, code, reason) => {
	const number = `B ${what}`;
	const invoice = approved(world, number);
	const part = payment(number, 'OK', { 'amount-paid': '1.00' });
	const results = await imported(world, [payment(number, id, change, of), part]);
	expect(outcomes(results)).toEqual([`refused ${code}`, 'recorded']);
	expect(results[0]?.reason).toMatch(reason);
	expect(held(world, invoice)).toHaveLength(1);
});

test('a row that the reader found broken, and one that pays an expense report', async () => {
	const broken = {
		...payment('B-1', 'X'),
		problems: [{ severity: 'error' as const, code: 'csvSyntax', row: 3, message: 'A quote is not closed.' }],
	};
	const report = { ...payment('B-1', 'X'), expenseReport: '77' };
	const results = await imported(world, [broken, report]);
	expect(results.map(({ outcome, code, reason }) => [outcome, code, reason])).toEqual([
		['refused', 'unreadableRow', 'A quote is not closed.'],
		['refused', 'expenseReport', 'It pays expense report 77, and this operation records payments of invoices only.'],
	]);
});

test.each([
	['draft', 'Draft'],
	['pending_approval', 'Pending Approval'],
	['ap_hold', 'AP Hold'],
	['disputed', 'Disputed'],
	['rejected', 'Rejected'],
])('an invoice that is %s is not paid: its status in words', async (status, inWords) => {
	approved(world, `S-${status}`, { status });
	const [result] = await imported(world, [payment(`S-${status}`, 'X')]);
	expect(result).toMatchObject({ outcome: 'refused', code: 'notApproved', reason: expect.stringContaining(`in status ${inWords};`) });
});

test('an invoice that is paid already, by other means', async () => {
	approved(world, 'B-2', { paid: true });
	expect(outcomes(await imported(world, [payment('B-2', 'X')]))).toEqual(['refused alreadyPaid']);
});

test('the ID of a payment that stands with another amount: refused, with what stands there', async () => {
	approved(world, 'B-3');
	const [, other, tooMuch] = await imported(world, [
		payment('B-3', 'X', { 'amount-paid': '10' }),
		payment('B-3', 'X', { 'amount-paid': '20' }),
		payment('B-3', 'X', { 'amount-paid': '-11' }),
	]);
	expect(other).toMatchObject({ outcome: 'refused', code: 'sameIdOtherPayment', reason: expect.stringContaining('10.00 on 2026-05-20') });
	expect(tooMuch).toMatchObject({ outcome: 'refused', code: 'nothingToReverse', reason: expect.stringContaining('of which 10.00 stands') });
});

test('more than is open is recorded where the setting says so', async () => {
	const id = approved(world, 'B-4');
	const [result] = await imported(world, [payment('B-4', 'X', { 'amount-paid': '120' })], { overpayment: 'record' });
	expect(result).toMatchObject({ outcome: 'recorded', isPaid: true, open: '-1.00' });
	expect(held(world, id)).toHaveLength(1);
});

describe('which invoice', () => {
	const other = { supplier: { id: 6, number: 'V-20019', name: 'Delta Office, Inc.' } };

	test('the number of another supplier: no invoice, with the candidate', async () => {
		const id = approved(world, 'W-1', other);
		const [result] = await imported(world, [payment('W-1', 'X')]);
		expect(result).toMatchObject({
			outcome: 'noInvoice',
			reason: 'Coupa has no invoice W-1 of supplier V-20011. The number exists at supplier V-20019 (Delta Office, Inc.).',
			candidates: [
				{
					id,
					number: 'W-1',
					supplierNumber: 'V-20019',
					total: '119.00',
					currency: 'USD',
					url: `http://${world.client.instance}/invoices/${id}`,
				},
			],
		});
	});

	test('by the supplier’s name, as people write it', async () => {
		approved(world, 'W-2', other);
		approved(world, 'w-2');
		const byName = payment('W-2', 'X', {}, { supplier: { name: 'DELTA OFFICE, INC.' } });
		expect(outcomes(await imported(world, [byName]))).toEqual(['recorded']);
	});

	test('a voided one does not count beside a live one, and alone is said', async () => {
		approved(world, 'W-3', { status: 'voided' });
		approved(world, 'W-4', { status: 'voided' });
		approved(world, 'W-3');
		const results = await imported(world, [payment('W-3', 'X'), payment('W-4', 'X')]);
		expect(outcomes(results)).toEqual(['recorded', 'noInvoice']);
		expect(results[1]?.reason).toBe('Invoice W-4 of supplier V-20011 is voided in Coupa.');
	});

	test('two live ones: ambiguous with both, unless the invoice date or the ID tells them apart', async () => {
		const ids = [approved(world, 'W-5'), approved(world, 'W-5', { 'invoice-date': '2025-04-20T00:00:00-07:00' })];
		const results = await imported(world, [
			payment('W-5', 'X'),
			payment('W-5', 'Y', {}, { 'invoice-date': '2025-04-20' }),
			payment('W-5', 'Z', {}, { id: ids[0] ?? 0 }),
			payment('W-5', 'Z', {}, { id: ids[0] ?? 0, supplier: { number: 'V-20019' } }),
			payment('W-5', 'Z', {}, { id: 999_999 }),
			payment('W-5', 'Z', {}, { id: 'none' }),
		]);
		expect(outcomes(results)).toEqual(['ambiguous', 'recorded', 'recorded', 'refused otherInvoice', 'noInvoice', 'noInvoice']);
		expect(results[0]?.candidates.map(({ id }) => id)).toEqual(ids);
		expect([results[1]?.invoice?.id, results[2]?.invoice?.id]).toEqual([ids[1], ids[0]]);
	});

	test('another invoice date: that of last year may have the same number, so nothing is written', async () => {
		const id = approved(world, 'W-6', { 'invoice-date': '2025-04-20T00:00:00-07:00' });
		const dated = (date: string, more = {}) => payment('W-6', 'X', { 'amount-paid': '1' }, { 'invoice-date': date, ...more });
		const results = await imported(world, [dated('2026-04-20'), dated('2026-04-20', { id })]);
		expect(outcomes(results)).toEqual(['refused otherInvoice', 'refused otherInvoice']);
		expect(results[0]).toMatchObject({
			reason:
				'Invoice W-6 of supplier V-20011 (Northern Bolts) in Coupa has the invoice date 2025-04-20, the payment says 2026-04-20. Correct the invoice date, or leave it out.',
			candidates: [{ id }],
		});
		// Midnight in Los Angeles, as a database in UTC has it.
		expect(outcomes(await imported(world, [dated('2025-04-20T07:00:00Z')]))).toEqual(['recorded']);
	});

	test('a number that sixty suppliers use is found all the same', async () => {
		for (let index = 0; index < 60; index++)
			approved(world, '1', { supplier: { id: 100 + index, number: `S-${index}`, name: `Supplier ${index}` } });
		const id = approved(world, '1');
		const [result] = await imported(world, [payment('1', 'X')]);
		expect([result?.outcome, result?.invoice?.id]).toEqual(['recorded', id]);
	});
});

describe('marked as paid', () => {
	const says = (number: string, paid: boolean, amount: string) => payment(number, 'X', { 'amount-paid': amount }, { paid });

	test('by default once covered, and a word where the ERP sees it otherwise', async () => {
		approved(world, 'M-1');
		const [result] = await imported(world, [says('M-1', true, '100')]);
		expect(result).toMatchObject({
			outcome: 'recorded',
			isPaid: false,
			problems: [{ code: 'notCovered', message: expect.stringContaining('19.00 are open') }],
		});
	});

	test('as the ERP says, with its date and note', async () => {
		const id = approved(world, 'M-2');
		const discount = payment(
			'M-2',
			'X',
			{ 'amount-paid': '116.62' },
			{ paid: true, 'payment-date': '2026-05-19', 'payment-notes': '2% discount taken' },
		);
		const [result] = await imported(world, [discount], { markPaid: 'asErpSays' });
		expect(result).toMatchObject({ outcome: 'recorded', isPaid: true, open: '2.38' });
		expect(world.invoice(id)).toMatchObject({
			paid: true,
			'payment-notes': '2% discount taken',
			'payment-date': expect.stringContaining('2026-05-19'),
		});
	});

	test('never', async () => {
		const id = approved(world, 'M-3');
		expect((await imported(world, [says('M-3', true, '119')], { markPaid: 'never' }))[0]).toMatchObject({
			outcome: 'recorded',
			isPaid: false,
		});
		expect(world.invoice(id)).toMatchObject({ paid: false });
	});
});

test('an invoice whose payments Coupa does not show is left alone', async () => {
	const id = approved(world, 'N-1');
	world.coupa.put('invoices', Object.fromEntries(Object.entries(world.invoice(id)).filter(([name]) => name !== 'payments')));
	const [result] = await imported(world, [payment('N-1', 'X')]);
	expect(result).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('does not show the payments') });
});

test('an invoice whose total Coupa does not show: nobody can tell what is open', async () => {
	const id = approved(world, 'N-3');
	const hidden = ['gross-total', 'total-with-taxes'];
	world.coupa.put('invoices', Object.fromEntries(Object.entries(world.invoice(id)).filter(([name]) => !hidden.includes(name))));
	const [result] = await imported(world, [payment('N-3', 'X')]);
	expect(result).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('does not show the total') });
	expect(outcomes(await imported(world, [payment('N-3', 'X')], { overpayment: 'record' }))).toEqual(['recorded']);
});

test('what Coupa refuses is reported in its own words', async () => {
	approved(world, 'N-2');
	world.coupa.settings.failNext = [
		{ match: ({ method }) => method === 'PUT', status: 400, body: { errors: { 'invoice-header': ['The accounting period is closed'] } } },
	];
	const results = await imported(world, [payment('N-2', 'X'), payment('N-2', 'Y')]);
	expect(outcomes(results)).toEqual(['refused refusedByCoupa', 'recorded']);
	expect(results[0]?.reason).toContain('The accounting period is closed');
});
