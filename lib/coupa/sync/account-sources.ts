import { textAt, valueAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import type { Filter } from '../query';

/** Where the accounts of one chart of accounts are found. */
export interface AccountSource {
	chart: { id: number; name: string };
	/** Charts with dynamic accounts have none to list: their accounts arise from lookup values (rules.md §7). */
	kind: 'account' | 'lookupValue';
	/** Keeps `readChanged` to this chart. */
	filters: Filter[];
}

/**
 * Tells for each chart of accounts (Coupa: account type) whether its accounts are read as accounts or as lookup values.
 *
 * @param charts names of charts; default: all active ones
 */
export async function accountSources(client: CoupaClient, charts?: string[]): Promise<AccountSource[]> {
	const found = await client.listAll('/api/account_types', { fields: ['id', 'name', 'active', 'dynamic-flag'] });
	const wanted = found.filter((chart) => (charts === undefined ? chart.active !== false : charts.includes(textAt(chart, 'name') ?? '')));
	return wanted.map(sourceOf);
}

function sourceOf(chart: CoupaRecord): AccountSource {
	const id = Number(textAt(chart, 'id'));
	// The documents spell this one with an underscore in answers too (fields/account_type.json).
	const isDynamic = valueAt(chart, 'dynamic-flag') === true || valueAt(chart, 'dynamic_flag') === true;
	return {
		chart: { id, name: textAt(chart, 'name') ?? '' },
		kind: isDynamic ? 'lookupValue' : 'account',
		filters: [{ field: 'account-type.id', value: id }],
	};
}
