import { attributesOf } from '../schema';
import type { Entry } from '../resources/entry';

/** What a watch tells about the records of an entry. */
export type WatchEvent = 'created' | 'updated' | 'statusChanged';

/**
 * Whether records of an entry can be watched: what has changed can be read, from a list of their own that needs no condition, in order of
 * the `id` that the records show.
 */
export function canBeWatched({ reads, below, idAt, listedBy }: Entry): boolean {
	return reads.includes('changed') && below === undefined && idAt === undefined && listedBy?.needed !== true;
}

/** Whether records of an entry have a status. Asked for every entry when the node is loaded, so no attribute list is opened for it. */
export function hasStatus({ statuses, simplified = [] }: Pick<Entry, 'statuses' | 'simplified'>): boolean {
	return statuses !== undefined || simplified.includes('status');
}

/** The statuses that Coupa's documents name; null where they name none. */
export function statusesOf({
	definition,
	statuses = [],
	statusSpellings = [],
}: Pick<Entry, 'definition' | 'statuses' | 'statusSpellings'>): string[] | null {
	const named = [...(attributesOf(definition)?.status?.enum ?? []), ...statuses];
	return named.length === 0 ? null : [...new Set([...named, ...statusSpellings])];
}
