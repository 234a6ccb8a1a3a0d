import type { IDataObject } from 'n8n-workflow';

import { FileTimes } from '../../../lib/coupa-sftp';
import { file, invoiceRow, lineRow } from '../../flat-file/csv-file';
import { lockBoxCredential } from '../../../tools/harness/engine/lock-box';
import { fileItem, hints } from './coupa-sftp';
import { account, accountPerTest, engine, INVOICES, packageOf, upload } from './upload.support';

accountPerTest();

describe('one file', () => {
	test('lands under a name of its object and time, byte by byte, by way of a temporary name', async () => {
		const csv = Buffer.from('"Supplier Name","Supplier Number"\r\n"Müller, ""Söhne""","V-1"\r\n');
		const { items, error } = await upload([fileItem(csv, 'from erp.CSV')], { folder: 'Incoming/Suppliers' });
		expect(error).toBeUndefined();
		const [name = ''] = await account.names('Incoming/Suppliers');
		expect(name).toMatch(/^Suppliers_\d{8}_\d{9}Z\.csv$/);
		expect(items).toEqual([
			{
				json: { fileName: name, folder: 'Incoming/Suppliers', size: csv.length, invoices: null, outcome: 'uploaded', problems: [] },
				pairedItem: { item: 0 },
			},
		]);
		expect((await account.file('Incoming/Suppliers', name)).equals(csv)).toBe(true);
		const opened = account.server
			.requests()
			.filter(({ op }) => op === 'OPEN')
			.map(({ path }) => path);
		expect(opened).toEqual([expect.stringMatching(/\.part$/)]);
	});

	test('of invoices below the limit goes as it is, and says which invoices it holds', async () => {
		const content = await packageOf({ 'NB-1': 5, 'Ä-2': 5 });
		const { items } = await upload([fileItem(content, 'x.zip')], { fileName: 'batch Ä.zip' });
		expect(items[0]?.json).toEqual({
			fileName: 'batch Ä.zip',
			folder: INVOICES,
			size: content.length,
			invoices: ['NB-1', 'Ä-2'],
			outcome: 'uploaded',
			problems: [],
		});
		expect((await account.file(INVOICES, 'batch Ä.zip')).equals(content)).toBe(true);
	});

	test('that is no invoice file goes all the same, and the item says why Coupa will refuse it', async () => {
		const { items } = await upload([fileItem(Buffer.from('a;b\n1;2\n'), 'x.csv')], { fileName: 'x.csv' });
		expect(items[0]?.json).toMatchObject({ invoices: null, outcome: 'uploaded', problems: [{ code: 'noHeader' }] });
		expect(await account.names(INVOICES)).toEqual(['x.csv']);
	});

	test('several in one run get names in their order, each paired with its own item', async () => {
		const { items } = await upload(
			Array.from({ length: 5 }, (_, index) => fileItem(Buffer.from(`file ${index}`), 'x.txt')),
			{ folder: 'Incoming/Suppliers' },
		);
		const names = items.map(({ json }) => String(json.fileName));
		expect([...names].sort()).toEqual(names);
		expect(await account.names('Incoming/Suppliers')).toEqual(names);
		for (const [index, name] of names.entries()) expect((await account.file('Incoming/Suppliers', name)).toString()).toBe(`file ${index}`);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
	});

	test('without a name has its kind told by its content', async () => {
		await upload([fileItem(await packageOf({ A: 1 })), fileItem(file(invoiceRow('B'), lineRow('B')))]);
		expect((await account.names(INVOICES)).map((name) => name.slice(-4))).toEqual(['.zip', '.csv']);
	});

	test('that is there already is not sent twice; another one of the name is never overwritten', async () => {
		const first = Buffer.from('first');
		await upload([fileItem(first)], { folder: 'Incoming/Suppliers', fileName: 's.csv' });
		const again = await upload([fileItem(first)], { folder: 'Incoming/Suppliers', fileName: 's.csv' });
		expect(again.items[0]?.json.outcome).toBe('alreadyThere');
		const other = await upload([fileItem(Buffer.from('other'))], { folder: 'Incoming/Suppliers', fileName: 's.csv' });
		expect(other.error?.message).toContain('already something named');
		expect((await account.file('Incoming/Suppliers', 's.csv')).equals(first)).toBe(true);
		expect(await account.names('Incoming/Suppliers')).toEqual(['s.csv']);
	});
});

test('generated names sort by time, also within one millisecond and when the clock goes back', () => {
	const times = new FileTimes();
	const at = Date.UTC(2026, 3, 25, 10, 15, 0, 999);
	expect([times.name('Invoices', '.zip', at), times.name('Invoices', '.zip', at), times.name('Invoices', '.csv', at - 5000)]).toEqual([
		'Invoices_20260425_101500999Z.zip',
		'Invoices_20260425_101501000Z.zip',
		'Invoices_20260425_101501001Z.csv',
	]);
});

