import type { IDataObject } from 'n8n-workflow';

import { type Read, read, refusal } from './parameters.support';

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
