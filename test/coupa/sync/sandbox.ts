import { CoupaClient, readChanged, type ChangedOptions } from '../../../lib/coupa';
import { textAt, type CoupaRecord } from '../../../lib/core';
import { DEFAULT_CLIENT, startCoupaSandbox, type CoupaSandbox, type CoupaSeed } from '../../../tools/sandbox/coupa';
import { coupaSeed } from '../../../tools/sandbox/dataset';
import { DirectTransport } from '../../../tools/harness/engine/direct-transport';

export async function startSandbox(seed: CoupaSeed = coupaSeed()): Promise<{ coupa: CoupaSandbox; client: CoupaClient }> {
	const coupa = await startCoupaSandbox({ seed, settings: { requestsPerSecond: Infinity } });
	const client = new CoupaClient(new DirectTransport({ baseUrl: coupa.url, ...DEFAULT_CLIENT }), { requestsPerSecond: 100_000 });
	return { coupa, client };
}

export const idsOf = (rows: CoupaRecord[]) => rows.map((row) => Number(textAt(row, 'id')));

/** What was asked of Coupa, token requests apart. */
export const callsTo = (coupa: CoupaSandbox) => coupa.requests().filter(({ operation }) => operation !== 'token');

export async function all(pages: AsyncIterable<CoupaRecord[]>): Promise<CoupaRecord[]> {
	const rows: CoupaRecord[] = [];
	for await (const page of pages) rows.push(...page);
	return rows;
}

/** One run to its end: all rows, and the cursor for the next run. */
export async function sync(client: CoupaClient, kind: string, options: ChangedOptions) {
	const changed = readChanged(client, kind, options);
	const rows = await all(changed.pages);
	return { ...changed, rows, cursor: changed.cursor() };
}
