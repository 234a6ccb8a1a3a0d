import type { CoupaRecord } from '../../../lib/core';
import type { Company } from './company';
import { badParameter } from './query/parameters';
import { notFound } from './refusal';
import { timestamp } from './time';

/**
 * `PUT /api/{resource}/:id?exported=true|false` (rules.md §5): sets or resets the flag and nothing else; a body is ignored.
 * @throws Refusal 404 for an unknown id, 400 for another value
 */
export function markExported({ records, settings }: Company, resource: string, id: number, value: string | undefined): CoupaRecord {
	const record = records.get(resource, id);
	if (record === null) throw notFound(`${resource} ${id}`);
	if (value !== 'true' && value !== 'false') throw badParameter('exported', `"${value ?? ''}" is neither true nor false`);
	const now = timestamp(settings.utcOffset);
	const marked: CoupaRecord = { ...record, exported: value === 'true' };
	marked['last-exported-at'] = value === 'true' ? now : (record['last-exported-at'] ?? null);
	if (settings.exportedMovesUpdatedAt) marked['updated-at'] = now;
	records.save(resource, marked);
	return marked;
}
