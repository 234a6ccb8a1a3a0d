import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { SftpVerdict } from '../../../tools/sandbox/scan-one';
import { Engine } from '../../../tools/harness/engine/engine';
import { lockBoxCredential } from '../../../tools/harness/engine/lock-box';
import { CoupaAccount, hints } from './coupa-sftp';

const FOLDER = 'Outgoing/PurchaseOrders';
const FILES: Record<string, string> = {
	'PurchaseOrders_20260213_065727Z.csv': '"Header","70315"\r\n',
	'PurchaseOrders_20260212_065727Z.csv': '"Header","70314","Grüße, ""x"""\r\n',
	'Ärger 1.csv': 'x',
	'PurchaseOrders_20260214_065727Z.csv.part': 'half a fi',
	'.hidden.csv': 'no',
};
const FINISHED = ['PurchaseOrders_20260212_065727Z.csv', 'PurchaseOrders_20260213_065727Z.csv', 'Ärger 1.csv'];

let account: CoupaAccount;
let engine: Engine;

beforeEach(async () => {
	account = await CoupaAccount.start([`${FOLDER}/old`, 'Outgoing/Invoices']);
	for (const [name, content] of Object.entries(FILES)) await account.put(FOLDER, name, content);
	await utimes(join(account.server.root, FOLDER, 'Ärger 1.csv'), 1_770_000_000, 1_770_000_000);
	engine = await Engine.load({ coupaSftpApi: lockBoxCredential(account.server) });
});

afterEach(async () => {
	await account.server.stop();
});

async function getFiles(parameters: IDataObject = {}, items: INodeExecutionData[] = [{ json: {} }], continueOnFail = false) {
	return await engine.execute(
		'coupaSftp',
		{
			resource: 'flatFile',
			operation: 'getAll',
			folder: FOLDER,
			returnAll: true,
			binaryPropertyName: 'data',
			options: {},
			...parameters,
		},
		items,
		{ continueOnFail },
	);
}

const namesOf = (items: INodeExecutionData[]) => items.map(({ json }) => json.fileName);

test('finished files come by name with their content, and stay where they are', async () => {
	const { items, error } = await getFiles();
	expect(error).toBeUndefined();
	expect(namesOf(items)).toEqual(FINISHED);
	for (const [index, name] of FINISHED.entries()) expect((await engine.binary(items[index], 'data')).toString()).toBe(FILES[name]);
	expect(items[0]?.binary?.data).toMatchObject({ fileName: FINISHED[0], mimeType: 'text/csv' });
	expect(items[2]?.json).toEqual({
		fileName: 'Ärger 1.csv',
		folder: FOLDER,
		size: 1,
		modifiedAt: '2026-02-02T02:40:00.000Z',
		deleted: false,
	});
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
	expect(await account.names(FOLDER)).toEqual([...Object.keys(FILES), 'old'].sort());
});

test.each([
	['a limit', { returnAll: false, limit: 2 }, FINISHED.slice(0, 2)],
	['a pattern', { options: { namePattern: 'purchaseorders_*13_??????Z.CSV' } }, [FINISHED[1]]],
	['a pattern whose dots and brackets are meant', { options: { namePattern: 'PurchaseOrders.20260213(065727Z.csv' } }, []],
	['a pattern for other alphabets', { options: { namePattern: 'ä*' } }, ['Ärger 1.csv']],
])('%s chooses among them', async (_what, parameters, names) => {
	expect(namesOf((await getFiles(parameters)).items)).toEqual(names);
});

test('without download they are only listed, and never deleted', async () => {
	const { items } = await getFiles({ options: { download: false, deleteAfterDownload: true } });
	expect(namesOf(items)).toEqual(FINISHED);
	expect(items.every((item) => item.binary === undefined)).toBe(true);
	expect(account.server.requests().filter(({ op }) => op === 'READ' || op === 'REMOVE')).toEqual([]);
});

test('an empty folder gives no item; a missing one is named', async () => {
	expect((await getFiles({ folder: 'Outgoing/Invoices' })).items).toEqual([]);
	const { error } = await getFiles({ folder: 'Outgoing/Suppliers' });
	expect(error?.message).toContain('There is no folder "Outgoing/Suppliers"');
});

test('a limit that is none is refused', async () => {
	const { error } = await getFiles({ returnAll: false, limit: '={{ "all" }}' });
	expect(error?.message).toBe('"Limit" cannot be "all" [item 0]');
});

