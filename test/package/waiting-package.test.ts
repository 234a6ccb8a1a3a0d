import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { textAt } from '../../lib/core';
import { nameBeforeWaiting } from '../../lib/lock-box';
import { buildRejectedPackage, buildWaitingPackage, type PackageContent, readInvoicePackage } from '../../lib/package';
import { eInvoiceSample, xRechnung } from '../../tools/sandbox/e-invoice';
import { rawZip } from '../../tools/sandbox/scan-one';
import { fileOf, head, line } from '../flat-file/csv-file';
import { delivery, pdf, zip } from './packages';

const SAMPLE = readFileSync(join(__dirname, '../e-invoice/samples/fatturapa.xml'), 'utf8');
const BODY = /<FatturaElettronicaBody>.*<\/FatturaElettronicaBody>/s;

/** A FatturaPA file with these invoices. */
function fattura(...numbers: string[]): Buffer {
	const [body = ''] = BODY.exec(SAMPLE) ?? [];
	const bodies = numbers.map((number) => body.replace('<Numero>12/2026<', `<Numero>${number}<`));
	return Buffer.from(SAMPLE.replace(BODY, bodies.join('\n')));
}

const read = async (bytes: Buffer, name: string): Promise<PackageContent> => await readInvoicePackage(bytes, name, { delivery });
const numbers = ({ items }: PackageContent) => items.map(({ json }) => textAt(json.invoice ?? {}, 'invoice-number') ?? null);
const keys = ({ items }: PackageContent) => items.map(({ json }) => json.delivery.key);
const waiting = async (content: PackageContent, originalName: string, ...positions: number[]) =>
	await buildWaitingPackage({ content, originalName, positions });

describe('a file of several invoices of which some wait', () => {
	test('only those are in the waiting package, with the keys that they had', async () => {
		const bytes = fattura('1', '2', '3', '4');
		const content = await read(bytes, 'IT1.xml');
		const packed = await waiting(content, 'IT1.xml', 2, 4);
		expect(packed.fileName).toMatch(/^IT1-waiting-[0-9a-f]{12}\.xml\.zip$/);
		expect(nameBeforeWaiting(packed.fileName)).toBe('IT1.xml');
		const again = await read(packed.bytes, packed.fileName);
		expect(again).toMatchObject({ readable: true, kind: 'file' });
		expect(numbers(again)).toEqual(['2', '4']);
		expect(keys(again)).toEqual([keys(content)[1], keys(content)[3]]);
		expect(again.items.map(({ json }) => [json.delivery.position, json.delivery.items, json.delivery.invoices])).toEqual([
			[1, 2, 2],
			[2, 2, 2],
		]);
		const back = await buildRejectedPackage({ content: again, originalName: 'IT1.xml', items: [{ position: 1 }] });
		expect([back.bytes, back.fileName]).toEqual([bytes, expect.stringMatching(/^IT1-rejected-[0-9a-f]{12}\.xml$/)]);
	});

	test('those that still wait wait on under the same name, fewer of them under another', async () => {
		const first = await waiting(await read(fattura('1', '2', '3'), 'IT1.xml'), 'IT1.xml', 1, 3);
		const again = await read(first.bytes, first.fileName);
		expect(await waiting(again, nameBeforeWaiting(first.fileName), 1, 2)).toEqual(first);
		const fewer = await waiting(again, 'IT1.xml', 2);
		expect(fewer.fileName).not.toBe(first.fileName);
		expect(numbers(await read(fewer.bytes, fewer.fileName))).toEqual(['3']);
	});

	test('where all of them wait, the file waits as it came', async () => {
		const bytes = fattura('1', '2');
		const packed = await waiting(await read(bytes, 'IT1.xml'), 'IT1.xml', 1, 2);
		expect(packed).toEqual({ fileName: expect.stringMatching(/^IT1-waiting-[0-9a-f]{12}\.xml$/), bytes });
	});

	test('the same in a ZIP with others, and beside a CSV', async () => {
		const files = { 'a.xml': fattura('1', '2'), 'b.xml': xRechnung(eInvoiceSample('R-1')), 'b.pdf': await pdf('R-1') };
		const content = await read(await zip(files), 'e.zip');
		expect(numbers(content)).toEqual(['1', '2', 'R-1']);
		const packed = await waiting(content, 'e.zip', 2, 3);
		expect(packed.fileName).toMatch(/^e-waiting-[0-9a-f]{12}\.zip$/);
		const again = await read(packed.bytes, packed.fileName);
		expect([again.kind, numbers(again), keys(again)]).toEqual(['zip', ['2', 'R-1'], keys(content).slice(1)]);
		const csv = fileOf([head('2', { 'Invoice Date*': '2026-03-01', Currency: 'EUR' }), line('2', '1')]);
		const beside = await read(await zip({ 'a.csv': csv, ...files }), 'e.zip');
		expect(numbers(beside)).toEqual(['2', '1', 'R-1']);
		const row = await waiting(beside, 'e.zip', 1);
		expect(numbers(await read(row.bytes, row.fileName))).toEqual(['2']);
	});

	test('a list that is none of ours is a file like any other', async () => {
		const list = JSON.stringify({ kind: 'zip', files: [['a.xml', [1]]] });
		const zipped = await zip({ 'a.xml': fattura('1', '2'), 'in/b.xml': xRechnung(eInvoiceSample('R-1')), '.open-invoices.json': list });
		expect(numbers(await read(zipped, 'e.zip'))).toEqual(['1', '2', 'R-1', null]);
		for (const wrong of [
			'',
			'{',
			'null',
			'{"kind":"zip","files":[]}',
			'{"kind":"x","files":[["a.xml",[1]]]}',
			list.replace('[1]', '[-1]'),
		]) {
			const other = await zip({ 'a.xml': fattura('1', '2'), 'in/b.xml': fattura('3'), '.open-invoices.json': wrong });
			expect(numbers(await read(other, 'e-waiting-0123456789ab.zip'))).toEqual(['1', '2', '3', null]);
		}
	});

	test('files that compress well do not make a package that unpacks to more than one may', async () => {
		const content = await read(
			rawZip([
				{ name: 'a.xml', content: fattura('1', '2') },
				{ name: 'a.txt', content: Buffer.alloc(40_000_000, 'x') },
			]),
			'e.zip',
		);
		const packed = await waiting(content, 'e.zip', 2);
		const back = await buildRejectedPackage({ content, originalName: 'e.zip', items: [{ position: 1 }] });
		expect([numbers(await read(packed.bytes, packed.fileName)), numbers(await read(back.bytes, back.fileName))]).toEqual([
			['2'],
			['1', '2'],
		]);
	});
});
