import { BenchCoupa, UNLIMITED } from '../coupa';
import { check, type PartResult } from '../figures';
import { idleMemory, type MemoryUse, memoryWhile } from '../memory';
import type { BenchN8n } from '../n8n';
import type { Scale } from '../scale';
import { supplierId } from '../suppliers';
import { coupa as coupaNode, edit, webhookWorkflow } from '../workflows';

const CREDENTIAL = 'Coupa export';
/** Four times what a real instance allows, so that it does not take long, and less than what makes pages queue up. */
const REQUESTS_PER_SECOND = 100;
const MODE = 'real n8n, one process, binary data as files (queue mode keeps it in the database, and buffers each file for that)';

/**
 * Export to File of a table too large for items, in an n8n of its own that has exported a quarter of the table before: the
 * JavaScript engine has brought its heap to working size by then, so what comes on top is what a larger table costs.
 */
export async function exportMemory(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const coupa = await BenchCoupa.start(scale.exported);
	try {
		await coupa.set(UNLIMITED);
		await n8n.connectCoupa(CREDENTIAL, coupa, REQUESTS_PER_SECOND);
		const quarter = await exportWorkflow(n8n, 'export-quarter', {
			conditions: [{ field: 'id', operator: 'lt', value: String(supplierId(scale.exported / 4)) }],
		});
		const all = await exportWorkflow(n8n, 'export-all', {});
		await n8n.restart();
		const afterStartMb = await idleMemory(n8n.pid);
		const warmUp = await quarter();
		let file: Record<string, unknown> = {};
		const started = performance.now();
		const memory = await memoryWhile(n8n.pid, async () => {
			file = await all();
		});
		const seconds = (performance.now() - started) / 1000;
		return result(coupa.suppliers, { memory, afterStartMb, seconds, file, warmUp });
	} finally {
		await coupa.stop();
	}
}

interface Measured {
	memory: MemoryUse;
	/** Of the fresh process, before it exported anything. */
	afterStartMb: number;
	seconds: number;
	file: Record<string, unknown>;
	warmUp: Record<string, unknown>;
}

function result(rows: number, { memory, ...rest }: Measured): PartResult {
	const { file, seconds, afterStartMb } = rest;
	const about = `idle ${memory.idleMb.toFixed(0)} MB, peak ${memory.peakMb.toFixed(0)} MB; ${afterStartMb.toFixed(0)} MB after the start`;
	return {
		figures: { exportPeakMemoryMb: memory.peakMb - memory.idleMb },
		checks: [
			check(
				'Export to File: every supplier in the file',
				file.records === rows,
				`${String(file.records)} of ${rows}, ${String(file.size)} bytes in ${seconds.toFixed(0)} s; ${about}`,
			),
		],
		detail: { mode: MODE, rows, ...memory, aboveStartMb: memory.peakMb - afterStartMb, ...rest },
	};
}

async function exportWorkflow(n8n: BenchN8n, name: string, filters: object) {
	const exportFile = { operation: 'exportToFile', file: 'supplierExport', records: 'all', filters };
	return await n8n.workflow(
		webhookWorkflow(name, [coupaNode('Export', CREDENTIAL, exportFile), edit('Outcome', '{ records: $json.records, size: $json.size }')]),
	);
}
