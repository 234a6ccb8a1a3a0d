import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { Engine } from '../../../tools/harness/engine/engine';
import { lockBoxCredential } from '../../../tools/harness/engine/lock-box';
import { itemsOf } from '../support/flow';
import { CoupaAccount, fileItem, hints } from './coupa-sftp';

const OUT = 'Outgoing/Invoices';
const ANSWERS = 'Incoming/InvoiceAnswers';

let engine: Engine;
let erp: CoupaAccount;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	erp = await CoupaAccount.start([OUT, ANSWERS]);
	engine.credentials.byType.coupaSftpApi = lockBoxCredential(erp.server);
});

afterEach(async () => {
	await erp.server.stop();
});

const run = async (operation: string, parameters: IDataObject, items = [{ json: {} }]) =>
	await engine.execute('coupaSftp', { resource: 'erpDrop', operation, ...parameters }, items);
const upload = async (content: string, name: string, options: IDataObject = {}, folder = OUT) =>
	await run('upload', { folder, binaryPropertyName: 'data', fileName: '', options }, [fileItem(Buffer.from(content), name)]);
const answers = async (options: IDataObject = {}) => await run('getAll', { folder: ANSWERS, returnAll: true, options });

describe('Upload', () => {
	test('puts a file there whole; the same again is already delivered; other content under that name is an error', async () => {
		expect(itemsOf(await upload('one', 'a.csv'))[0]?.json).toEqual({ fileName: 'a.csv', folder: OUT, size: 3, outcome: 'uploaded' });
		expect(itemsOf(await upload('one', 'a.csv'))[0]?.json).toMatchObject({ outcome: 'alreadyThere' });
		expect((await upload('two', 'a.csv')).error?.message).toContain('already something named');
		expect(await erp.names(OUT)).toEqual(['a.csv']);
		expect((await erp.file(OUT, 'a.csv')).toString()).toBe('one');
	});

	test('a missing folder is named, or made', async () => {
		expect((await upload('one', 'a.csv', {}, 'Elsewhere')).error?.message).toContain('There is no folder');
		expect(itemsOf(await upload('one', 'a.csv', { createFolder: true }, 'Elsewhere/Deep/'))[0]?.json.folder).toBe('Elsewhere/Deep');
		expect(await erp.names('Elsewhere/Deep')).toEqual(['a.csv']);
	});
});

describe('Get Many', () => {
	test('one item per row, files by name; what cannot be read is told, and the rest goes on', async () => {
		const head = 'Document-Key,RESULT,erp-document-number,reason\n';
		await erp.put(ANSWERS, '2.csv', `${head}7-void,ok,,\n`);
		await erp.put(
			ANSWERS,
			'1.csv',
			`${head}5-ok-9f86d081,accepted,5105600001,\n"6-ok-9f86d081,refused,,"Period "05" closed"\n,accepted,1,\n8-ok-00000000,maybe,,Later\n9-ok-00000000,Rejected,,"No, not now"\n`,
		);
		await erp.put(ANSWERS, '0.csv', 'Beleg,Ergebnis\n5-ok-9f86d081,accepted\n');
		await erp.put(ANSWERS, '3.csv.part', head);
		const rows = itemsOf(await answers()).map(({ json: { fileName, row, documentKey, result, erpNumber, reason } }) => [
			fileName,
			row,
			documentKey,
			result,
			erpNumber,
			reason,
		]);
		expect(rows).toEqual([
			['0.csv', 1, null, 'unreadable', null, 'The first row has no column “document-key” and no column “result”. It has: Beleg, Ergebnis.'],
			['1.csv', 2, '5-ok-9f86d081', 'accepted', '5105600001', null],
			['1.csv', 3, null, 'unreadable', null, expect.stringContaining('double quote')],
			['1.csv', 4, null, 'unreadable', null, 'The row names no document.'],
			[
				'1.csv',
				5,
				'8-ok-00000000',
				'unreadable',
				null,
				'The result is “maybe”; known are: accepted, posted, ok, refused, rejected, error. Later',
			],
			['1.csv', 6, '9-ok-00000000', 'refused', null, 'No, not now'],
			['2.csv', 2, '7-void', 'accepted', null, null],
		]);
		expect(await erp.names(ANSWERS)).toEqual(['0.csv', '1.csv', '2.csv', '3.csv.part']);
	});

	test('a row that is still being written is never taken for a shorter answer; one that merely has no end is read', async () => {
		const head = 'document-key,result,erp-document-number\n';
		await erp.put(ANSWERS, '1.csv', `${head}5-ok-9f86d081,accepted,5105`);
		await erp.put(ANSWERS, '2.csv', `${head}6-ok-9f86d081,accepted,5106`);
		const writing = sleep(150).then(async () => {
			await erp.put(ANSWERS, '1.csv', `${head}5-ok-9f86d081,accepted,5105600001\n`);
		});
		const first = await answers({ settleTime: 0.5 });
		await writing;
		expect(itemsOf(first).map(({ json }) => [json.documentKey, json.erpNumber])).toEqual([['6-ok-9f86d081', '5106']]);
		expect(hints(first)).toEqual(['Left for a later run, because they changed while they were watched: 1.csv']);
		expect(itemsOf(await answers({ settleTime: 0 })).map(({ json }) => json.erpNumber)).toEqual(['5105600001', '5106']);
	});

	test('with columns and words of the ERP itself', async () => {
		await erp.put(ANSWERS, 'a.csv', 'Beleg,Ergebnis,Nummer\n5-ok-9f86d081,gebucht,51\n6-ok-9f86d081,abgelehnt,\n');
		const options = {
			keyColumn: 'beleg',
			resultColumn: 'Ergebnis',
			numberColumn: 'Nummer',
			acceptedWords: 'Gebucht',
			refusedWords: 'abgelehnt',
		};
		expect(itemsOf(await answers(options)).map(({ json }) => [json.documentKey, json.result, json.erpNumber])).toEqual([
			['5-ok-9f86d081', 'accepted', '51'],
			['6-ok-9f86d081', 'refused', null],
		]);
	});
});

