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

type Read = (parameters: ItemParameters) => unknown;

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load();
});

/** What a node reads from its parameters in n8n's engine, item by item; `described: false` leaves the description out. */
async function read(
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
	engine.otherNodes['test.reader'] = reader;
	const node = { id: 'reader', name: 'Reader', type: 'test.reader', typeVersion: 1, position: [0, 0] as [number, number] };
	const run = await engine.run(
		[{ ...node, parameters: parameters as never }],
		{ Feed: { main: [[{ node: 'Reader', type: 'main', index: 0 }]] } },
		items,
	);
	const error = run.data.resultData.error as NodeOperationError | undefined;
	return { values, ...(error && { error }) };
}

/** The text shown for a value that does not fit, and how to get unstuck. */
async function refusal(as: Read, parameters: IDataObject, items?: INodeExecutionData[]): Promise<Array<string | null | undefined>> {
	const { error } = await read(as, parameters, { ...(items && { items }) });
	return [error?.message, error?.description];
}

describe('text', () => {
	const text: Read = (parameters) => parameters.text('fileName');

	test.each([
		['is trimmed', '  a.csv ', 'a.csv'],
		['of a number', '={{ 4711 }}', '4711'],
		['of a truth value', '={{ false }}', 'false'],
		['that an expression leaves open is empty', '={{ $json.nothing }}', ''],
		['that an expression makes null is empty', '={{ null }}', ''],
		['of a date is ISO 8601', '={{ new Date("2026-04-25T10:15:00Z") }}', '2026-04-25T10:15:00.000Z'],
		['of a date of n8n is ISO 8601', '={{ DateTime.fromISO("2026-04-25T10:15:00Z", { zone: "utc" }) }}', '2026-04-25T10:15:00.000Z'],
	])('%s', async (_what, fileName, expected) => {
		expect(await read(text, { fileName })).toEqual({ values: [expected] });
	});

	test('is each item’s own; a list is refused with the name of the parameter and the item', async () => {
		const items = [{ json: { name: 'a' } }, { json: { name: ['b', 'c'] } }];
		const { values, error } = await read(text, { fileName: '={{ $json.name }}' }, { items });
		expect(values).toEqual(['a']);
		expect(error?.message).toBe('"File Name" cannot be ["b","c"] [item 1]');
		expect(error?.description).toBe('A single value is needed here, not a list or an object.');
		expect(error?.context).toMatchObject({ itemIndex: 1 });
	});

	test('that is required is refused when it is empty, with what to enter', async () => {
		const name: Read = (parameters) => parameters.requiredText('fileName', 'Name the file.');
		expect(await read(name, { fileName: 'x' })).toEqual({ values: ['x'] });
		expect(await refusal(name, { fileName: '={{ " " }}' })).toEqual(['The parameter "File Name" is empty [item 0]', 'Name the file.']);
	});
});

describe('number', () => {
	const limit: Read = (parameters) => parameters.number('limit');

	test.each([
		['as it is', 20, 20],
		['that comes as text', '={{ " 20 " }}', 20],
		['with decimals', '={{ "2.5" }}', 2.5],
	])('%s', async (_what, given, expected) => {
		expect(await read(limit, { limit: given })).toEqual({ values: [expected] });
	});

	test.each([
		['={{ "many" }}', '"Limit" cannot be "many" [item 0]', 'Enter a number, or an expression that returns one.'],
		['={{ "1,5" }}', '"Limit" cannot be "1,5" [item 0]', 'Enter a number, or an expression that returns one.'],
		['={{ true }}', '"Limit" cannot be true [item 0]', 'Enter a number, or an expression that returns one.'],
		['={{ $json.nothing }}', 'The parameter "Limit" is empty [item 0]', 'Enter a number, or an expression that returns one.'],
		['={{ "" }}', 'The parameter "Limit" is empty [item 0]', 'Enter a number, or an expression that returns one.'],
		['={{ [20] }}', '"Limit" cannot be [20] [item 0]', 'A single value is needed here, not a list or an object.'],
		['={{ 0 }}', '"Limit" cannot be 0 [item 0]', 'Enter a number of at least 1.'],
		['={{ "501" }}', '"Limit" cannot be "501" [item 0]', 'Enter a number of at most 500.'],
	])('%s is refused', async (given, message, description) => {
		expect(await refusal(limit, { limit: given })).toEqual([message, description]);
	});
});

describe('flag', () => {
	const simple: Read = (parameters) => parameters.flag('simple');

	test.each([
		[true, true],
		['={{ "True" }}', true],
		['={{ "false" }}', false],
		['={{ $json.nothing }}', false],
		['={{ "" }}', false],
	])('%s', async (given, expected) => {
		expect(await read(simple, { simple: given })).toEqual({ values: [expected] });
	});

	test('no other word or number counts as one', async () => {
		expect(await refusal(simple, { simple: '={{ "yes" }}' })).toEqual(['"Simplify" cannot be "yes" [item 0]', 'Use true or false.']);
		expect(await refusal(simple, { simple: '={{ 1 }}' })).toEqual(['"Simplify" cannot be 1 [item 0]', 'Use true or false.']);
	});
});

describe('choice', () => {
	const mode: Read = (parameters) => parameters.choice<'claim' | 'look'>('mode');

	test('of an expression is one of those offered', async () => {
		expect(await read(mode, { mode: '={{ "look" }}' })).toEqual({ values: ['look'] });
		expect(await refusal(mode, { mode: '={{ "Look" }}' })).toEqual([
			'"Mode" cannot be "Look" [item 0]',
			'Use one of these values: claim, look.',
		]);
		expect(await refusal(mode, { mode: '={{ $json.nothing }}' })).toEqual([
			'The parameter "Mode" is empty [item 0]',
			'Use one of these values: claim, look.',
		]);
	});
});

