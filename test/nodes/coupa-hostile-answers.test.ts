import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { coupaCredential } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import { FakeCoupa, type Reply } from '../coupa/client/fake-coupa';

let coupa: FakeCoupa;
let engine: Engine;
beforeAll(async () => {
	coupa = await new FakeCoupa().start();
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential({ url: coupa.baseUrl }) });
	// No back-off: its waits are random up to a bound.
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
	jest.restoreAllMocks();
	await coupa.stop();
});
beforeEach(() => {
	coupa.received.length = 0;
});

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const getMany = { resource: 'invoice', operation: 'getAll', returnAll: true, output: 'raw', filters: {}, options: {} };
const writes = () => coupa.received.filter(({ method }) => method !== 'GET');

describe('lists that are none end in words, with no item', () => {
	test.each([
		['null among the rows', '[{"id":1},null]', 'row 2 of the list is null instead of a record'],
		['texts', '["a"]', 'row 1 of the list is a string instead of a record'],
		['an empty 200', '', 'the body is empty'],
		['a nesting of 10,000', `[${nested(10_000)}]`, 'the body is nested more than 100 levels deep'],
		['an ID of another kind', '[{"id":{"a":1}}]', 'which is not a Coupa ID'],
	])('%s', async (_name, body, text) => {
		coupa.handler = () => ({ body });
		const { items, error } = await engine.execute('coupa', getMany);
		expect(error?.message).toContain(text);
		expect(items).toEqual([]);
	});

	test('in the middle of reading in parallel', async () => {
		const rows = Array.from({ length: 1_000 }, (_, index): CoupaRecord => ({ id: index + 1 }));
		coupa.handler = ({ query }) => {
			const above = Number(query.get('id[gt]') ?? 0);
			const offset = Number(query.get('offset') ?? 0);
			const page = rows.filter(({ id }) => Number(id) > above).slice(offset, offset + 50);
			return { body: page.some(({ id }) => id === 600) ? [...page.slice(0, 9), null] : page };
		};
		const { items, error } = await engine.execute('coupa', getMany);
		expect(error?.message).toContain('row 10 of the list is null');
		expect(items).toEqual([]);
	});
});

const act = (operation: string, invoice: IDataObject) => ({ resource: 'invoice', operation, invoice, output: 'raw' });
const located = (mode: string, value: string) => ({ __rl: true, mode, value });

describe('a record picked by number', () => {
	test.each(['get', 'submit', 'downloadImageScan'])('%s: without a number nothing is asked for', async (operation) => {
		coupa.handler = () => ({ body: [{ id: 7, 'invoice-number': 'SOMEBODY-ELSES', status: 'draft' }] });
		for (const value of [' ', '={{ "" }}', '={{ null }}', '={{ $json.nothing }}', '={{ "\\t" }}']) {
			const { error } = await engine.execute('coupa', { ...act(operation, located('key', value)), binaryPropertyName: 'data' });
			expect(error?.message).toMatch(/There is no number to find the invoice by/);
		}
		expect(coupa.received).toEqual([]);
	});

	test.each<[string, CoupaRecord, RegExp]>([
		['another number', { id: 7, 'invoice-number': 'B-2' }, /Coupa found another invoice for the number "A-1"/],
		['no number', { id: 7 }, /another invoice/],
		['a number that is a record', { id: 7, 'invoice-number': { text: 'A-1' } }, /another invoice/],
		['no ID', { 'invoice-number': 'A-1' }, /another invoice/],
	])('an answer with %s: nothing is submitted', async (_name, record, message) => {
		coupa.handler = () => ({ body: [record] });
		const { error } = await engine.execute('coupa', act('submit', located('key', 'A-1')));
		expect(error?.message).toMatch(message);
		expect(writes()).toEqual([]);
	});

	test('the same number in Coupa’s own spelling is the one', async () => {
		const record = { id: 7, 'invoice-number': 'a-1', status: 'pending_approval' };
		coupa.handler = ({ method }) => ({ body: method === 'GET' ? [record] : record });
		const { items, error } = await engine.execute('coupa', act('submit', located('key', ' A-1 ')));
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ id: 7 });
		expect(writes().map(({ path }) => path)).toEqual(['/api/invoices/7/submit']);
	});
});

