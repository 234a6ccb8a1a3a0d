import type { CoupaRecord, Problem } from '../../../lib/core';
import type { ImportResult } from '../../../lib/coupa/import';
import { codes, input, World } from './support/world';

let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	await world.stop();
});

function only({ problems }: ImportResult): Problem {
	expect(problems).toHaveLength(1);
	return problems[0] as Problem;
}

describe('check and body choose the remit-to address by one rule', () => {
	const address = (id: number, code: string | null, active = true): CoupaRecord => ({ id, 'remit-to-code': code, active });
	const withRemitTos = (...addresses: CoupaRecord[]) => {
		const supplier = world.coupa.rows('suppliers').find(({ number }) => number === 'V-20011') ?? {};
		world.coupa.put('suppliers', { ...supplier, 'remit-to-addresses': addresses });
	};
	const posted = () => world.coupa.requests().find(({ operation }) => operation === 'post')?.json as CoupaRecord | undefined;
	const importWith = async (remitTo: CoupaRecord, level?: 'warning') =>
		await world.importOne(
			input({ invoice: { 'remit-to-address': remitTo } }),
			level === undefined ? {} : { checks: { remitToCode: level } },
		);

	it.each(['NB-01', 'nb-01', ' Nb-01 '])('%j is the active one of two with that code', async (code) => {
		withRemitTos(address(71, 'NB-01', false), address(72, 'NB-01'));
		expect(codes(await importWith({ 'remit-to-code': code }))).toEqual([]);
		expect(posted()?.['remit-to-address']).toEqual({ id: 72 });
	});

	it.each([
		['code', { 'remit-to-code': 'nb-01' }, /the code "nb-01" is no longer active/],
		['ID', { id: 71 }, /the ID "71" is no longer active/],
	])('an inactive %s is refused, and not sent at a milder level', async (_by, remitTo, message) => {
		withRemitTos(address(71, 'NB-01', false));
		const result = await importWith(remitTo);
		expect(result.outcome).toBe('refused');
		expect(only(result)).toMatchObject({ code: 'remitToCode', message: expect.stringMatching(message) as string });
		expect((await importWith(remitTo, 'warning')).outcome).toBe('imported');
		expect(posted()).not.toHaveProperty('remit-to-address');
	});

	it('two active ones with the same code are told apart by nobody', async () => {
		withRemitTos(address(71, 'NB-01'), address(72, 'nb-01'));
		expect(only(await importWith({ 'remit-to-code': 'NB-01' })).message).toContain('2 active remit-to addresses');
	});

	it('an ID of somebody else is refused', async () => {
		withRemitTos(address(71, 'NB-01'));
		expect(only(await importWith({ id: 9381 })).message).toContain('"9381" is not an active remit-to ID');
	});

	it('where Coupa shows no codes, the code goes as it is', async () => {
		withRemitTos(address(71, null), address(72, null));
		expect(codes(await importWith({ 'remit-to-code': 'NB-01' }))).not.toContain('remitToCode');
		expect(posted()?.['remit-to-address']).toEqual({ 'remit-to-code': 'NB-01' });
	});
});
