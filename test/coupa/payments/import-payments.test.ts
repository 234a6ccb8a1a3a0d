import { World } from '../import/support/world';
import { approved, held, imported, outcomes, payment } from './support';

let world: World;
beforeAll(async () => {
	world = await World.start();
});
afterEach(() => {
	expect(world.coupa.contractProblems()).toEqual([]);
	expect(world.coupa.ignored()).toEqual([]);
	world.coupa.clearRequests();
	world.coupa.settings.dropAnswers = [];
	world.coupa.settings.failNext = [];
});
afterAll(async () => {
	await world.stop();
});

const A = '[ERP payment A-1, 2026-05-20, 119.00]';

test('a payment of the whole amount is recorded, and the invoice marked as paid', async () => {
	const id = approved(world, 'P-1');
	const [result] = await imported(world, [payment('P-1', 'A-1', { notes: 'Transfer of May' })]);
	expect(result).toMatchObject({
		outcome: 'recorded',
		code: null,
		reason: 'The payment was recorded, and the invoice is marked as paid.',
		invoice: { id, number: 'P-1', supplierNumber: 'V-20011', status: 'approved' },
		isPaid: true,
		open: '0.00',
		problems: [],
	});
	expect(held(world, id)).toEqual([`119.00 2026-05-20 Transfer of May ${A}`]);
	expect(world.invoice(id)).toMatchObject({ paid: true, status: 'approved' });
	expect(world.calls()).toEqual(['GET /api/invoices', 'GET /api/invoices/:id', 'PUT /api/invoices/:id']);
});

test('partial payments: each is recorded, and only the last one marks the invoice as paid; to the cent', async () => {
	const id = approved(world, 'P-2', { 'gross-total': '0.30' });
	const part = (paymentId: string, amount: string) => payment('P-2', paymentId, { 'amount-paid': amount });
	const results = await imported(world, [part('B-1', '0.1'), part('B-2', '0.2')]);
	expect(results.map(({ outcome, isPaid, open }) => [outcome, isPaid, open])).toEqual([
		['recorded', false, '0.20'],
		['recorded', true, '0.00'],
	]);
	expect(held(world, id)).toEqual([
		'0.10 2026-05-20 [ERP payment B-1, 2026-05-20, 0.10]',
		'0.20 2026-05-20 [ERP payment B-2, 2026-05-20, 0.20]',
	]);
});

test('two equal payments with IDs of their own both arrive', async () => {
	const id = approved(world, 'P-3');
	const half = (paymentId: string) => payment('P-3', paymentId, { 'amount-paid': '59.50' });
	expect(outcomes(await imported(world, [half('C-1'), half('C-2')]))).toEqual(['recorded', 'recorded']);
	expect(held(world, id)).toHaveLength(2);
});

test('the same payment again: in the same file and in a later run it stands once', async () => {
	const id = approved(world, 'P-4');
	const part = payment('P-4', 'D-1', { 'amount-paid': '10' });
	expect(outcomes(await imported(world, [part, part]))).toEqual(['recorded', 'alreadyRecorded']);
	world.coupa.clearRequests();
	const written = payment('P-4', ' d-1 ', { 'amount-paid': '10.000', 'payment-date': '2026-05-20T00:00:00+02:00' });
	expect(outcomes(await imported(world, [written]))).toEqual(['alreadyRecorded']);
	expect(world.calls()).toEqual(['GET /api/invoices']);
	expect(held(world, id)).toHaveLength(1);
});

test.each([
	['by hand', 'ERP payment 4711, thanks'],
	['by Coupa’s own loader', '4711'],
])('a payment that was recorded %s is recognised by ID, date and amount', async (_how, notes) => {
	const id = approved(world, `P-5 ${notes}`, {
		payments: [{ id: 1, 'amount-paid': '19.00', 'payment-date': '2026-05-20T00:00:00-07:00', notes }],
	});
	const again = payment(`P-5 ${notes}`, '4711', { 'amount-paid': '19.00' });
	const other = payment(`P-5 ${notes}`, '471', { 'amount-paid': '19.00' });
	expect(outcomes(await imported(world, [again, other]))).toEqual(['alreadyRecorded', 'recorded']);
	expect(held(world, id)).toHaveLength(2);
});

