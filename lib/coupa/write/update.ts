import { type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { CoupaError } from '../errors';
import type { Entry } from '../resources/entry';
import { writeOnce, type WritePacing } from '../write-once';
import type { Written } from './create';
import { ignoredBy } from './ignored';

/** One record and what is changed in it. */
export interface Change {
	/** The record itself: `/api/suppliers/7`. */
	record: string;
	/** Last step of the path, where there is one: `update_and_submit_for_approval`. */
	step?: string | undefined;
	body: CoupaRecord;
}

/**
 * Changes one record. After a lost answer it is read: with all values in place the change was carried out; with lists in the body, which
 * Coupa adds to, nobody can tell, and it is not sent again.
 *
 * @throws CoupaError with a hint what to look at in Coupa where nobody can tell; else as Coupa refused it.
 */
export async function updateOnce(
	client: CoupaClient,
	{ one, definition }: Entry,
	{ record, step, body }: Change,
	pacing: Partial<WritePacing> = {},
): Promise<Written> {
	const adds = Object.values(body).some(Array.isArray) || step !== undefined;
	const end = await writeOnce<CoupaRecord, CoupaRecord>(
		client,
		{
			send: async () => await client.write('PUT', step === undefined ? record : `${record}/${step}`, body),
			...(!adds && {
				proof: {
					read: async () => await client.get(record),
					isDone: (seen) => ignoredBy(body, seen, definition).length === 0,
				},
			}),
			hint: `It was not sent a second time. Check the ${one} in Coupa before you run this again.`,
		},
		pacing,
	);
	return end.kind === 'answered' ? { record: end.answer, answerLost: false } : { record: end.seen, answerLost: true };
}

/** Deletes one record; after a lost answer it is gone when Coupa finds it no longer. */
export async function deleteOnce(
	client: CoupaClient,
	{ one }: Entry,
	record: string,
	pacing: Partial<WritePacing> = {},
): Promise<{ answerLost: boolean }> {
	const end = await writeOnce<CoupaRecord, boolean>(
		client,
		{
			send: async () => await client.write('DELETE', record),
			proof: { read: async () => await isGone(client, record), isDone: (gone) => gone },
			hint: `It was not sent a second time. Check in Coupa whether the ${one} is still there.`,
		},
		pacing,
	);
	return { answerLost: end.kind === 'found' };
}

async function isGone(client: CoupaClient, record: string): Promise<boolean> {
	try {
		await client.get(record);
		return false;
	} catch (error) {
		if (error instanceof CoupaError && error.kind === 'notFound') return true;
		throw error;
	}
}
