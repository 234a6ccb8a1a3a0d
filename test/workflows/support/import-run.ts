import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IConnections, IDataObject, INode } from 'n8n-workflow';

import { Flow, QUICK } from '../../nodes/support/flow';
import { DataTables, type Row } from '../../nodes/sync/support/core-nodes';
import { importNodes, Mails } from './import-nodes';

interface Template {
	nodes: INode[];
	connections: IConnections;
}

/** What is changed in the template, as an analyst would. */
export interface TemplateChanges {
	/** The e-mail nodes are switched on. */
	mails?: boolean;
	/** Parameters of nodes by name, beside those of the template. */
	parameters?: Record<string, IDataObject>;
}

/** How a run of the template ended. */
export interface TemplateRun {
	/** Items on a node's first output. */
	out: (name: string) => IDataObject[];
	error: Error | undefined;
	/** Names of the nodes that ran, in this order. */
	order: string[];
}

const LOG = 'Scan One invoices';

/** The import template in n8n's engine, with n8n's Data tables and a mail server beside it. */
export class ImportTemplate {
	readonly tables = new DataTables();
	readonly mails = new Mails();

	private constructor(readonly flow: Flow) {
		Object.assign(flow.engine.otherNodes, importNodes(this.tables, this.mails));
	}

	static async start(): Promise<ImportTemplate> {
		return new ImportTemplate(await Flow.start());
	}

	/** Polls the trigger and executes the nodes behind it. */
	async run({ mails = false, parameters = {} }: TemplateChanges = {}): Promise<TemplateRun> {
		const template = JSON.parse(readFileSync(resolve(__dirname, '../../../workflows/import-invoices.json'), 'utf8')) as Template;
		const trigger = template.nodes.find(({ type }) => type.endsWith('.scanOneTrigger'));
		const announced = await this.flow.poll();
		const nodes = template.nodes
			.filter((node) => node !== trigger && !node.type.endsWith('.stickyNote'))
			.map(({ disabled, ...node }): INode => {
				const options = node.parameters.operation === 'getAll' ? { options: QUICK } : {};
				const credentials = Object.fromEntries(Object.keys(node.credentials ?? {}).map((type) => [type, { id: type, name: type }]));
				return {
					...node,
					parameters: { ...node.parameters, ...options, ...parameters[node.name] } as INode['parameters'],
					...(node.credentials && { credentials }),
					...(disabled === true && !mails && { disabled }),
				};
			});
		const { [trigger?.name ?? '']: fromTrigger, ...others } = template.connections;
		const { data } = await this.flow.engine.run(nodes, { ...others, Feed: fromTrigger ?? {} }, announced);
		const { runData, error } = data.resultData;
		const ran = Object.entries(runData).flatMap(([name, tasks]) => tasks.map(({ executionIndex }) => ({ name, executionIndex })));
		return {
			out: (name) => (runData[name]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json),
			error,
			order: ran.sort((left, right) => left.executionIndex - right.executionIndex).map(({ name }) => name),
		};
	}

	/** The rows of the import log. */
	rows(): Row[] {
		return this.tables.rows(LOG);
	}

	/** Its row of an invoice number; an error for none and for several. */
	row(number: string): Row {
		const [row, ...others] = this.rows().filter((one) => one.number === number);
		if (row === undefined || others.length > 0) throw new Error(`The log has ${row === undefined ? 0 : 1 + others.length} rows of ${number}`);
		return row;
	}
}