test('a large file comes whole', async () => {
	const large = Buffer.alloc(3 * 1024 * 1024, 'purchase order line\r\n');
	await account.put('Outgoing/Invoices', 'large.csv', large);
	const { items } = await getFiles({ folder: 'other', folderName: 'Outgoing/Invoices' });
	expect((await engine.binary(items[0], 'data')).equals(large)).toBe(true);
});

test('a file that cannot be read keeps none of the others back, nor from being deleted', async () => {
	const [first = '', second = '', third = ''] = FINISHED;
	account.server.settings.failing = [{ op: 'OPEN', path: `/${FOLDER}/${second}` }];
	const run = await getFiles({ options: { deleteAfterDownload: true } });
	expect(run.items.map(({ json }) => [json.fileName, json.deleted])).toEqual([
		[first, true],
		[third, true],
	]);
	expect(hints(run)).toEqual([expect.stringMatching(/^1 of 3 files failed, the others are done: Could not read/)]);
	expect(await account.names(FOLDER)).toContain(second);
});

test('from a mailbox that gives each file out once all come whole', async () => {
	account.server.settings.givesOnce = [`/${FOLDER}`];
	const { items } = await getFiles();
	expect(namesOf(items)).toEqual(FINISHED);
	expect((await engine.binary(items[1], 'data')).toString()).toBe(FILES[FINISHED[1] ?? '']);
});

describe('delete after download', () => {
	const deleting = { options: { deleteAfterDownload: true } };

	test('deletes what was read, and nothing else', async () => {
		const { items } = await getFiles(deleting);
		expect(items.map(({ json }) => json.deleted)).toEqual([true, true, true]);
		expect((await engine.binary(items[1], 'data')).toString()).toBe(FILES[FINISHED[1] ?? '']);
		expect(await account.names(FOLDER)).toEqual(['.hidden.csv', 'PurchaseOrders_20260214_065727Z.csv.part', 'old']);
	});

	test('deletes nothing when a later file cannot be read, also of another item', async () => {
		account.server.intercept(({ op, path }, phase) =>
			op === 'READ' && path.endsWith('Invoices_9.csv') && phase === 'received' ? 'drop' : 'continue',
		);
		await account.put('Outgoing/Invoices', 'Invoices_9.csv', 'x');
		const before = await account.names(FOLDER);
		const run = await getFiles(
			{ ...deleting, folder: '={{ $json.folder }}' },
			[{ json: { folder: FOLDER } }, { json: { folder: 'Outgoing/Invoices' } }],
			true,
		);
		expect(run.items.map(({ json }) => json.error)).toEqual([expect.stringContaining('was lost'), expect.stringContaining('was lost')]);
		expect(await account.names(FOLDER)).toEqual(before);
	});

	test('starts when all files are read', async () => {
		await getFiles(deleting);
		const steps = account.server
			.requests()
			.filter(({ op }) => op === 'READ' || op === 'REMOVE')
			.map(({ op }) => op);
		expect(steps.lastIndexOf('READ')).toBeLessThan(steps.indexOf('REMOVE'));
	});

	test('leaves a file that changed after it was read', async () => {
		const [first = ''] = FINISHED;
		const stop = account.server.intercept(async ({ op, path }): Promise<SftpVerdict> => {
			if (op === 'OPEN' && path.endsWith(FINISHED[2] ?? ''))
				await writeFile(join(account.server.root, FOLDER, first), 'a new and longer export of Coupa');
			return 'continue';
		});
		const run = await getFiles(deleting);
		stop();
		expect(run.items.map(({ json }) => json.deleted)).toEqual([false, true, true]);
		expect((await engine.binary(run.items[0], 'data')).toString()).toBe(FILES[first]);
		expect(hints(run)).toEqual([`${first} was read but not deleted: it has changed since it was read, or is gone`]);
		expect((await account.file(FOLDER, first)).toString()).toBe('a new and longer export of Coupa');
	});

	test('that is not allowed still hands the files over', async () => {
		account.server.settings.permissions = { [`/${FOLDER}`]: 'readOnly' };
		const run = await getFiles(deleting);
		expect(run.items.map(({ json }) => json.deleted)).toEqual([false, false, false]);
		expect(hints(run)).toHaveLength(3);
		expect(hints(run)[0]).toContain('no access to it');
	});
});
