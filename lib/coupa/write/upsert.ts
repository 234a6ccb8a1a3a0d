import { textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { CoupaError } from '../errors';
import type { Entry } from '../resources/entry';
import type { WritePacing } from '../write-once';
import { createOnce, recordsWithKey, type Written } from './create';
import { updateOnce } from './update';

/** What each half of Create or Update sends: some attributes can be given at creation only. */
export interface UpsertBodies {
	create: CoupaRecord;
	update: CoupaRecord;
	/** Throws where the body for creating lacks something: who only updates need not give it. */
	checkCreate(): void;
}

export interface Upserted extends Written {
	done: 'created' | 'updated';
}

/**
 * Creates the record with this key, or updates the one that has it. Race-safe where Coupa keeps the key unique: whoever comes second is
 * refused by Coupa, finds the other's record and updates it.
 *
 * @throws CoupaError `validation` where several records have the key; else as createOnce and updateOnce
 */
export async function createOrUpdate(
	client: CoupaClient,
	entry: Entry,
	{ list, key, bodies }: { list: string; key: string; bodies: UpsertBodies },
	pacing: Partial<WritePacing> = {},
): Promise<Upserted> {
	const known = await oneWithKey(client, entry, list, key);
	if (known !== null) return await updated(client, entry, { list, known, body: bodies.update }, pacing);
	bodies.checkCreate();
	try {
		return { done: 'created', ...(await createOnce(client, entry, { path: list, list, body: bodies.create }, pacing)) };
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
		const made = await oneWithKey(client, entry, list, key);
		if (made === null) throw error;
		return await updated(client, entry, { list, known: made, body: bodies.update }, pacing);
	}
}

async function updated(
	client: CoupaClient,
	entry: Entry,
	{ list, known, body }: { list: string; known: CoupaRecord; body: CoupaRecord },
	pacing: Partial<WritePacing>,
): Promise<Upserted> {
	return { done: 'updated', ...(await updateOnce(client, entry, { record: `${list}/${textAt(known, 'id') ?? ''}`, body }, pacing)) };
}

async function oneWithKey(client: CoupaClient, entry: Entry, list: string, key: string): Promise<CoupaRecord | null> {
	const [one, second] = await recordsWithKey(client, entry, list, key);
	if (second === undefined) return one ?? null;
	const { label = '' } = entry.key ?? {};
	throw new CoupaError(
		`Several ${entry.many} have the ${label.toLowerCase()} “${key}”, so it is not clear which one to update.`,
		'validation',
		{
			status: null,
			messages: [],
			mayHaveHappened: false,
			request: `GET ${list}`,
			hint: `Nothing was changed. Use Update with the ID of the right one.`,
		},
	);
}