test('an answer that was lost: what arrived counts, what nobody can tell is not sent again', async () => {
	const [arrived, lost] = [approved(world, 'P-6'), approved(world, 'P-7')];
	const isPut = (id: number) => (request: { method: string; path: string }) =>
		request.method === 'PUT' && request.path.endsWith(String(id));
	world.coupa.settings.dropAnswers = [{ match: isPut(arrived) }];
	world.coupa.settings.failNext = [{ match: isPut(lost), status: 502, body: '<html>Bad gateway</html>' }];
	const part = (number: string, paymentId: string) => payment(number, paymentId, { 'amount-paid': '10.00' });
	const inputs = [part('P-6', 'E-1'), part('P-7', 'E-2'), part('P-7', 'E-3')];
	const results = await imported(world, inputs);
	expect(outcomes(results)).toEqual(['recorded', 'undecided', 'undecided']);
	expect(results[1]?.reason).toContain('It was not sent a second time.');
	expect(results[2]?.reason).toContain('an earlier payment of this invoice');
	expect(world.writes()).toHaveLength(2);
	expect(outcomes(await imported(world, inputs))).toEqual(['alreadyRecorded', 'recorded', 'recorded']);
	expect([held(world, arrived).length, held(world, lost).length]).toEqual([1, 2]);
});

test('what follows an undecided payment waits for it: a reversal of it is not refused', async () => {
	const id = approved(world, 'P-13');
	world.coupa.settings.failNext = [{ match: ({ method }) => method === 'PUT', status: 502, body: '<html>Bad gateway</html>' }];
	const inputs = [payment('P-13', 'K-1'), payment('P-13', 'K-1', { 'amount-paid': '-119.00', 'payment-date': '2026-05-21' })];
	expect(outcomes(await imported(world, inputs))).toEqual(['undecided', 'undecided']);
	expect(outcomes(await imported(world, inputs))).toEqual(['recorded', 'recorded']);
	expect(held(world, id)).toHaveLength(2);
});

test('nor is it where the payment before it could not be recorded at all', async () => {
	const id = approved(world, 'P-14');
	const isRead = ({ path }: { path: string }) => path.endsWith(`/${id}`);
	const forbidden = { match: isRead, status: 403, body: { error: 'Not allowed' } };
	world.coupa.settings.failNext = [forbidden, forbidden];
	const inputs = [payment('P-14', 'K-2'), payment('P-14', 'K-2', { 'amount-paid': '-119.00', 'payment-date': '2026-05-21' })];
	const results = await imported(world, inputs);
	expect(outcomes(results)).toEqual(['undecided', 'undecided']);
	expect(results[1]?.reason).toContain('may depend on it');
});

test('a list that lags behind refuses nothing: the invoice itself decides', async () => {
	const id = approved(world, 'P-15', { status: 'pending_approval' });
	world.coupa.intercept((request, phase) => {
		if (request.method === 'GET' && request.path === '/api/invoices' && phase === 'answering')
			world.coupa.put('invoices', { ...world.invoice(id), status: 'approved' });
		return 'continue';
	});
	const results = await imported(world, [payment('P-15', 'L-1')]);
	world.coupa.intercept(null);
	expect(outcomes(results)).toEqual(['recorded']);
});

test('two runs that wrote it at the same moment: reported, and nothing taken back by itself', async () => {
	const id = approved(world, 'P-8');
	const part = payment('P-8', 'F-1', { 'amount-paid': '10.00' });
	let other: Promise<unknown> | undefined;
	world.coupa.intercept(async (request, phase): Promise<'continue'> => {
		if (request.method === 'PUT' && phase === 'received' && other === undefined) await (other = imported(world, [part]));
		return 'continue';
	});
	const [result] = await imported(world, [part]);
	world.coupa.intercept(null);
	expect(result).toMatchObject({ outcome: 'recordedTwice', reason: expect.stringContaining('2 times') });
	expect(held(world, id)).toHaveLength(2);
	expect(outcomes(await imported(world, [part]))).toEqual(['recordedTwice']);
	const back = payment('P-8', 'F-1', { 'amount-paid': '-10.00', 'payment-date': '2026-05-21' });
	expect(outcomes(await imported(world, [back, part]))).toEqual(['recorded', 'alreadyRecorded']);
});

