import { check, median, type PartResult } from '../figures';
import { BenchCoupa, REAL, UNLIMITED } from '../coupa';
import type { BenchN8n } from '../n8n';
import { CEILING, readRate, type ReadRate } from '../rate';
import type { Scale } from '../scale';
import { coupa as coupaNode, firstItem, httpRequestPaged, tally, webhookWorkflow } from '../workflows';

const CREDENTIAL = 'Coupa read-all';
type Run = Awaited<ReturnType<BenchN8n['workflow']>>;

/** Get Many → Return All and n8n's HTTP Request node over the same table, in the same n8n, by turns. */
export async function readAll(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const rows = scale.readAll;
	const coupa = await BenchCoupa.start(rows);
	try {
		await n8n.connectCoupa(CREDENTIAL, coupa, 25);
		const getMany = { operation: 'getAll', returnAll: true };
		const ours = await n8n.workflow(webhookWorkflow('get-many', [coupaNode('Get Many', CREDENTIAL, getMany), tally('Tally', 'id')]));
		const theirs = await n8n.workflow(
			webhookWorkflow('http-request', [httpRequestPaged('HTTP Request', CREDENTIAL, coupa.url), tally('Tally', 'id')]),
		);
		await warmUp(n8n, coupa);
		const measured = { ours: [] as Measured[], theirs: [] as Measured[] };
		for (let round = 0; round < scale.rounds; round++) {
			measured.ours.push(await measure(coupa, ours));
			measured.theirs.push(await measure(coupa, theirs));
		}
		measured.ours.push(await measure(coupa, ours));
		return result(measured, rows);
	} finally {
		await coupa.stop();
	}
}

interface Measured extends ReadRate {
	items: number;
	differentIds: number;
}

/** Gets the token, and loads what a first run loads. */
async function warmUp(n8n: BenchN8n, coupa: BenchCoupa): Promise<void> {
	await coupa.set(UNLIMITED);
	await (
		await n8n.workflow(
			webhookWorkflow('warm-up', [
				coupaNode('Get Many', CREDENTIAL, { operation: 'getAll', returnAll: false, limit: 500 }),
				firstItem('First'),
			]),
		)
	)();
}

async function measure(coupa: BenchCoupa, run: Run): Promise<Measured> {
	await coupa.set(REAL);
	await coupa.clear();
	const answer = await run();
	return {
		...readRate(await coupa.requests(), coupa.suppliers),
		items: Number(answer.count_id),
		differentIds: Number(answer.unique_count_id),
	};
}

function result({ ours, theirs }: { ours: Measured[]; theirs: Measured[] }, rows: number): PartResult {
	const share = median(ours.map(({ steadyRowsPerSecond }) => steadyRowsPerSecond)) / CEILING;
	const pace = (of: Measured[]) => median(of.map(({ rowsPerSecond }) => rowsPerSecond));
	const refused = ours.reduce((sum, { refusedFor429 }) => sum + refusedFor429, 0);
	const complete = [...ours, ...theirs].every(({ items, differentIds }) => items === rows && differentIds === rows);
	return {
		figures: { readCeilingShare: share, ratioToHttpRequestNode: pace(ours) / pace(theirs) },
		checks: [
			check('Every row read exactly once', complete, `${rows} suppliers, ${ours.length} + ${theirs.length} runs`),
			check('No 429 while reading', refused === 0, `${refused} in ${ours.length} runs`),
		],
		detail: { rows, rowsPerSecond: { getMany: pace(ours), httpRequestNode: pace(theirs) }, getMany: ours, httpRequestNode: theirs },
	};
}
