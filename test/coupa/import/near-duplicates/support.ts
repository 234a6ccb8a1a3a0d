import type { CoupaRecord } from '../../../../lib/core';
import type { ImportInput, ImportResult } from '../../../../lib/coupa/import';
import { codes, input, World, type InputOptions } from '../support/world';

/** The Coupa of the running test, once the test file has called `worldPerTest`; two of its suppliers have the same name. */
export let world: World;

export function worldPerTest(): void {
	beforeEach(async () => {
		world = await World.start({ duplicateRule: 'never' });
		for (const [id, number, name] of [
			[900_001, 'V-90001', 'Northern Bolts'],
			[900_002, 'V-90002', 'NORTHERN BOLTS LLC'],
		] as const)
			world.coupa.put('suppliers', { id, number, name, status: 'active', 'remit-to-addresses': [] });
	});
	afterEach(async () => {
		await world.stop();
	});
}

export const LEVEL = { checks: { nearDuplicate: 'draft' as const } };
export const named = (number: string, change: CoupaRecord = {}, options: InputOptions = {}) =>
	input({ ...options, invoice: { 'invoice-number': number, supplier: { number: 'V-90001' }, ...change } });
export const runs = async (...inputs: ImportInput[]) => await world.import(inputs, LEVEL);
export const ends = (results: ImportResult[]) => results.map((result) => [result.outcome, codes(result)]);
export const lists = () =>
	world
		.apiCalls()
		.filter(
			({ method, path, query }) =>
				method === 'GET' && path === '/api/invoices' && !query.some(([name]) => name.startsWith('invoice_number')),
		);

/** What others have entered in Coupa. */
export function entered(number: string, change: CoupaRecord = {}): void {
	const by = { id: 12, login: 'ana.lyst' };
	world.coupa.put('invoices', {
		id: 500_000 + world.invoices().length,
		'invoice-number': number,
		status: 'approved',
		'invoice-date': '2026-04-20T00:00:00-07:00',
		supplier: { id: 900_001, number: 'V-90001', name: 'Northern Bolts' },
		currency: { code: 'USD' },
		'supplier-total': '100.00',
		'gross-total': '100.00',
		'document-type': 'Invoice',
		'created-by': by,
		'updated-by': by,
		'internal-note': null,
		...change,
	});
}
