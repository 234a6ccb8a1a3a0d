/**
 * A process of its own that executes the template when told to over IPC, and that a test may kill at any moment. It keeps
 * nothing from one order to the next but the loaded engine.
 */
import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Engine } from '../engine/engine';
import { type OkToPayRun, runOkToPay } from '../engine/ok-to-pay-flow';
import { type FlowOptions, type FlowResult, runTemplate } from '../engine/template-flow';

/** One execution: credentials by type, and the options of the nodes of the import's template, or what is executed in its place. */
export interface Order {
	credentials: Record<string, ICredentialDataDecryptedObject>;
	options: FlowOptions;
	/** The OK-to-pay export. */
	okToPay?: OkToPayRun;
	/** The Coupa node alone, with its items. */
	node?: { parameters: IDataObject; items: INodeExecutionData[] };
}

/** What the process says: once that the engine is loaded, then the result of each order, with its own peak memory. */
export type Report = { kind: 'ready' } | { kind: 'done'; result: FlowResult; peakMegabytes: number };

function report(message: Report): void {
	process.send?.(message);
}

/** The Coupa node alone; what left it stands as outcomes. */
async function runCoupa(engine: Engine, { parameters, items }: NonNullable<Order['node']>): Promise<FlowResult> {
	const { items: outputs, error } = await engine.execute('coupa', parameters, items);
	return { announced: null, outcomes: outputs.map(({ json }) => json), settled: [], error: error?.message ?? null };
}

async function runOf(engine: Engine, { okToPay, node, options }: Order): Promise<FlowResult> {
	if (okToPay) return await runOkToPay(engine, okToPay);
	return await (node ? runCoupa(engine, node) : runTemplate(engine, options));
}

async function main(): Promise<void> {
	const engine = await Engine.load();
	process.on('message', (order: Order) => {
		Object.assign(engine.credentials.byType, structuredClone(order.credentials));
		void runOf(engine, order).then((result) => {
			report({ kind: 'done', result, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) });
		});
	});
	// Without its parent it has nothing to do.
	process.on('disconnect', () => {
		process.exit(0);
	});
	report({ kind: 'ready' });
}

void main();
