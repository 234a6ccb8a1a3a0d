import type { CoupaRecord, Problem } from '../../../../lib/core';
import type { ImportInput, ImportResult, ImportSettings } from '../../../../lib/coupa/import';
import { codes, input, type InputOptions, type World } from './world';

/** What the checks say of one invoice, without a write. */
export async function check(
	world: World,
	options: InputOptions,
	more: Partial<ImportInput> = {},
	settings: Partial<ImportSettings> = {},
): Promise<ImportResult> {
	return await world.importOne(input(options, more), { validateOnly: true, ...settings });
}

export function problem(result: ImportResult, code: string): Problem {
	const found = result.problems.find((candidate) => candidate.code === code);
	if (found === undefined) throw new Error(`No ${code} among ${codes(result).join(', ')}`);
	return found;
}

/** A clean line without an order and without a number. */
export const line = (change: CoupaRecord): CoupaRecord => ({
	description: 'Bolts',
	quantity: '10',
	price: '10.00',
	uom: { code: 'EA' },
	account: { code: '10-6200-HS' },
	...change,
});
