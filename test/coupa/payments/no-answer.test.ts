import { importPayments } from '../../../lib/coupa';
import { World } from '../import/support/world';
import { approved, held, imported, NOW, outcomes, patient, payment } from './support';

let world: World;
beforeAll(async () => {
	world = await World.start();
});
afterEach(() => {
	world.coupa.settings.failNext = [];
	world.coupa.clearRequests();
});
afterAll(async () => {
	await world.stop();
});

const numbers = (prefix: string) => Array.from({ length: 8 }, (_, index) => `${prefix}-${index}`);

test('after five failures in a row nothing more is tried; a later run records all', async () => {
	const ids = numbers('D').map((number) => approved(world, number));
	const inputs = numbers('D').map((number) => payment(number, 'X'));
	world.coupa.settings.failNext = Array.from({ length: 20 }, () => ({
		match: ({ method }: { method: string }) => method === 'PUT',
		status: 403,
		body: { error: 'Not allowed' },
	}));
	const results = await imported(world, inputs, { parallelInvoices: 1 });
	expect(new Set(outcomes(results))).toEqual(new Set(['undecided']));
	expect(results.filter(({ reason }) => reason.includes('several payments in a row'))).toHaveLength(3);
	expect(ids.flatMap((id) => held(world, id))).toEqual([]);
	world.coupa.settings.failNext = [];
	expect(new Set(outcomes(await imported(world, inputs)))).toEqual(new Set(['recorded']));
});

test('a cancelled run writes nothing more, and says which payments it did not come to', async () => {
	const ids = numbers('C').map((number) => approved(world, number));
	const cancel = new AbortController();
	world.coupa.intercept(({ method }, phase) => {
		if (method === 'PUT' && phase === 'answering') cancel.abort();
		return 'continue';
	});
	const inputs = numbers('C').map((number) => payment(number, 'X'));
	const results = await importPayments(patient(world), inputs, { now: () => NOW, parallelInvoices: 1 }, { signal: cancel.signal });
	world.coupa.intercept(null);
	expect(outcomes(results)).toEqual(['recorded', ...Array<string>(7).fill('undecided')]);
	expect(results[7]?.reason).toBe('The execution was cancelled before this payment; a later run records it.');
	expect(ids.flatMap((id) => held(world, id))).toHaveLength(1);
});

test('a Coupa that does not answer to the very first look-up is an error, and nothing was written', async () => {
	approved(world, 'F-1');
	world.coupa.settings.failNext = Array.from({ length: 10 }, () => ({ status: 503, body: '' }));
	await expect(imported(world, [payment('F-1', 'X')])).rejects.toMatchObject({ name: 'CoupaError' });
	expect(world.writes()).toEqual([]);
});

test('an admin’s response filter that hides the payments of the answer: they are read by name', async () => {
	const id = approved(world, 'F-2');
	world.coupa.settings.hiddenKeys = { invoices: ['payments', 'gross-total', 'paid'] };
	const [result] = await imported(world, [payment('F-2', 'X')]);
	world.coupa.settings.hiddenKeys = {};
	expect(result).toMatchObject({ outcome: 'recorded', isPaid: true, open: '0.00' });
	expect(held(world, id)).toHaveLength(1);
});

test('nor does one that hides “paid” alone make the invoice look unpaid', async () => {
	approved(world, 'F-3');
	world.coupa.settings.hiddenKeys = { invoices: ['paid'] };
	const [result] = await imported(world, [payment('F-3', 'X')]);
	world.coupa.settings.hiddenKeys = {};
	expect(result).toMatchObject({ outcome: 'recorded', isPaid: true, problems: [] });
});
