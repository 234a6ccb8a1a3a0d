/** One process that reads all suppliers of an instance with our client, as an n8n worker would: `reader-process.ts URL`. */
import { CoupaClient, MOST_PARALLEL } from '../../lib/coupa';
import { DirectTransport } from '../harness/engine/direct-transport';
import { CLIENT } from './coupa-calls';

export interface ReaderReport {
	rows: number;
	differentIds: number;
	endedAt: number;
}

async function main(url: string): Promise<void> {
	const client = new CoupaClient(new DirectTransport({ baseUrl: url, ...CLIENT }), { requestsPerSecond: 25 });
	const ids = new Set<string>();
	let rows = 0;
	for await (const page of client.pages('/api/suppliers', { parallel: MOST_PARALLEL })) {
		rows += page.length;
		for (const { id } of page) ids.add(String(id));
	}
	process.send?.({ rows, differentIds: ids.size, endedAt: Date.now() } satisfies ReaderReport);
	process.disconnect();
}

void main(String(process.argv[2]));
