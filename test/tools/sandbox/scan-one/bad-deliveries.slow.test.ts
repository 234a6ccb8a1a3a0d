import { badDeliveries } from '../../../../tools/sandbox/scan-one';
import type { BadDelivery } from '../../../../tools/sandbox/scan-one';
import { pdfText, readCsv, totalOf, typeOf, unzip } from './reading';

let all: BadDelivery[];
beforeAll(async () => {
	all = await badDeliveries();
});

function named(name: string): BadDelivery {
	const found = all.find((delivery) => delivery.name === name);
	if (!found) throw new Error(`No bad delivery ${name}`);
	return found;
}

async function rowsIn(name: string) {
	return readCsv((await unzip(named(name).content)).get('invoices.csv') ?? Buffer.alloc(0), 'utf-8');
}

it('has one delivery for every bad input of the issue, each with its own name and an expectation', () => {
	expect(all.map(({ name }) => name).sort()).toEqual(
		[
			'truncatedZip',
			'notAZip',
			'zipBomb',
			'lyingZipBomb',
			'climbingName',
			'absoluteName',
			'backslashName',
			'twoCsvs',
			'noCsv',
			'imagesOnly',
			'emptyCsv',
			'bigImage',
			'headerOnly',
			'columnTwice',
			'invalidBytes',
			'utf16',
			'duplicateNumber',
			'unknownRowKind',
			'formulaCells',
			'notAnImage',
			'strayFile',
			'strayRow',
		].sort(),
	);
	expect(new Set(all.map(({ fileName }) => fileName)).size).toBe(all.length);
	for (const { expectation, wholePackage, good } of all) {
		expect(expectation.length).toBeGreaterThan(40);
		expect(wholePackage).toBe(good.length === 0);
	}
});

it('has the same bytes every time', async () => {
	const again = await badDeliveries();
	expect(all.every(({ content }, index) => again[index]?.content.equals(content))).toBe(true);
});

it.each(['truncatedZip', 'notAZip'])('%s does not open', async (name) => {
	await expect(unzip(named(name).content)).rejects.toThrow(/end of central directory/i);
});

it.each([
	['climbingName', '../climbed.csv', /invalid relative path/],
	['absoluteName', '/tmp/climbed.csv', /absolute path/],
	['backslashName', '..\\..\\climbed.csv', /invalid characters in fileName/],
])('%s holds the name %s', async (name, entry, refusal) => {
	expect(named(name).content.includes(entry)).toBe(true);
	await expect(unzip(named(name).content)).rejects.toThrow(refusal);
});

it('bombs are small outside and large inside', async () => {
	for (const name of ['zipBomb', 'lyingZipBomb']) expect(named(name).content.length).toBeLessThan(150_000);
	expect((await unzip(named('zipBomb').content)).get('BAD-BOMB.pdf')).toHaveLength(64 * 1024 * 1024);
	await expect(unzip(named('lyingZipBomb').content)).rejects.toThrow(/too many bytes/);
});

it('packages with wrong contents hold what they say', async () => {
	const csvNames = async (name: string) => [...(await unzip(named(name).content)).keys()].filter((entry) => entry.endsWith('.csv'));
	expect(await csvNames('twoCsvs')).toEqual(['one.csv', 'two.csv']);
	expect(await csvNames('noCsv')).toEqual([]);
	expect([...(await unzip(named('imagesOnly').content)).keys()]).toEqual(['BAD-IMAGES.pdf']);
	expect((await unzip(named('emptyCsv').content)).get('empty.csv')).toHaveLength(0);
	expect(readCsv(named('headerOnly').content, 'utf-8')).toEqual([]);
});

it('the big image is a real PDF above 9 MB that does not compress below the 8 MB of the ZIP route', async () => {
	const image = (await unzip(named('bigImage').content)).get('BIG-IMAGE-1.pdf') ?? Buffer.alloc(0);
	expect(typeOf(image)).toBe('pdf');
	expect(pdfText(image)).toContain('BIG-IMAGE-1');
	expect(image.length).toBeGreaterThan(9 * 1024 * 1024);
	expect(named('bigImage').content.length).toBeGreaterThan(8 * 1024 * 1024);
});

it('unreadable CSVs are unreadable', async () => {
	const csv = (await unzip(named('invalidBytes').content)).get('invoices.csv') ?? Buffer.alloc(0);
	expect(() => new TextDecoder('utf-8', { fatal: true }).decode(csv)).toThrow();
	expect(csv.includes(Buffer.from([0x81, 0xc3, 0x28, 0x9d]))).toBe(true);
	expect((await unzip(named('utf16').content)).get('invoices.csv')?.subarray(0, 2)).toEqual(Buffer.from([0x22, 0x00]));
	const header = (await unzip(named('columnTwice').content)).get('invoices.csv')?.toString().split('\n')[0] ?? '';
	expect(header.match(/"Currency"/g)).toHaveLength(2);
});

it('bad invoices stand between good ones that add up and have their images', async () => {
	for (const { name, good, refused } of all.filter(({ wholePackage, name: other }) => !wholePackage && other !== 'bigImage')) {
		const rows = await rowsIn(name);
		const files = await unzip(named(name).content);
		const numbers = rows.filter(({ kind }) => kind === 'Invoice').map(({ cells }) => cells['Invoice Number']);
		expect([...new Set(numbers)].sort()).toEqual([...good, ...refused].sort());
		for (const number of good) {
			expect(totalOf(number, rows).toFixed(2)).toBe(
				rows.find(({ kind, cells }) => kind === 'Invoice' && cells['Invoice Number'] === number)?.cells['Invoice Control Total'],
			);
			expect(files.has(`${number}.pdf`)).toBe(true);
		}
	}
	expect(
		(await rowsIn('duplicateNumber')).filter(
			({ kind, cells }) => kind === 'Invoice' && cells['Invoice Number']?.toUpperCase() === 'BAD-DUP',
		),
	).toHaveLength(2);
	expect((await rowsIn('unknownRowKind')).find(({ kind }) => kind === 'Invoice Discount')?.cells).toMatchObject({
		'Invoice Number': 'BAD-KIND',
		Discount: '5.00',
	});
	expect((await rowsIn('formulaCells')).find(({ cells }) => cells.Price?.startsWith('='))?.cells).toMatchObject({
		Price: '=25*2',
		Description: '@SUM(1+1)*cmd',
	});
	expect(typeOf((await unzip(named('notAnImage').content)).get('BAD-IMAGE.pdf') ?? Buffer.alloc(0))).toBeNull();
	expect((await rowsIn('strayRow')).filter(({ cells }) => cells['Invoice Number'] === 'BAD-NOWHERE')).toHaveLength(1);
});
