import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_SCOPES } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { CLIENT, coupaCredential, startCoupa } from '../../../tools/harness/engine/coupa';
import { Engine } from '../../../tools/harness/engine/engine';

const SCOPES = [...DEFAULT_SCOPES, 'core.integration.read'];
const NAME = 'Invoices_20260425_101500123Z-1of2.zip';

let coupa: CoupaSandbox;
let engine: Engine;

beforeAll(async () => {
	coupa = await startCoupa({ clients: [{ ...CLIENT, scopes: SCOPES }] });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa, { scopes: SCOPES.join(' ') }) });
});

afterAll(async () => {
	await coupa.stop();
});

function load(id: number, more: CoupaRecord): void {
	coupa.put('data_file_sources', {
		id,
		type: 'BackgroundCsvFileLoad',
		'source-for': 'Invoice',
		'file-file-name': NAME,
		'records-count': 2,
		'records-created': 0,
		'records-updated': 0,
		'upload-errors-count': 0,
		'upload-errors': [],
		...more,
	});
}

const rowError = {
	id: 1,
	type: 'UploadRowError',
	row: 3,
	'first-column': 'Invoice Line',
	'field-with-error': 'uom',
	value: 'Stück',
	'field-errors': 'Unknown unit of measure',
};

async function result(fileName: string, parameters: IDataObject = {}, item: INodeExecutionData = { json: { fileName } }) {
	return await engine.execute(
		'coupa',
		{ resource: 'loadResult', operation: 'get', fileName: '={{ $json.fileName }}', output: 'file', ...parameters },
		[item],
	);
}

test('a file that Coupa has not taken yet is not found and not finished', async () => {
	const { items, error } = await result('Invoices_not_taken.zip');
	expect(error).toBeUndefined();
	expect(items).toEqual([
		{
			json: { fileName: 'Invoices_not_taken.zip', found: false, finished: false, successful: false, status: null, uploadErrors: [] },
			pairedItem: { item: 0 },
		},
	]);
});

test.each([
	['Pending', false, false],
	['Uploading', false, false],
	['Submitted to Resque', false, false],
	['Loading', false, false],
	['Retrying', false, false],
	['Paused', false, false],
	['Done', true, true],
	['Failed', true, false],
	['Stopped', true, false],
])('status %s', async (status, finished, successful) => {
	load(10, { status });
	const { items } = await result(NAME);
	expect(items[0]?.json).toMatchObject({ fileName: NAME, found: true, status, finished, successful });
});

test('counts and refused rows come in the words of Coupa', async () => {
	load(10, {
		status: 'Done',
		'records-created': 1,
		'result-text': 'One row was refused',
		'upload-errors-count': 1,
		'upload-errors': [rowError],
	});
	const { items } = await result(NAME);
	expect(items).toHaveLength(1);
	expect(items[0]?.json).toMatchObject({
		id: 10,
		status: 'Done',
		finished: true,
		successful: false,
		'records-count': 2,
		'records-created': 1,
		'result-text': 'One row was refused',
		'upload-errors-count': 1,
	});
	expect(items[0]?.json.uploadErrors).toEqual([expect.objectContaining(rowError)]);
	expect(items[0]?.json['upload-errors']).toBeUndefined();
});

test('refused rows as items', async () => {
	load(10, { status: 'Done', 'upload-errors-count': 2, 'upload-errors': [rowError, { ...rowError, id: 2, row: 7 }] });
	const { items } = await result(NAME, { output: 'rows' });
	expect(
		items.map(({ json }) => [json.fileName, json.status, json.row, json['field-with-error'], json.value, json['field-errors']]),
	).toEqual([
		[NAME, 'Done', 3, 'uom', 'Stück', 'Unknown unit of measure'],
		[NAME, 'Done', 7, 'uom', 'Stück', 'Unknown unit of measure'],
	]);
	load(10, { status: 'Done' });
	expect((await result(NAME, { output: 'rows' })).items).toEqual([]);
});

test('a load whose errors are counted but not listed is not successful', async () => {
	load(10, { status: 'Done', 'upload-errors-count': 5 });
	expect((await result(NAME)).items[0]?.json).toMatchObject({ successful: false, uploadErrors: [] });
});

test('the latest load of a name counts, and names only fit as a whole', async () => {
	load(10, { status: 'Failed' });
	load(11, { status: 'Loading' });
	load(12, { status: 'Done', 'file-file-name': `x${NAME}` });
	coupa.clearRequests();
	expect((await result(NAME)).items[0]?.json).toMatchObject({ id: 11, status: 'Loading' });
	expect(coupa.requests().filter(({ operation }) => operation === 'list')).toHaveLength(1);
});

test('an item without a file is refused with a way out', async () => {
	const { error } = await result('', {}, { json: { fileName: null } });
	expect(error?.message).toBe('The parameter "File Name" is empty [item 0]');
	expect(error?.description).toContain('leftOut');
});

test('a missing scope is named', async () => {
	const poor = await startCoupa();
	const { error } = await (
		await Engine.load({ coupaOAuth2Api: coupaCredential(poor) })
	).execute('coupa', { resource: 'loadResult', operation: 'get', fileName: NAME, output: 'file' });
	await poor.stop();
	expect(`${String(error?.message)} ${String(error?.description)}`).toContain('core.integration.read');
});
