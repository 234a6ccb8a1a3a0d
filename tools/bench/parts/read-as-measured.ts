import { AS_MEASURED, BenchCoupa } from '../coupa';
import { check, type Figures, type PartResult } from '../figures';
import type { BenchN8n } from '../n8n';
import { CEILING, readRate } from '../rate';
import type { Scale } from '../scale';
import { createdAt } from '../suppliers';
import { coupa as coupaNode, tally, webhookWorkflow } from '../workflows';

/** So that the items of a large table are small: the pace is what is measured. */
const OPTIONS = { fields: 'id, name' };

/** Get Many → Return All where each page takes as long as at a real tenant. */
export async function readSlowly(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const coupa = await BenchCoupa.start(scale.readSlowly);
	const read = { rows: scale.readSlowly, name: 'read-slowly', filters: {} };
	return await measured(n8n, coupa, read, 'readCeilingShareReal');
}

/**
 * The last rows of a table as large as the largest seen. To read all of it takes more than an hour, so they are picked by `created-at`: the
 * server has to walk over the 4.7 million rows before them in each answer that no condition on the id lets start further on.
 */
export async function readDeep(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const coupa = await BenchCoupa.startDeep(scale.deep);
	const from = new Date(createdAt(scale.deep - scale.readDeep)).toISOString();
	const filters = { conditions: [{ field: 'created-at', operator: 'gt_or_eq', value: from }] };
	return await measured(n8n, coupa, { rows: scale.readDeep, name: 'read-deep', filters }, 'readCeilingShareDeep');
}

interface Read {
	/** Rows that come. */
	rows: number;
	/** Of the workflow. */
	name: string;
	filters: object;
}

async function measured(n8n: BenchN8n, coupa: BenchCoupa, { rows, name, filters }: Read, figure: keyof Figures): Promise<PartResult> {
	try {
		await coupa.set(AS_MEASURED);
		const credential = `Coupa ${name}`;
		await n8n.connectCoupa(credential, coupa, 25);
		const getMany = { operation: 'getAll', returnAll: true, filters, options: OPTIONS };
		const run = await n8n.workflow(webhookWorkflow(name, [coupaNode('Get Many', credential, getMany), tally('Tally', 'id')]));
		const answer = await run();
		const rate = readRate(await coupa.requests(), rows);
		const [items, differentIds] = [Number(answer.count_id), Number(answer.unique_count_id)];
		return {
			figures: { [figure]: rate.steadyRowsPerSecond / CEILING },
			checks: [
				check('Every row read exactly once', items === rows && differentIds === rows, `${differentIds} of ${rows}`),
				check('No 429 while reading', rate.refusedFor429 === 0, `${rate.refusedFor429} of ${rate.calls}`),
			],
			detail: { tableRows: coupa.suppliers, items, differentIds, ...rate },
		};
	} finally {
		await coupa.stop();
	}
}
