import { isRecord, type CoupaRecord } from '../../../lib/core';
import { badParameter } from './query/parameters';

/**
 * Deleted lines of a purchase order come only with `show_deleted_lines=true` (rules.md §6). How Coupa marks them is not
 * documented; here by the line status `deleted`.
 */
export function withoutDeletedLines(resource: string, record: CoupaRecord, query: Array<[string, string]>): CoupaRecord {
	const lines = record['order-lines'];
	if (resource !== 'purchase_orders' || !Array.isArray(lines)) return record;
	const shown = query.find(([name]) => name === 'show_deleted_lines')?.[1] ?? 'false';
	if (shown !== 'true' && shown !== 'false') throw badParameter('show_deleted_lines', `"${shown}" is neither true nor false`);
	return shown === 'true' ? record : { ...record, 'order-lines': lines.filter((line) => !isRecord(line) || line.status !== 'deleted') };
}
