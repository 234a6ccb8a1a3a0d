import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { Engine } from '../../tools/harness/engine/engine';
import { rawZip } from '../../tools/sandbox/scan-one';
import { file, invoiceRow, lineRow } from '../flat-file/csv-file';
import { pdf } from '../package/packages';

const INVOICES = 100;

/** A package whose invoices name one page image and one attachment, which is the same file under another name. */
async function sharing(): Promise<{ content: Buffer; scan: Buffer }> {
	const scan = await pdf('shared');
	const rows = Array.from({ length: INVOICES }, (_, index) => [
		invoiceRow(`A-${index}`, { image: 'scan.pdf', attachment1: 'file://scan.pdf', attachment2: 'file://copy.PDF' }),
		lineRow(`A-${index}`),
	]).flat();
	const content = rawZip([
		{ name: 'a.csv', content: file(...rows), deflate: true },
		{ name: 'scan.pdf', content: scan },
		{ name: 'copy.PDF', content: scan },
	]);
	return { content, scan };
}

let engine: Engine;
beforeAll(async () => {
	engine = await Engine.load();
});
afterEach(() => {
	jest.restoreAllMocks();
});

/** Where n8n keeps binary data: in memory it has no manager, and the item holds the bytes. */
describe.each(['filesystem', 'memory'])('binary data in %s', (where) => {
	test('a file that many invoices name is handed to n8n once, and each item reads it', async () => {
		const service = Container.get(BinaryDataService);
		const stored = jest.spyOn(service, 'store');
		const managers = (service as unknown as { managers: Record<string, unknown> }).managers;
		const kept = { ...managers };
		if (where === 'memory') for (const mode of Object.keys(managers)) Reflect.deleteProperty(managers, mode);
		try {
			const { content, scan } = await sharing();
			const { items } = await engine.execute(
				'scanOne',
				{ resource: 'invoice', operation: 'readFile', binaryPropertyName: 'data', options: {} },
				[{ json: {}, binary: { data: { data: content.toString('base64'), mimeType: 'application/zip', fileName: 'a.zip' } } }],
			);
			expect(items).toHaveLength(INVOICES);
			expect(stored).toHaveBeenCalledTimes(1);
			for (const item of items) {
				expect(Object.entries(item.binary ?? {}).map(([name, { fileName, fileExtension }]) => [name, fileName, fileExtension])).toEqual([
					['imageScan', 'scan.pdf', 'pdf'],
					['attachment1', 'scan.pdf', 'pdf'],
					['attachment2', 'copy.PDF', 'PDF'],
				]);
			}
			expect(new Set(items.flatMap(({ binary }) => Object.values(binary ?? {}).map(({ id, data }) => id ?? data))).size).toBe(1);
			const last = items.at(-1);
			for (const property of ['imageScan', 'attachment1', 'attachment2']) expect(await engine.binary(last, property)).toEqual(scan);
		} finally {
			Object.assign(managers, kept);
		}
	});
});
