import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { pageImage, plainInvoice } from '../../tools/sandbox/scan-one';
import { FIELDS, invoice, is, lines, operations, picked } from './support/coupa-invoice';
import { flow, flowPerFile } from './support/current-flow';
import { itemsOf } from './support/flow';

flowPerFile();

const byId = (id: unknown) => ({ invoice: { __rl: true, mode: 'id', value: String(id) } });

async function created(number: string): Promise<number> {
	const [item] = itemsOf(
		await flow.engine.execute(
			'coupa',
			invoice('create', {
				...FIELDS,
				invoiceNumber: number,
				...lines({ description: 'Screws', price: '50.00', account: picked('key', '10-6200-HS') }),
			}),
		),
	);
	return Number(item?.json.id);
}

describe('Submit', () => {
	test('a draft, by number', async () => {
		await created('S-1');
		const [item] = itemsOf(await flow.engine.execute('coupa', invoice('submit', { invoice: { __rl: true, mode: 'key', value: 'S-1' } })));
		expect(item).toEqual({
			json: expect.objectContaining({ 'invoice-number': 'S-1', status: 'pending_approval' }),
			pairedItem: { item: 0 },
		});
	});

	const statusOf = (id: number) => flow.coupa.rows('invoices').find((row) => row.id === id)?.status;

	test('where nobody can tell, the error says what to look at, and nothing is sent a second time', async () => {
		const id = await created('S-UNKNOWN');
		flow.coupa.clearRequests();
		flow.coupa.settings.failNext.push({ match: is('submit'), status: 503 }, ...[1, 2].map(() => ({ match: is('get'), status: 403 })));
		const { error } = await flow.engine.execute('coupa', invoice('submit', byId(id)));
		expect(error).toMatchObject({
			message: expect.stringMatching(/^It is not known whether Coupa carried this out\./),
			description: expect.stringMatching(/not sent a second time\. Check the invoice in Coupa/),
		});
		expect(operations()).toEqual(['submit', 'get', 'get']);
		expect(statusOf(id)).toBe('draft');
	});

	test('what Coupa says against it, per item', async () => {
		const [first, second] = [await created('S-2'), await created('S-3')];
		await flow.engine.execute('coupa', invoice('submit', byId(first)));
		const { items } = await flow.engine.execute(
			'coupa',
			invoice('submit', byId('={{ $json.id }}')),
			[{ json: { id: first } }, { json: { id: second } }, { json: { id: 999_999 } }],
			{ continueOnFail: true },
		);
		expect(items.map(({ json }) => json.status ?? json.error)).toEqual([
			expect.stringMatching(/Only a draft can be submitted/),
			'pending_approval',
			expect.stringMatching(/invoice 999999 \(404\)/),
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	test('an ID that is not one is refused before anything is sent', async () => {
		const { error } = await flow.engine.execute('coupa', invoice('submit', byId('={{ "S-1" }}')));
		expect(error?.message).toBe('"S-1" is not a Coupa ID [item 0]');
		expect(flow.coupa.requests()).toEqual([]);
	});
});

describe('image scan', () => {
	const attached = (content: Buffer, fileName: string, mimeType: string): INodeExecutionData => ({
		json: {},
		binary: { data: { data: content.toString('base64'), fileName, mimeType } },
	});

	test.each([
		['pdf', 'application/pdf'],
		['tiff', 'image/tiff'],
		['png', 'image/png'],
	] as const)('a %s goes up and comes down byte for byte', async (kind, mimeType) => {
		const id = await created(`I-${kind}`);
		const fileName = `Rechnung Ä 製.${kind}`;
		const content = await pageImage(plainInvoice(`I-${kind}`, { image: { fileName, kind } }));
		const [up] = itemsOf(
			await flow.engine.execute('coupa', invoice('uploadImageScan', { ...byId(id), binaryPropertyName: 'data' }), [
				attached(content, fileName, mimeType),
			]),
		);
		expect(up?.json).toMatchObject({ id, 'image-scan-file-name': fileName });
		expect(flow.coupa.imageScan(id)).toEqual({ fileName, mimeType, bytes: content });
		const [down] = itemsOf(await flow.engine.execute('coupa', invoice('downloadImageScan', { ...byId(id), binaryPropertyName: 'scan' })));
		expect(down?.json).toEqual({ id, fileName: expect.any(String), mimeType, size: content.length });
		expect(down?.binary?.scan).toMatchObject({ mimeType });
		expect((await flow.engine.binary(down, 'scan')).equals(content)).toBe(true);
		expect(down?.pairedItem).toEqual({ item: 0 });
	});

	test.each([
		['unseen', 'in\u202evoice\0.pdf', 'in_voice_.pdf'],
		['a path', '../../etc/scan.pdf', 'scan.pdf'],
		['endless', `${'ü'.repeat(40_000)}.pdf`, `${'ü'.repeat(98)}.pdf`],
		['only dots', '..', 'image-scan'],
	])('a name and a type that mean harm do not go to Coupa: %s', async (what, given, sent) => {
		const id = await created(`I-${what}`);
		const content = await pageImage(plainInvoice(`I-${what}`, { image: { fileName: 'a.pdf', kind: 'pdf' } }));
		const type = 'application/pdf\r\nContent-Disposition: form-data; name="other"';
		itemsOf(
			await flow.engine.execute('coupa', invoice('uploadImageScan', { ...byId(id), binaryPropertyName: 'data' }), [
				attached(content, given, type),
			]),
		);
		expect(flow.coupa.imageScan(id)).toEqual({ fileName: sent, mimeType: 'application/octet-stream', bytes: content });
	});

	test('an image of 20 MB comes through whole', async () => {
		const id = await created('I-big');
		const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20 * 1024 * 1024, 'scan ')]);
		itemsOf(
			await flow.engine.execute('coupa', invoice('uploadImageScan', { ...byId(id), binaryPropertyName: 'data' }), [
				attached(content, 'big.pdf', 'application/pdf'),
			]),
		);
		expect(flow.coupa.imageScan(id)?.bytes.equals(content)).toBe(true);
	});

	test('an invoice without image, and one that does not exist', async () => {
		const id = await created('I-none');
		const { items } = await flow.engine.execute(
			'coupa',
			invoice('downloadImageScan', { ...byId('={{ $json.id }}'), binaryPropertyName: 'scan' }),
			[{ json: { id } }, { json: { id: 999_999 } }],
			{ continueOnFail: true },
		);
		expect(items.map(({ json, binary }) => [json.error, (json.details as IDataObject).description, binary])).toEqual([
			[
				expect.stringMatching(new RegExp(`invoice ${id} \\(404\\)`)),
				expect.stringMatching(/whether the record has what was requested/),
				undefined,
			],
			[expect.stringMatching(/invoice 999999 \(404\)/), expect.any(String), undefined],
		]);
	});

	test('an item without the file', async () => {
		const id = await created('I-nofile');
		const { error } = await flow.engine.execute('coupa', invoice('uploadImageScan', { ...byId(id), binaryPropertyName: 'data' }));
		expect(error?.message).toMatch(/binary/i);
		expect(flow.coupa.requests().some(({ operation }) => operation === 'image')).toBe(false);
	});
});
