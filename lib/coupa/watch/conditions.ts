import { CoupaError } from '../errors';
import { queryName, type Filter, type QueryPair } from '../query';
import { recordConditions } from '../record-conditions';
import type { Entry } from '../resources/entry';
import { statusesOf, type WatchEvent } from './event';

/**
 * The query pairs of an analyst's filters for a watch.
 *
 * @throws CoupaError `validation` for a filter on what the watch itself goes by, and as `queryPairs` does
 */
export function watchConditions(entry: Entry, event: WatchEvent, filters: Filter[]): QueryPair[] {
	const time = event === 'created' ? 'created_at' : 'updated_at';
	for (const { field } of filters) {
		const name = queryName(field);
		if (name === time)
			throw refused(`A filter on ${field} cannot be combined with this trigger, which goes by it itself.`, 'Remove this filter.');
		if (name === 'status' && event === 'statusChanged') {
			throw refused(
				'A filter on status would hide the changes to other statuses.',
				'Remove this filter, and name the statuses under New Status.',
			);
		}
	}
	return recordConditions(entry, filters);
}

/**
 * The statuses that a person names by value or label (`pending_approval`, `Pending Approval`), as Coupa writes them, in all its spellings.
 *
 * @throws CoupaError `validation` for one that records of the entry never have
 */
export function namedStatuses(entry: Entry, names: string[]): string[] {
	const known = statusesOf(entry);
	const { statusSpellings = [] } = entry;
	return names.flatMap((name) => {
		const status = name.trim().toLowerCase().replaceAll(' ', '_');
		if (known !== null && !known.includes(status)) {
			throw refused(`“${name}” is not a status of ${entry.many}.`, `Statuses are: ${known.join(', ')}.`);
		}
		return statusSpellings.includes(status) ? statusSpellings : [status];
	});
}

function refused(message: string, hint: string): CoupaError {
	return new CoupaError(message, 'validation', { status: null, messages: [], mayHaveHappened: false, request: '', hint });
}