describe('a record picked by ID', () => {
	test.each(['1/../2', '1?x', ' ', '1e3', '0', '-1', '1.5', '%2e%2e', '１２', '99999999999999999', '..', '1\n2'])(
		'%j is refused',
		async (id) => {
			for (const operation of ['get', 'submit']) {
				const { error } = await engine.execute('coupa', act(operation, located('id', id)));
				expect(error?.message).toMatch(/is not a Coupa ID|There is no invoice ID/);
			}
			expect(coupa.received).toEqual([]);
		},
	);

	test.each<[string, Reply]>([
		['another record', { body: { id: 13, status: 'draft' } }],
		['a record without ID', { body: { status: 'draft' } }],
		['JSON of somebody else', { body: { message: 'Please wait' } }],
	])('Get answered with %s is an error', async (_name, reply) => {
		coupa.handler = () => reply;
		const { items, error } = await engine.execute('coupa', act('get', located('id', '12')));
		expect(error?.message).toMatch(/Coupa answered with (invoice 13|a record without an ID) instead of invoice 12/);
		expect(items).toEqual([]);
	});

	test('Submit answered with another record tells what to look at', async () => {
		coupa.handler = () => ({ body: { id: 13, status: 'pending_approval' } });
		const { error } = await engine.execute('coupa', act('submit', located('id', '12')));
		expect(error?.message).toContain('Coupa answered with invoice 13 instead of invoice 12');
		expect(error?.description).toContain('check in Coupa whether it was done');
		expect(writes()).toHaveLength(1);
	});
});

test('the name of a page image is one that every file system takes', async () => {
	const names = ['..\\..\\evil\u202e\0fdp.exe', '..', `${'x'.repeat(9_000)}.tif`];
	const fileNames: unknown[] = [];
	for (const name of names) {
		const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
		coupa.handler = () => ({ headers: { 'content-type': 'image/tiff', 'content-disposition': disposition }, body: 'II*' });
		const { items, error } = await engine.execute('coupa', {
			...act('downloadImageScan', located('id', '12')),
			binaryPropertyName: 'scan',
		});
		expect(error).toBeUndefined();
		fileNames.push(items[0]?.binary?.scan?.fileName);
	}
	expect(fileNames).toEqual(['evil__fdp.exe', 'invoice-12', `${'x'.repeat(196)}.tif`]);
});

describe('times that have not come yet', () => {
	const changed = { resource: 'supplier', operation: 'getAll', records: 'changed', filters: {}, options: {} };
	const supplier = (name: string, updatedAt: string) => ({ id: 5, number: 'V-5', name, 'updated-at': updatedAt, 'remit-to-addresses': [] });
	const inYears = (years: number) => new Date(Date.now() + years * 365 * 86_400_000);

	test('a Date of 2099 does not silence the sync, and is told', async () => {
		let row = supplier('Old', '2026-01-05T10:00:00Z');
		coupa.handler = ({ query }) => {
			const since = Date.parse(query.get('updated_at[gt_or_eq]') ?? '1970-01-01T00:00:00Z');
			const isShown = Date.parse(row['updated-at']) >= since && !query.has('updated_at[lt]');
			return { body: isShown ? [row] : [], headers: { date: inYears(73).toUTCString() } };
		};
		const first = await engine.execute('coupa', { ...changed, cursor: '' });
		const note = first.items[0]?.json._sync as CoupaRecord;
		expect(note).toMatchObject({
			kind: 'snapshot',
			reason: expect.stringMatching(/Coupa's answers say that it is 20\d\d-.*n8n's clock/) as string,
		});
		row = supplier('New', new Date().toISOString());
		const second = await engine.execute('coupa', { ...changed, cursor: String(note.cursor) });
		expect(second.items[0]?.json).toMatchObject({ name: 'New' });
	});

	test('a cursor of 2099 leads to a snapshot, and says why', async () => {
		coupa.handler = () => ({ body: [supplier('Any', '2026-01-05T10:00:00Z')] });
		const first = await engine.execute('coupa', { ...changed, cursor: '' });
		const { cursor } = first.items[0]?.json._sync as { cursor: string };
		const good = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as CoupaRecord;
		for (const field of ['since', 'readAt', 'snapshotAt']) {
			const edited = Buffer.from(JSON.stringify({ ...good, [field]: inYears(73).toISOString() })).toString('base64url');
			const { items } = await engine.execute('coupa', { ...changed, cursor: edited });
			expect(items[0]?.json).toMatchObject({
				name: 'Any',
				_sync: {
					kind: 'snapshot',
					reason: expect.stringMatching(/The cursor is damaged: it says 20\d\d-.*so everything was read/) as string,
				},
			});
		}
	});
});
