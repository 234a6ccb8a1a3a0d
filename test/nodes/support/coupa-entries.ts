import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../../lib/core';
import { ENTRIES, type Entry, entryNamed, listPath } from '../../../lib/coupa';
import { CLIENT, coupaCredential, startCoupa } from '../../../tools/harness/engine/coupa';
import { Engine } from '../../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { resourceOf } from '../../../tools/sandbox/coupa/resources';
import { ALL_SCOPES } from '../../../tools/sandbox/coupa/scopes';
import { sampledRecord } from '../../../tools/sandbox/dataset/sampled';

/** Records of every entry, and the owners of those below others. */
export const IDS = [9_000_001, 9_000_002, 9_000_003] as const;

const client = { ...CLIENT, clientId: 'entries', scopes: ALL_SCOPES };
/** Holds a scope that opens nothing to read. */
export const STRANGER = { ...CLIENT, clientId: 'stranger', scopes: ['core.approval.write'] };

export interface Company {
	coupa: CoupaSandbox;
	/** Holds every scope. */
	engine: Engine;
}

/** A Coupa with three records of every entry; those below others belong to the first record of their first owner. */
export async function companyOfEntries(): Promise<Company> {
	const coupa = await startCoupa({ seed: {}, clients: [client, STRANGER], settings: { requestsPerSecond: Infinity } });
	const own = ENTRIES.filter(({ below }) => below === undefined);
	const below = ENTRIES.filter((entry) => entry.below !== undefined);
	for (const entry of [...own, ...below]) for (const record of stored(entry)) keep(coupa, entry, record);
	const engine = await Engine.load({
		coupaOAuth2Api: coupaCredential(coupa, { clientId: client.clientId, scopes: client.scopes.join(' ') }),
	});
	return { coupa, engine };
}

/** Whether it has records of its own, which it lists and shows. */
export const isListed = ({ unlisted, below }: Entry) => unlisted !== true && below === undefined;

/** Entries as a table of tests. */
export const named = (predicate: (entry: Entry) => boolean) =>
	ENTRIES.filter(predicate).map((entry): [string, Entry] => [entry.name, entry]);

export const stored = (entry: Entry): CoupaRecord[] => IDS.map((id) => sampleOf(entry, id));

export const sampleOf = ({ definition }: Entry, id: number): CoupaRecord => sampledRecord(definition, id);

/** Stores a record behind the API's back; below the first record of an owner, where its kind lies below others. */
export function keep(coupa: CoupaSandbox, entry: Entry, record: CoupaRecord, owner = entry.below?.of[0]): void {
	const place = owner === undefined ? {} : { owner: { resource: resourceOf(entryNamed(owner)), id: IDS[0] } };
	coupa.put(resourceOf(entry), record, { keepUpdatedAt: true, ...place });
}

/** A locator's value. */
export const pick = (value: string | number, mode = 'id') => ({ __rl: true, mode, value: String(value) });

/** Parameters that name the owner; none for entries with lists of their own. */
export const ownedBy = ({ below }: Entry, owner = below?.of[0]): IDataObject =>
	owner === undefined ? {} : { ownerType: owner, [owner]: pick(IDS[0]) };

/** Path of the list that holds the records above. */
export const listOf = (entry: Entry, owner = entry.below?.of[0]): string =>
	owner === undefined ? entry.path : listPath(entry, { entry: entryNamed(owner), id: String(IDS[0]) });

/** Requests that write, in their order. */
export const writesOf = (coupa: CoupaSandbox) =>
	coupa.requests().filter(({ method, operation }) => method !== 'GET' && operation !== 'token');
