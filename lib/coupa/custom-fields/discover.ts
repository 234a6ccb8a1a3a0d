import type { CoupaClient } from '../client';
import { CoupaError } from '../errors';
import type { Entry } from '../resources/entry';
import { fromDefinitions } from './definitions';
import type { CustomField } from './field';
import { fromGraphql } from './graphql';
import { fromSample } from './sample';

/** How long what was found is taken for granted: an administrator may add a field meanwhile. */
const FRESH_MS = 10 * 60_000;
/** How long a way that an instance does not have is not tried again. */
const CLOSED_MS = 24 * 60 * 60_000;

/** What may be otherwise at the next try. */
const PASSING = new Set<CoupaError['kind']>(['network', 'server', 'rateLimited']);

const found = new Map<string, { fields: CustomField[]; until: number }>();
const closed = new Map<string, number>();

/**
 * The custom fields of an object in this instance. The ways are tried in turn, each at most once an instance: Coupa's list of custom
 * fields, GraphQL's description of itself, a sample of records (operations.md, findings 1 and 2). A way that is not there is passed over
 * without a word; what the sample cannot read (a missing scope) is thrown.
 *
 * @param list where records of the object are read: `/api/suppliers`
 * @param now ms of a clock that only goes forward; for tests
 */
export async function customFieldsOf(client: CoupaClient, entry: Entry, list: string, now = performance.now()): Promise<CustomField[]> {
	const key = `${client.instance} ${entry.name}`;
	const known = found.get(key);
	if (known !== undefined && known.until > now) return known.fields;
	const fields =
		(await unlessClosed(client, 'definitions', now, async () => await fromDefinitions(client, entry))) ??
		(await unlessClosed(client, 'graphql', now, async () => await fromGraphql(client, entry))) ??
		(await fromSample(client, entry, list));
	found.set(key, { fields, until: now + FRESH_MS });
	return fields;
}

/** Null where the way is closed: the instance has no such address, or does not allow this credential to use it. */
async function unlessClosed(
	{ instance }: CoupaClient,
	way: string,
	now: number,
	look: () => Promise<CustomField[] | null | 'absent'>,
): Promise<CustomField[] | null> {
	const key = `${instance} ${way}`;
	if ((closed.get(key) ?? 0) > now) return null;
	try {
		const fields = await look();
		if (fields !== 'absent') return fields;
		closed.set(key, now + CLOSED_MS);
		return null;
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind === 'cancelled') throw error;
		if (!PASSING.has(error.kind)) closed.set(key, now + CLOSED_MS);
		return null;
	}
}
