import { ownValue } from '../../core';
import { currentDefinitions } from '../schema/current';
import type { Entry } from '../resources/entry';

/** What a watch tells about the records of an entry. */
export type WatchEvent = 'created' | 'updated' | 'statusChanged';

/** Whether records of an entry can be watched: what has changed can be read, from a list of their own. */
export function canBeWatched({ reads, below }: Entry): boolean {
	return reads.includes('changed') && below === undefined;
}

/** Whether records of an entry have a status. */
export function hasStatus({ definition, simplified }: Pick<Entry, 'definition' | 'simplified'>): boolean {
	const attributes = ownValue(currentDefinitions, definition);
	return simplified.includes('status') || (attributes !== undefined && Object.hasOwn(attributes, 'status'));
}

/** The statuses that Coupa's definition names; null where it names none. */
export function statusesOf({ definition, statusSpellings = [] }: Pick<Entry, 'definition' | 'statusSpellings'>): string[] | null {
	const named = ownValue(currentDefinitions, definition)?.status?.enum;
	return named === undefined ? null : [...new Set([...named, ...statusSpellings])];
}
