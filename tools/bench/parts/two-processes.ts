import { endChild, startChild } from '../child';
import { BenchCoupa, REAL } from '../coupa';
import type { SeenRequest } from '../coupa-calls';
import { check, type PartResult } from '../figures';
import { requestRate } from '../rate';
import type { ReaderReport } from '../reader-process';
import type { Scale } from '../scale';

/** Two processes on one instance, each with a credential that says 25/s: together twice the limit. */
export async function twoProcesses(_n8n: unknown, scale: Scale): Promise<PartResult> {
	const coupa = await BenchCoupa.start(scale.twoProcesses);
	try {
		await coupa.set(REAL);
		await coupa.clear();
		const readers = await Promise.all([read(coupa.url), read(coupa.url)]);
		const lists = (await coupa.requests()).filter(({ operation }) => operation === 'list');
		const firstEnd = Math.min(...readers.map(({ endedAt }) => endedAt));
		return result(readers, lists, firstEnd, coupa.suppliers);
	} finally {
		await coupa.stop();
	}
}

function result(readers: ReaderReport[], lists: SeenRequest[], firstEnd: number, rows: number): PartResult {
	const refused = lists.filter(({ status }) => status === 429);
	const slowedAt = refused[0]?.time ?? lists[0]?.time ?? firstEnd;
	const rate = requestRate(lists, slowedAt, firstEnd);
	const complete = readers.every((reader) => reader.rows === rows && reader.differentIds === rows);
	return {
		figures: {},
		checks: [
			check('Two processes: nothing lost', complete, readers.map(({ rows: read }) => `${read} rows`).join(' and ')),
			check(
				'Two processes: together below 25 requests/s after the first 429',
				rate.sent <= 25,
				`${rate.sent.toFixed(1)}/s sent, ${rate.admitted.toFixed(1)}/s let in, ${refused.length} of ${lists.length} refused`,
			),
		],
		detail: { rows, readers, calls: lists.length, refusedFor429: refused.length, perSecondAfterTheFirst429: rate },
	};
}

async function read(url: string): Promise<ReaderReport> {
	const child = startChild('reader-process.ts', [url]);
	try {
		return await new Promise((resolve, reject) => {
			child.once('message', (report) => {
				resolve(report as ReaderReport);
			});
			child.once('exit', (code) => {
				reject(new Error(`A reading process ended with code ${String(code)}`));
			});
		});
	} finally {
		await endChild(child);
	}
}