describe('folder', () => {
	test('that is missing is named, and only made when asked', async () => {
		const refused = await upload([fileItem(Buffer.from('x'))], { folder: 'Incoming/LookupValues' });
		expect(refused.error?.message).toContain('There is no folder "Incoming/LookupValues" on scan-one@127.0.0.1');
		expect(refused.error?.description).toContain('Create Folder');
		expect(await account.names('Incoming')).toEqual(['Invoices', 'Suppliers']);
		const { items } = await upload([fileItem(Buffer.from('x'))], {
			folder: 'other',
			folderName: 'Incoming/BR/Invoices_BR/',
			fileName: 'x.csv',
			options: { createFolder: true },
		});
		expect(items[0]?.json.folder).toBe('Incoming/BR/Invoices_BR');
		expect(await account.names('Incoming/BR/Invoices_BR')).toEqual(['x.csv']);
	});

	test.each([
		['an empty folder name', { folder: 'other', folderName: ' / ' }, 'Folder Name'],
		['a folder above the base folder', { folder: 'other', folderName: '../../etc' }, 'not allowed'],
		['a file name with a folder', { fileName: '../x.csv' }, 'cannot be used as a file name'],
	])('%s is refused', async (_what, parameters, text) => {
		const { error } = await upload([fileItem(Buffer.from('x'))], parameters);
		expect(error?.message).toContain(text);
	});

	test('in which nothing may be written is told, and the other items go on with "Continue On Fail"', async () => {
		account.server.settings.permissions = { '/Incoming/Suppliers': 'readOnly' };
		const items = [
			fileItem(Buffer.from('x'), 'x.csv', { to: 'Incoming/Suppliers' }),
			fileItem(Buffer.from(''), 'e.csv', { to: INVOICES }),
			fileItem(file(invoiceRow('B'), lineRow('B')), 'b.csv', { to: INVOICES }),
		];
		const run = await upload(items, { folder: '={{ $json.to }}' }, { continueOnFail: true });
		expect(run.items.map(({ json }) => json.error ?? json.outcome)).toEqual([
			expect.stringContaining('no access to it'),
			expect.stringContaining('is empty'),
			'uploaded',
		]);
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(run.items[0]?.json.details).toMatchObject({ kind: 'permission' });
	});

	test('a file that fails keeps none of the others back, and is counted', async () => {
		const items = [
			fileItem(Buffer.from(''), 'e.csv', { to: INVOICES }),
			fileItem(file(invoiceRow('B'), lineRow('B')), 'b.csv', { to: INVOICES }),
		];
		const run = await upload(items, { folder: '={{ $json.to }}' });
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json, pairedItem }) => [json.outcome, pairedItem])).toEqual([['uploaded', { item: 1 }]]);
		expect(hints(run)).toEqual([expect.stringMatching(/^1 of 2 files failed, the others are done: .*is empty/)]);
	});
});

describe('expressions', () => {
	test('name a folder that the list does not offer, and the file of an earlier node', async () => {
		const content = Buffer.from('"Supplier Name"\r\n');
		const items = [fileItem(content, 's.csv', { folder: 'Incoming/Suppliers_BR' })];
		const { items: uploaded, error } = await upload(items, {
			folder: '={{ $json.folder }}',
			binaryPropertyName: "={{ $('Feed').item.binary.data }}",
			fileName: '={{ 2026 }}',
			options: { createFolder: '={{ "true" }}', largestFile: '={{ "1" }}' },
		});
		expect(error).toBeUndefined();
		expect(uploaded[0]?.json).toMatchObject({ fileName: '2026', folder: 'Incoming/Suppliers_BR', outcome: 'uploaded' });
		expect((await account.file('Incoming/Suppliers_BR', '2026')).equals(content)).toBe(true);
	});

	test.each([
		[{ folder: '={{ $json.nothing }}' }, 'The parameter "Folder" is empty [item 0]'],
		[{ binaryPropertyName: '={{ "" }}' }, 'The parameter "Input Binary Field" is empty [item 0]'],
		[{ options: { largestFile: '={{ "large" }}' } }, '"Largest File (MB)" cannot be "large" [item 0]'],
	])('%j is refused before anything is sent', async (parameters, message) => {
		const { error } = await upload([fileItem(Buffer.from('x'), 'x.csv')], parameters as IDataObject);
		expect(error?.message).toBe(message);
		expect(await account.names(INVOICES)).toEqual([]);
	});
});

test('a server that refuses the sign-in fails every item alike', async () => {
	engine.credentials.byType.coupaSftpApi = lockBoxCredential(account.server, { password: 'wrong' });
	const { items } = await upload([fileItem(Buffer.from('x')), fileItem(Buffer.from('y'))], {}, { continueOnFail: true });
	expect(items.map(({ json }) => json.error)).toEqual([
		expect.stringContaining('did not accept the sign-in'),
		expect.stringContaining('did not accept the sign-in'),
	]);
});
