import { lookUpKey, textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { fitsInList, queryPairs } from '../query';
import { idIn } from '../record-id';
import type { Entry } from '../resources/entry';
import { writeOnce, type WritePacing } from '../write-once';
import { ignoredBy } from './ignored';

/** A record that was written. */
export interface Written {
	/** As Coupa has it. */
	record: CoupaRecord;
	/** True when Coupa's answer was lost, and what was read afterwards shows that it was carried out. */
	answerLost: boolean;
}

/** Records with the same key that are looked at. */
const MOST_ALIKE = 5;

/**
 * Posts one record, never twice. After a lost answer it counts as created where Coupa shows exactly one record with its key that came
 * into being since the request began and has all that was sent; of a record without a key nobody can tell.
 *
 * @param path where it is posted to: the entry's list, or a step below it
 * @param list the list that shows it
 * @throws CoupaError with a hint what to look at in Coupa where nobody can tell; else as Coupa refused it.
 */
export async function createOnce(
	client: CoupaClient,
	entry: Entry,
	{ path, list, body }: { path: string; list: string; body: CoupaRecord },
	pacing: Partial<WritePacing> = {},
): Promise<Written> {
	let sentAt = 0;
	const key = keyOf(entry, body);
	const end = await writeOnce<CoupaRecord, CoupaRecord | null>(
		client,
		{
			send: async () => {
				sentAt = performance.now();
				return await client.write('POST', path, body);
			},
			...(key !== null && {
				proof: {
					read: async () => await findCreated(client, entry, { list, body, key, sentAt }),
					isDone: (found) => (found === null ? null : true),
				},
			}),
			hint: `It was not sent a second time. Look for ${key === null ? `the ${entry.one}` : `${entry.one} ${key}`} in Coupa, and run this again only if it is still not there after a few minutes.`,
		},
		pacing,
	);
	return end.kind === 'answered' ? { record: end.answer, answerLost: false } : { record: end.seen ?? {}, answerLost: true };
}

/** What the record will be known by; null where it has no key, or one that cannot be looked for. */
export function keyOf({ key }: Entry, body: CoupaRecord): string | null {
	const value = key === undefined ? undefined : textAt(body, key.attribute)?.trim();
	return value === undefined || value === '' || !fitsInList(value) ? null : value;
}

interface Sought {
	list: string;
	body: CoupaRecord;
	key: string;
	sentAt: number;
}

async function findCreated(client: CoupaClient, entry: Entry, { list, body, key, sentAt }: Sought): Promise<CoupaRecord | null> {
	const since = client.serverTime(sentAt);
	if (since === null) return null;
	const found = await recordsWithKey(client, entry, list, key);
	const [one, second] = found.filter((record) => isCreatedSince(record, since) && ignoredBy(body, record, entry.definition).length === 0);
	return one !== undefined && second === undefined ? one : null;
}

/** The records of a list with this key, as people read it; whole, a few at most. */
export async function recordsWithKey(client: CoupaClient, { key }: Entry, list: string, value: string): Promise<CoupaRecord[]> {
	if (key === undefined) return [];
	const found = await client.listAll(list, { query: queryPairs([{ field: key.attribute, value }]), limit: MOST_ALIKE });
	return found.filter((record) => idIn(record.id) !== null && lookUpKey(textAt(record, key.attribute) ?? '') === lookUpKey(value));
}

/** Coupa's times are whole seconds. */
function isCreatedSince(record: CoupaRecord, since: number): boolean {
	return Date.parse(textAt(record, 'created-at') ?? '') >= Math.floor(since / 1000) * 1000;
}
