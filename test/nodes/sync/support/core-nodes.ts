import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeOperationError,
} from 'n8n-workflow';

/** A row of a Data table. */
export type Row = Record<string, unknown>;

interface Condition {
	keyName: string;
	condition: string;
	keyValue?: unknown;
}

/**
 * What stands in n8n's Data tables, by table name. `failNext` makes the next operation of that name fail; `broken` all of that name, as
 * n8n's tables themselves fail: where the node goes on after errors, it passes on its input as if nothing had happened (seen in n8n 2.41).
 */
export class DataTables {
	readonly tables = new Map<string, Row[]>();
	failNext: string | null = null;
	broken: string | null = null;
	/** Called with the operation before it is carried out. */
	before: (operation: string) => void = () => undefined;

	rows(table: string): Row[] {
		return this.tables.get(table) ?? [];
	}

	readonly node: INodeType = {
		description: described('dataTable', [
			'resource',
			'operation',
			'tableName',
			'columns',
			'dataTableId',
			'matchType',
			'filters',
			'returnAll',
			'options',
		]),
		execute: executing((context) => context.getInputData().flatMap((_, index) => this.tried(context, index))),
	};

	private tried(context: IExecuteFunctions, index: number): INodeExecutionData[] {
		try {
			return this.carriedOut(context, index);
		} catch (error) {
			if (!context.continueOnFail()) throw error;
			const json = context.getInputData()[index]?.json ?? {};
			return [error instanceof NodeOperationError ? { json, error } : { json }];
		}
	}

	private carriedOut(context: IExecuteFunctions, index: number): INodeExecutionData[] {
		const operation = context.getNodeParameter('operation', index) as string;
		this.before(operation);
		if (this.failNext === operation) {
			this.failNext = null;
			throw new NodeOperationError(context.getNode(), `The ${operation} of a Data table was made to fail`);
		}
		if (this.broken === operation) throw new Error('Data store size limit exceeded');
		if (operation === 'create') {
			const name = context.getNodeParameter('tableName', index) as string;
			if (!this.tables.has(name)) this.tables.set(name, []);
			return [{ json: { name }, pairedItem: { item: index } }];
		}
		const { value: name } = context.getNodeParameter('dataTableId', index) as { value: string };
		const table = this.tables.get(name);
		if (!table) throw new NodeOperationError(context.getNode(), `Data table with name "${name}" not found`);
		const { conditions } = context.getNodeParameter('filters', index) as { conditions: Condition[] };
		const isAny = context.getNodeParameter('matchType', index) === 'anyCondition';
		const found = table.filter((row) => conditions[isAny ? 'some' : 'every']((condition) => holds(row, condition)));
		if (operation === 'deleteRows') {
			this.tables.set(
				name,
				table.filter((row) => !found.includes(row)),
			);
			return found.map((row) => shownRow(row, index));
		}
		const { value } = operation === 'get' ? { value: {} } : (context.getNodeParameter('columns', index) as { value: Row });
		if (operation === 'upsert' && found.length === 0) {
			const row: Row = {};
			table.push(row);
			found.push(row);
		}
		for (const row of found) Object.assign(row, stored(value));
		return found.map((row) => shownRow(row, index));
	}
}

/** A row as the node gives it: with what n8n keeps of every row itself. */
function shownRow(row: Row, index: number): INodeExecutionData {
	const times = { createdAt: '2026-06-01T00:00:00.000Z', updatedAt: '2026-06-01T00:00:00.000Z' };
	return { json: { ...row, ...times } as IDataObject, pairedItem: { item: index } };
}

/** As n8n 2.41 decides it: `isEmpty` of a text is null or '', `eq` never fits null, `neq` always does. */
function holds(row: Row, { keyName, condition, keyValue }: Condition): boolean {
	const value = row[keyName] ?? null;
	switch (condition) {
		case 'eq':
			return value !== null && value === keyValue;
		case 'neq':
			return value !== keyValue;
		case 'isEmpty':
			return value === null || value === '';
		case 'lt':
			return value !== null && Date.parse(String(value)) < Date.parse(String(keyValue));
		case 'isTrue':
			return value === true;
		case 'isFalse':
			return value === false;
		default:
			throw new Error(`This stand-in does not know the condition ${condition}`);
	}
}

function stored(values: Row): Row {
	return Object.fromEntries(
		Object.entries(values).map(([column, value]) => [
			column,
			value === undefined ? null : typeof value === 'object' && value !== null ? String(value) : value,
		]),
	);
}