describe('Get Many files', () => {
	const PAYMENTS = 'Payments';
	const files = async (options: IDataObject, parameters: IDataObject = {}) =>
		await run('getAll', { read: 'files', folder: `${PAYMENTS}/`, returnAll: true, binaryPropertyName: 'file', options, ...parameters });
	const names = ({ items }: { items: Array<{ json: IDataObject }> }) => items.map(({ json }) => json.fileName);

	beforeEach(async () => {
		for (const name of ['2.csv', '1.csv', '3.txt', '4.csv.part']) await erp.put(PAYMENTS, name, `of ${name}`);
	});

	test('each whole, by name, in the version that was read', async () => {
		const read = await files({ settleTime: 0 });
		expect(itemsOf(read).map(({ json }) => json)).toEqual(
			['1.csv', '2.csv'].map((fileName) => ({ fileName, folder: PAYMENTS, version: expect.stringMatching(/^8@\d+$/) as string, size: 8 })),
		);
		expect((await engine.binary(read.items[1], 'file')).toString()).toBe('of 2.csv');
		expect(names(await files({ settleTime: 0, namePattern: '' }, { returnAll: false, limit: 3 }))).toEqual(['1.csv', '2.csv', '3.txt']);
		expect(await erp.names(PAYMENTS)).toHaveLength(4);
	});

	test('one that is still being written, is left and named; the others are taken', async () => {
		const writing = (async () => {
			for (let written = 0; written < 20; written++) {
				await erp.put(PAYMENTS, '2.csv', 'x'.repeat(written));
				await sleep(50);
			}
		})();
		const read = await files({ settleTime: 0.6 });
		expect(names(read)).toEqual(['1.csv']);
		expect(hints(read)).toEqual(['Left for a later run, because they changed while they were watched: 2.csv']);
		await writing;
	});

	test('one that cannot be read keeps none of the others back, and is told', async () => {
		erp.server.settings.failing = [{ op: 'OPEN', path: `/${PAYMENTS}/1.csv` }];
		const read = await files({ settleTime: 0 });
		expect(names(read)).toEqual(['2.csv']);
		expect(hints(read)).toEqual([expect.stringMatching(/^1 of 2 files failed, the others are done: Could not read/)]);
	});
});

describe('Move or Delete', () => {
	const settled = async (parameters: IDataObject, items: Array<{ json: IDataObject }>) =>
		itemsOf(
			await engine.execute(
				'coupaSftp',
				{
					resource: 'erpDrop',
					operation: 'settle',
					folder: '={{ $json.folder }}',
					fileName: '={{ $json.fileName }}',
					version: '={{ $json.version }}',
					then: 'move',
					archive: 'Incoming/Archive',
					...parameters,
				},
				items,
			),
		).map(({ json }) => json.outcome);

	test('each file once; one that has changed since stays; a name that is taken in the archive gets a number', async () => {
		for (const name of ['a.csv', 'b.csv']) await erp.put(ANSWERS, name, 'document-key,result\n5-ok-9f86d081,ok\n6-ok-9f86d081,ok\n');
		const items = itemsOf(await answers());
		await erp.put(ANSWERS, 'b.csv', 'document-key,result\n5-ok-9f86d081,ok\n6-ok-9f86d081,ok\n7-void,ok\n');
		await erp.put('Incoming/Archive', 'a.csv', 'of last year');
		expect(await settled({}, items)).toEqual(['moved', 'changed']);
		expect(await erp.names('Incoming/Archive')).toEqual(['a.csv', 'a_2.csv']);
		expect(await erp.names(ANSWERS)).toEqual(['b.csv']);
		expect(await settled({ then: 'delete', version: '' }, items)).toEqual(['gone', 'deleted']);
	});

	test('a name that leads elsewhere is refused, the others are done', async () => {
		await erp.put(ANSWERS, 'a.csv', 'x');
		const items = ['../../etc/passwd', 'a.csv'].map((fileName) => ({ json: { folder: ANSWERS, fileName, version: '' } }));
		const done = await engine.execute(
			'coupaSftp',
			{ resource: 'erpDrop', operation: 'settle', folder: ANSWERS, fileName: '={{ $json.fileName }}', version: '', then: 'delete' },
			items,
		);
		expect(done.items.map(({ json }) => json.outcome)).toEqual(['deleted']);
		expect(hints(done)).toEqual([expect.stringContaining('cannot be used as a file name')]);
	});
});
