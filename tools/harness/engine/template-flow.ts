import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { PROJECT } from '../project';
import { type Engine, PACKAGE } from './engine';
import { STOP_AND_ERROR, stopAndError } from './stop-and-error';

const TEMPLATE = join(PROJECT, 'workflows', 'import-invoices.json');
/** What stands in for the trigger: its announcements are fed to the nodes behind it. */
const FEED = 'Feed';

interface Template {
	nodes: Array<Pick<INode, 'name' | 'type' | 'onError'> & { parameters: IDataObject }>;
	connections: IConnections;
}

/** Options added to the template's nodes, as an analyst would set them; by type of node, or by operation. */
export interface FlowOptions {
	/** Of the trigger and of Get Many. */
	lockBox?: IDataObject;
	/** Of Coupa → Import. */
	coupa?: IDataObject;
}

/** How one execution of the template ended. */
export interface FlowResult {
	/** Packages the trigger announced; null when it had nothing to say, so that nothing was executed. */
	announced: number | null;
	/** Items that left Coupa → Import, without their binary data. */
	outcomes: IDataObject[];
	/** Items that left Scan One → Acknowledge. */
	settled: IDataObject[];
	/** Why the execution failed. */
	error: string | null;
}

/**
 * Polls the trigger once and, when it announces something, executes the nodes of the package behind it as the template
 * `workflows/import-invoices.json` wires them, with its Stop and Error. n8n's other nodes (the branches by outcome) are left out.
 */
export async function runTemplate(engine: Engine, options: FlowOptions = {}): Promise<FlowResult> {
	const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as Template;
	const ours = template.nodes
		.filter(({ type }) => type.startsWith(`${PACKAGE}.`) || type === STOP_AND_ERROR)
		.map((node) => ({ ...node, type: node.type.replace(`${PACKAGE}.`, '') }));
	const trigger = ours.find(({ type }) => type === 'scanOneTrigger');
	if (!trigger) throw new Error('The template has no trigger');
	const steps = ours.filter((node) => node !== trigger);
	const names = new Set(steps.map(({ name }) => name));
	try {
		const announced = await engine.poll({ ...trigger.parameters, options: { ...options.lockBox } });
		if (!announced) return { announced: null, outcomes: [], settled: [], error: null };
		engine.otherNodes[STOP_AND_ERROR] = stopAndError;
		const nodes = steps.map(({ name, type, parameters, onError }) =>
			type === STOP_AND_ERROR
				? { id: name, name, type, typeVersion: 1, position: [0, 0] as [number, number], parameters: parameters as INode['parameters'] }
				: engine.node(type, withOptions(type, parameters, options), { id: name, name, ...(onError && { onError }) }),
		);
		const run = await engine.run(nodes, wiring(template.connections, trigger.name, names), announced);
		const itemsOf = (type: string, operation: string): IDataObject[] => {
			const step = steps.find((node) => node.type === type && node.parameters.operation === operation);
			const items: INodeExecutionData[] = run.data.resultData.runData[step?.name ?? '']?.[0]?.data?.main?.[0] ?? [];
			return items.map(({ json }) => json);
		};
		return {
			announced: announced.length,
			outcomes: itemsOf('coupa', 'import'),
			settled: itemsOf('scanOne', 'acknowledge'),
			error: run.data.resultData.error?.message ?? null,
		};
	} catch (error) {
		return { announced: null, outcomes: [], settled: [], error: error instanceof Error ? error.message : String(error) };
	}
}

function withOptions(type: string, parameters: IDataObject, { lockBox, coupa }: FlowOptions): IDataObject {
	const added = type === 'coupa' ? coupa : parameters.operation === 'getAll' ? lockBox : undefined;
	return added ? { ...parameters, options: { ...(parameters.options as IDataObject), ...added } } : parameters;
}

/** The connections among our nodes, with the feed in the place of the trigger. */
function wiring(connections: IConnections, triggerName: string, names: ReadonlySet<string>): IConnections {
	return Object.fromEntries(
		Object.entries(connections)
			.filter(([from]) => from === triggerName || names.has(from))
			.map(([from, { main = [] }]) => [
				from === triggerName ? FEED : from,
				{ main: main.map((targets) => (targets ?? []).filter(({ node }) => names.has(node))) },
			]),
	);
}