test('a reversal takes an earlier payment back, once, and opens the invoice again', async () => {
	const id = approved(world, 'P-9');
	const reversal = payment('P-9', 'G-1', { 'amount-paid': '-119.00', 'payment-date': '2026-05-21' });
	const [paid, back, again] = await imported(world, [payment('P-9', 'G-1'), reversal, reversal]);
	expect([paid?.isPaid, back?.outcome, back?.isPaid, back?.open, again?.outcome]).toEqual([
		true,
		'recorded',
		false,
		'119.00',
		'alreadyRecorded',
	]);
	expect(world.invoice(id)).toMatchObject({ paid: false });
	const anew = payment('P-9', 'G-1', { 'payment-date': '2026-05-21' });
	expect(outcomes(await imported(world, [anew, payment('P-9', 'G-1')]))).toEqual(['recorded', 'alreadyRecorded']);
});

test('payments of a credit note are negative, and a positive one takes back', async () => {
	approved(world, 'P-10', { 'gross-total': '-119.00', 'is-credit-note': true });
	const results = await imported(world, [
		payment('P-10', 'H-1', { 'amount-paid': '-120' }),
		payment('P-10', 'H-2', { 'amount-paid': '-119' }),
		payment('P-10', 'H-3', { 'amount-paid': '1' }),
		payment('P-10', 'H-2', { 'amount-paid': '119' }),
	]);
	expect(outcomes(results)).toEqual(['refused moreThanOpen', 'recorded', 'refused nothingToReverse', 'recorded']);
	expect(results[1]?.isPaid).toBe(true);
});

test('Validate Only writes nothing and counts payments of one invoice together', async () => {
	const id = approved(world, 'P-11');
	const results = await imported(
		world,
		[payment('P-11', 'I-1', { 'amount-paid': '100' }), payment('P-11', 'I-2', { 'amount-paid': '20' })],
		{ validateOnly: true },
	);
	expect(outcomes(results)).toEqual(['wouldRecord', 'refused moreThanOpen']);
	expect(results[1]?.reason).toBe('The payment of 20.00 is more than the 19.00 that are open.');
	expect([world.writes(), held(world, id)]).toEqual([[], []]);
});

test('Validate Only counts together what a hundred payments lie between', async () => {
	approved(world, 'P-16');
	const parts = Array.from({ length: 119 }, (_, index) => payment('P-16', `M-${index}`, { 'amount-paid': '1' }));
	const results = await imported(world, [...parts, payment('P-16', 'M-last', { 'amount-paid': '0.01' })], { validateOnly: true });
	expect(outcomes(results).slice(118)).toEqual(['wouldRecord', 'refused alreadyPaid']);
});

test('by POST where the instance wants that (playbook, scenario 5.1)', async () => {
	const id = approved(world, 'P-12');
	world.coupa.settings.paymentVerbs = ['POST'];
	const [refused] = await imported(world, [payment('P-12', 'J-1')]);
	expect(refused).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('choose the other Method') });
	expect(outcomes(await imported(world, [payment('P-12', 'J-1')], { method: 'POST' }))).toEqual(['recorded']);
	world.coupa.settings.paymentVerbs = ['PUT'];
	expect(held(world, id)).toHaveLength(1);
});

test('many payments share their look-ups', async () => {
	const numbers = Array.from({ length: 60 }, (_, index) => `M-${index}`);
	for (const number of numbers) approved(world, number);
	const results = await imported(
		world,
		numbers.map((number) => payment(number, 'RUN-9')),
	);
	expect(new Set(outcomes(results))).toEqual(new Set(['recorded']));
	expect(world.calls().filter((call) => call === 'GET /api/invoices').length).toBeLessThanOrEqual(2);
	expect(world.calls()).toHaveLength(2 * 60 + 2);
});
