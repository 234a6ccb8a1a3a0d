import { isRecord, type CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import { shownIn } from '../resources';
import { timestamp } from '../time';
import { definitionOf } from '../../../../lib/coupa/schema';
import type { Owner } from '../types';

/** Stores a record, and shows it in the record that owns it: in place of what had its id there, else at the end. */
export function saved(company: Company, resource: string, record: CoupaRecord, owner?: Owner | null): CoupaRecord {
	const { records } = company;
	records.save(resource, record, owner ? { owner } : {});
	const of = owner ?? records.ownerOf(resource, Number(record.id));
	if (of !== null) show(company, resource, of, (list) => replaced(list, record));
	return record;
}

/** Removes a record, from the record that owns it as well. */
export function removed(company: Company, resource: string, id: number): void {
	const owner = company.records.ownerOf(resource, id);
	company.records.remove(resource, id);
	if (resource === 'attachments') company.files.remove('attachment', id);
	if (owner !== null) show(company, resource, owner, (list) => list.filter((record) => record.id !== id));
}

/** The record as changed just now by the integration user: what its definition has of `updated-at`, `updated-by`, lock version. */
export function touched({ settings }: Company, definition: string, record: CoupaRecord): CoupaRecord {
	const attributes = definitionOf(definition);
	const version = record['lock-version-key'];
	const marks: CoupaRecord = {
		'updated-at': timestamp(settings.utcOffset),
		'updated-by': settings.integrationUser,
		'lock-version-key': typeof version === 'number' ? version + 1 : 1,
	};
	return { ...record, ...Object.fromEntries(Object.entries(marks).filter(([name]) => Object.hasOwn(attributes, name))) };
}

/** What lies below a record does not move the record's own `updated-at` (rules.md §3, of remit-to addresses). */
function show(company: Company, resource: string, owner: Owner, change: (list: CoupaRecord[]) => CoupaRecord[]): void {
	const attribute = shownIn(owner.resource, resource);
	const record = company.records.get(owner.resource, owner.id);
	if (attribute === null || record === null) return;
	const list = record[attribute];
	company.records.save(owner.resource, { ...record, [attribute]: change(Array.isArray(list) ? list.filter(isRecord) : []) });
}

function replaced(list: CoupaRecord[], record: CoupaRecord): CoupaRecord[] {
	return list.some(({ id }) => id === record.id) ? list.map((entry) => (entry.id === record.id ? record : entry)) : [...list, record];
}
