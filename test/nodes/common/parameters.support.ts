import type { IDataObject, INodeExecutionData, INodeProperties, INodeType, NodeOperationError } from 'n8n-workflow';

import { ItemParameters } from '../../../nodes/common/parameters';
import { Engine } from '../../../tools/harness/engine/engine';

/** The kinds of parameters our nodes have. */
const properties: INodeProperties[] = [
	{ displayName: 'File Name', name: 'fileName', type: 'string', default: '' },
	{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1, maxValue: 500 }, default: 50 },
	{ displayName: 'Simplify', name: 'simple', type: 'boolean', default: true },
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: [
			{ name: 'Claim', value: 'claim' },
			{ name: 'Look Only', value: 'look' },
		],
		default: 'claim',
	},
	{ displayName: 'Hidden Limit', name: 'hidden', type: 'number', default: 7, displayOptions: { show: { mode: ['look'] } } },
	{ displayName: 'Invoice', name: 'invoice', type: 'resourceLocator', default: { mode: 'list', value: '' } },
	{ displayName: 'Input Binary Field', name: 'binaryPropertyName', type: 'string', default: 'data' },
	{ displayName: 'JSON', name: 'json', type: 'json', default: '{}' },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		options: [
			{ displayName: 'Reclaim After (Minutes)', name: 'reclaimAfter', type: 'number', typeOptions: { minValue: 0 }, default: 30 },
			{ displayName: 'Download', name: 'download', type: 'boolean', default: true },
			{ displayName: 'Name Pattern', name: 'namePattern', type: 'string', default: '' },
			{
				displayName: 'Format',
				name: 'format',
				type: 'options',
				options: [
					{ name: 'CSV', value: 'csv' },
					{ name: 'XML', value: 'xml' },
				],
				default: 'csv',
			},
			{
				displayName: 'Custom Fields',
				name: 'customFields',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				default: {},
				options: [
					{
						displayName: 'Column',
						name: 'column',
						values: [
							{ displayName: 'Column', name: 'column', type: 'string', default: '' },
							{
								displayName: 'Rows',
								name: 'rowKind',
								type: 'options',
								options: [
									{ name: 'Any', value: '' },
									{ name: 'Invoice', value: 'Invoice' },
								],
								default: '',
							},
						],
					},
				],
			},
		],
	},
];

export type Read = (parameters: ItemParameters) => unknown;

let engine: Promise<Engine> | undefined;

/** What a node reads from its parameters in n8n's engine, item by item; `described: false` leaves the description out. */
export async function read(
	as: Read,
	parameters: IDataObject = {},
	{ items = [{ json: {} }], described = true }: { items?: INodeExecutionData[]; described?: boolean } = {},
): Promise<{ values: unknown[]; error?: NodeOperationError }> {
	const values: unknown[] = [];
	const reader: INodeType = {
		description: {
			displayName: 'Reader',
			name: 'test.reader',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Reader' },
			inputs: ['main'],
			outputs: ['main'],
			properties,
		},
		async execute() {
			for (const index of this.getInputData().keys()) values.push(as(new ItemParameters(this, index, described ? properties : undefined)));
			return [[]];
		},
	};
	const loaded = await (engine ??= Engine.load());
	loaded.otherNodes['test.reader'] = reader;
	const node = { id: 'reader', name: 'Reader', type: 'test.reader', typeVersion: 1, position: [0, 0] as [number, number] };
	const run = await loaded.run(
		[{ ...node, parameters: parameters as never }],
		{ Feed: { main: [[{ node: 'Reader', type: 'main', index: 0 }]] } },
		items,
	);
	const error = run.data.resultData.error as NodeOperationError | undefined;
	return { values, ...(error && { error }) };
}

/** The text shown for a value that does not fit, and how to get unstuck. */
export async function refusal(as: Read, parameters: IDataObject, items?: INodeExecutionData[]): Promise<Array<string | null | undefined>> {
	const { error } = await read(as, parameters, { ...(items && { items }) });
	return [error?.message, error?.description];
}