interface IfConditions {
	conditions: Array<{ leftValue: unknown; operator: { type: string; operation: string } }>;
}

/** An IF node with one condition, "is true". */
const ifNode: INodeType = {
	description: { ...described('if', ['conditions', 'options']), outputs: ['main', 'main'] },
	execute: async function (this: IExecuteFunctions) {
		const outputs: INodeExecutionData[][] = [[], []];
		for (const [index, item] of this.getInputData().entries()) {
			const { conditions } = this.getNodeParameter('conditions', index) as unknown as IfConditions;
			const isTrue = conditions.every(({ leftValue, operator }) => {
				if (operator.operation !== 'true' || typeof leftValue !== 'boolean')
					throw new NodeOperationError(this.getNode(), `Not a yes or no: ${String(leftValue)}`);
				return leftValue;
			});
			outputs[isTrue ? 0 : 1]?.push({ ...item, pairedItem: { item: index } });
		}
		return outputs;
	},
};

/** A Merge node in the modes the templates use. */
const merge: INodeType = {
	description: {
		...described('merge', ['mode', 'numberInputs', 'chooseBranchMode', 'output', 'useDataOfInput']),
		inputs: '={{ Array.from({ length: $parameter["numberInputs"] || 2 }, () => "main") }}',
		requiredInputs: '={{ $parameter["mode"] === "chooseBranch" ? [0, 1] : 1 }}',
	},
	execute: async function (this: IExecuteFunctions) {
		const inputs = Array.from({ length: Number(this.getNodeParameter('numberInputs', 0)) || 2 }, (_, input) =>
			this.getInputData(input).map((item, index) => ({ ...item, pairedItem: { item: index, input } })),
		);
		return [
			this.getNodeParameter('mode', 0) === 'chooseBranch'
				? (inputs[Number(this.getNodeParameter('useDataOfInput', 0)) - 1] ?? [])
				: inputs.flat(),
		];
	},
};

/** Passes on what it is given, so that a test can start at it. */
const scheduleTrigger: INodeType = {
	description: described('scheduleTrigger', ['rule']),
	execute: executing((context) => context.getInputData()),
};

/** An Edit Fields (Set) node with assignments: it drops what came in, or keeps all but the fields to be left out, with the files. */
const set: INodeType = {
	description: described('set', ['assignments', 'options', 'includeOtherFields', 'excludeFields']),
	execute: executing((context) =>
		context.getInputData().map(({ json: given, binary }, index) => {
			const isKept = context.getNodeParameter('includeOtherFields', index) === true;
			const leftOut = String(context.getNodeParameter('excludeFields', index)).split(',');
			const kept = isKept ? Object.entries(given).filter(([name]) => !leftOut.includes(name)) : [];
			const { assignments } = context.getNodeParameter('assignments', index) as { assignments: Array<{ name: string; value: unknown }> };
			const json = Object.fromEntries([...kept, ...assignments.map(({ name, value }) => [name, value])]) as IDataObject;
			return { json, ...(isKept && binary !== undefined ? { binary } : {}), pairedItem: { item: index } };
		}),
	),
};

/** A Split Out node for one list of objects. */
const splitOut: INodeType = {
	description: described('splitOut', ['fieldToSplitOut', 'include', 'options']),
	execute: executing((context) =>
		context.getInputData().flatMap(({ json }, index) => {
			const members = json[String(context.getNodeParameter('fieldToSplitOut', index))] as IDataObject[];
			return members.map((member) => ({ json: member, pairedItem: { item: index } }));
		}),
	),
};

/** Stand-ins for n8n's own nodes that the sync templates use. */
export function coreNodes(tables: DataTables): Record<string, INodeType> {
	return {
		'n8n-nodes-base.dataTable': tables.node,
		'n8n-nodes-base.if': ifNode,
		'n8n-nodes-base.merge': merge,
		'n8n-nodes-base.scheduleTrigger': scheduleTrigger,
		'n8n-nodes-base.set': set,
		'n8n-nodes-base.splitOut': splitOut,
	};
}

function executing(work: (context: IExecuteFunctions) => INodeExecutionData[]): INodeType['execute'] {
	return async function (this: IExecuteFunctions) {
		return [work(this)];
	};
}

function described(name: string, parameters: string[]): INodeTypeDescription {
	const properties = parameters.map((parameter) => ({ displayName: parameter, name: parameter, type: 'json' as const, default: '' }));
	return {
		displayName: name,
		name: `n8n-nodes-base.${name}`,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs: ['main'],
		outputs: ['main'],
		properties,
	};
}
