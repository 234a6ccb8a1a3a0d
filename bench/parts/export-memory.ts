import { BenchCoupa, UNLIMITED } from '../coupa';
import { check, type PartResult } from '../figures';
import { memoryWhile } from '../memory';
import type { BenchN8n } from '../n8n';
import type { Scale } from '../scale';
import { coupa as coupaNode, edit, webhookWorkflow } from '../workflows';

const CREDENTIAL = 'Coupa export';
const MODE = 'real n8n, one process, binary data as files (queue mode keeps it in the database and buffers each file)';

/** Export to File of a table too large for items, in an n8n that has just started. */
export async function exportMemory(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const coupa = await BenchCoupa.start(scale.exported);
	try {
		await coupa.set(UNLIMITED);
		await n8n.connectCoupa(CREDENTIAL, coupa, 1000);
		const exportFile = { operation: 'exportToFile', file: 'supplierExport', records: 'all' };
		const outcome = '{ records: $json.records, size: $json.size }';
		const some = await n8n.workflow(webhookWorkflow('export-some', [coupaNode('Export', CREDENTIAL, { ...exportFile, filters: SOME }), edit('Outcome', outcome)]));
		const all = await n8n.workflow(webhookWorkflow('export-all', [coupaNode('Export', CREDENTIAL, exportFile), edit('Outcome', outcome)]));
		await n8n.restart();
		// What the first run of any workflow loads stays in memory and is no part of an export.
		const sample = await some();
		let answer: Record<string, unknown> = {};
		const started = performance.now();
		const memory = await memoryWhile(n8n.pid, async () => { answer = await all(); });
		const seconds = (performance.now() - started) / 1000;
		const calls = (await coupa.requests()).length;
		return {
			figures: { exportPeakMemoryMb: memory.peakMb - memory.idleMb },
			checks: [check('Export to File: every supplier in the file', answer.records === coupa.suppliers, `${String(answer.records)} of ${coupa.suppliers}, ${String(answer.size)} in ${seconds.toFixed(0)} s`)],
			detail: { mode: MODE, rows: coupa.suppliers, ...memory, seconds, calls, file: answer, warmUp: sample },
		};
	} finally {
		await coupa.stop();
	}
}

const SOME = { conditions: [{ field: 'id', operator: 'lt', value: '100500' }] };
