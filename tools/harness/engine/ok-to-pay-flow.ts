import type { IDataObject } from 'n8n-workflow';

import type { Engine, NodeRun } from './engine';
import type { FlowResult } from './template-flow';

/** What a run of the OK-to-pay export starts from. */
export interface OkToPayRun {
	/** Folder of the ERP drop. */
	folder: string;
	/** As the last run left it; stored by whoever ordered this run, once it has come to its end. */
	cursor: string;
}

/**
 * Executes Get OK to Pay, Upload and Confirm OK to Pay one after the other, as `workflows/export-ok-to-pay.json` wires them where landing counts as
 * taken; without its Data tables, which are n8n's.
 */
export async function runOkToPay(engine: Engine, { folder, cursor }: OkToPayRun): Promise<FlowResult> {
	try {
		const given = await engine.execute('coupa', {
			...{ resource: 'invoice', operation: 'getOkToPay', deliverAs: 'file', binaryPropertyName: 'data' },
			...{ cursor, filters: {}, options: {} },
		});
		const [file] = done(given);
		if (file === undefined) return { announced: null, outcomes: [], settled: [], error: null };
		const documents = file.json.documents as IDataObject[];
		const landed = file.binary
			? done(
					await engine.execute('coupaSftp', { resource: 'erpDrop', operation: 'upload', folder, binaryPropertyName: 'data', options: {} }, [
						file,
					]),
				)
			: [];
		const confirmed = await engine.execute(
			'coupa',
			{ resource: 'invoice', operation: 'confirmOkToPay', documentKey: '={{ $json.documentKey }}', result: 'accepted', ...NUMBER },
			documents.map((json) => ({ json })),
		);
		return {
			announced: documents.length,
			outcomes: done(confirmed).map(({ json }) => json),
			settled: [...landed.map(({ json }) => json), { cursor: (file.json._sync as IDataObject).cursor }],
			error: null,
		};
	} catch (error) {
		return { announced: null, outcomes: [], settled: [], error: error instanceof Error ? error.message : String(error) };
	}
}

/** Every write of a confirmation is made: that of the number as well. */
const NUMBER = { erpNumber: '=ERP {{ $json.documentKey }}', options: { numberField: 'erp-document' } };

function done({ items, error }: NodeRun): NodeRun['items'] {
	if (error) throw error;
	return items;
}