describe('parameters the workflow does not hold', () => {
	test('have their presets, also when they are hidden', async () => {
		const all: Read = (parameters) => [
			parameters.text('fileName'),
			parameters.number('limit'),
			parameters.flag('simple'),
			parameters.choice('mode'),
			parameters.number('hidden'),
			parameters.collection('options'),
			parameters.located('invoice'),
			parameters.json('json'),
			parameters.inputFile('binaryPropertyName'),
		];
		expect(await read(all)).toEqual({
			values: [['', 50, true, 'claim', 7, {}, { mode: 'list', value: '' }, '{}', 'data']],
		});
	});

	test('and that nothing describes either are empty, or named after themselves', async () => {
		const undescribed: Read = (parameters) => [
			parameters.text('later'),
			parameters.flag('later'),
			parameters.choice('later'),
			parameters.collection('later'),
		];
		expect(await read(undescribed, {}, { described: false })).toEqual({ values: [['', false, '', {}]] });
		const { error } = await read((parameters) => parameters.number('someNewLimit'), {}, { described: false });
		expect(error?.message).toBe('The parameter "Some New Limit" is empty [item 0]');
	});
});

describe('collection', () => {
	const options: Read = (parameters) => parameters.collection('options');

	test('has each entry as the kind it is described as', async () => {
		const given = {
			reclaimAfter: '={{ "45" }}',
			download: '={{ "false" }}',
			namePattern: '={{ 2026 }}',
			format: '={{ "xml" }}',
			customFields: {
				column: [
					{ column: '={{ 1 }}', rowKind: 'Invoice' },
					{ column: '={{ $json.nothing }}', rowKind: '={{ "" }}' },
				],
			},
		};
		expect(await read(options, { options: given })).toEqual({
			values: [
				{
					reclaimAfter: 45,
					download: false,
					namePattern: '2026',
					format: 'xml',
					customFields: {
						column: [
							{ column: '1', rowKind: 'Invoice' },
							{ column: '', rowKind: '' },
						],
					},
				},
			],
		});
	});

	test('leaves out what an expression leaves empty', async () => {
		const given = { reclaimAfter: '={{ $json.nothing }}', download: '={{ null }}', namePattern: '={{ null }}', format: '={{ "" }}' };
		expect(await read(options, { options: given })).toEqual({ values: [{}] });
	});

	test.each([
		[{ reclaimAfter: '={{ "soon" }}' }, '"Reclaim After (Minutes)" cannot be "soon" [item 0]'],
		[{ reclaimAfter: '={{ -1 }}' }, '"Reclaim After (Minutes)" cannot be -1 [item 0]'],
		[{ download: '={{ "no" }}' }, '"Download" cannot be "no" [item 0]'],
		[{ namePattern: '={{ { a: 1 } }}' }, '"Name Pattern" cannot be {"a":1} [item 0]'],
		[{ format: '={{ "json" }}' }, '"Format" cannot be "json" [item 0]'],
		[{ customFields: { column: [{ column: 'x', rowKind: '={{ "Line" }}' }] } }, '"Rows" cannot be "Line" [item 0]'],
	])('%j is refused', async (given, message) => {
		expect((await refusal(options, { options: given }))[0]).toBe(message);
	});
});

describe('located record', () => {
	const invoice: Read = (parameters) => parameters.located('invoice');

	test.each([
		['picked', { __rl: true, mode: 'id', value: 4711 }, { mode: 'id', value: '4711' }],
		['from an expression', { __rl: true, mode: 'key', value: '={{ " NB-1 " }}' }, { mode: 'key', value: 'NB-1' }],
		['with an empty expression', { __rl: true, mode: 'id', value: '={{ $json.nothing }}' }, { mode: 'id', value: '' }],
		['as a plain value', '={{ 4711 }}', { mode: '', value: '4711' }],
	])('%s', async (_what, given, expected) => {
		expect(await read(invoice, { invoice: given as IDataObject })).toEqual({ values: [expected] });
	});

	test('an object in its place is refused', async () => {
		expect(await refusal(invoice, { invoice: { __rl: true, mode: 'id', value: '={{ { id: 1 } }}' } })).toEqual([
			'"Invoice" cannot be {"id":1} [item 0]',
			'A single value is needed here, not a list or an object.',
		]);
	});
});

describe('input file', () => {
	const file: Read = (parameters) => parameters.inputFile('binaryPropertyName');
	const binary = { data: { data: 'eA==', mimeType: 'text/csv', fileName: 'x.csv' } };

	test('is named, or is the binary data of an expression', async () => {
		expect(await read(file, { binaryPropertyName: 'scan' })).toEqual({ values: ['scan'] });
		const { values } = await read(file, { binaryPropertyName: '={{ $input.item.binary.data }}' }, { items: [{ json: {}, binary }] });
		expect(values).toEqual([expect.objectContaining({ mimeType: 'text/csv', fileName: 'x.csv' })]);
	});

	test('without a name is refused', async () => {
		expect(await refusal(file, { binaryPropertyName: '={{ "" }}' })).toEqual([
			'The parameter "Input Binary Field" is empty [item 0]',
			'Enter the name of the input field that holds the file.',
		]);
	});
});
