import { openPackage } from '../../../lib/package';
import { file, invoiceRow, lineRow } from '../../flat-file/csv-file';
import { zip } from '../../package/packages';
import { fileItem, hints } from './coupa-sftp';
import { account, accountPerTest, INVOICES, packageOf, scan, upload } from './upload.support';

const MB = 1024 * 1024;

accountPerTest();

describe('an invoice package above the limit', () => {
	test('of Coupa (8 MB) becomes several files below it, each with its own invoices and images', async () => {
		const content = await packageOf({ A: 3000, B: 3000, C: 3000, D: 100 });
		const { items, error } = await upload([fileItem(content, 'big.zip')], { fileName: 'big.zip' });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.fileName, json.invoices, json.outcome])).toEqual([
			['big-1of2.zip', ['A', 'B'], 'uploaded'],
			['big-2of2.zip', ['C', 'D'], 'uploaded'],
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		expect(await account.names(INVOICES)).toEqual(['big-1of2.zip', 'big-2of2.zip']);
		const original = await openPackage(content, 'big.zip');
		for (const { json } of items) {
			const bytes = await account.file(INVOICES, String(json.fileName));
			expect(bytes.length).toBe(json.size);
			expect(bytes.length).toBeLessThan(8_000_000);
			const { files } = await openPackage(bytes, 'part.zip');
			expect([...files.keys()]).toEqual((json.invoices as string[]).map((number) => `${number}.pdf`));
			for (const [name, entry] of files)
				expect((await entry.read()).equals((await original.files.get(name)?.read()) ?? Buffer.alloc(0))).toBe(true);
		}
	});

	test('goes without the invoice that is too large by itself, which an item and a hint name', async () => {
		const run = await upload([fileItem(await packageOf({ A: 30, HUGE: 200, B: 30 }), 'x.zip')], {
			fileName: 'x.zip',
			options: { largestFile: 0.1 },
		});
		expect(run.items.map(({ json }) => [json.fileName, json.outcome, json.invoices])).toEqual([
			['x-1of1.zip', 'uploaded', ['A', 'B']],
			[null, 'leftOut', ['HUGE']],
		]);
		expect(run.items[1]?.json.problems).toEqual([expect.objectContaining({ code: 'invoiceTooLarge', value: 'HUGE', row: 5 })]);
		expect(hints(run)).toEqual([expect.stringContaining('Not uploaded: Invoice “HUGE” takes 201 kB')]);
		expect(await account.names(INVOICES)).toEqual(['x-1of1.zip']);
	});

	test('of one invoice only is refused as a whole, naming it', async () => {
		const { error } = await upload([fileItem(await packageOf({ HUGE: 200 }), 'x.zip')], { options: { largestFile: 0.1 } });
		expect(error?.message).toContain('Invoice “HUGE” takes 201 kB');
		expect(await account.names(INVOICES)).toEqual([]);
	});

	test('tells which files no row names', async () => {
		const content = await zip({
			'i.csv': file(invoiceRow('A', { image: 'A.pdf' }), lineRow('A')),
			'A.pdf': scan(20),
			'page 7.pdf': scan(100),
		});
		const run = await upload([fileItem(content, 'x.zip')], { fileName: 'x.zip', options: { largestFile: 0.1 } });
		expect(hints(run)).toEqual(['Files in x.zip that no row refers to were not uploaded: page 7.pdf']);
		expect(run.items.map(({ json }) => json.invoices)).toEqual([['A']]);
	});

	test('cut off in the second part says what is there already', async () => {
		const content = await packageOf({ A: 80, B: 80, C: 80 });
		account.server.intercept(({ op, path }) => (op === 'WRITE' && path.includes('x-2of3') ? 'drop' : 'continue'));
		const { error } = await upload([fileItem(content, 'x.zip')], { fileName: 'x.zip', options: { largestFile: 0.1 } });
		expect(error?.message).toContain('was lost');
		expect(error?.description).toContain('1 of 3 parts are uploaded already: x-1of3.zip');
		account.server.intercept(null);
		const again = await upload([fileItem(content, 'x.zip')], { fileName: 'x.zip', options: { largestFile: 0.1 } });
		expect(again.items.map(({ json }) => json.outcome)).toEqual(['alreadyThere', 'uploaded', 'uploaded']);
	});

	test('that is a full disk leaves no half file', async () => {
		account.server.settings.freeBytes = MB / 2;
		const { error } = await upload([fileItem(await packageOf({ A: 900 }), 'x.zip')]);
		expect(error?.message).toContain('the disk or the quota is full');
		expect(await account.names(INVOICES)).toEqual([]);
	});
});

test('a large file that is no invoice package is refused before anything is sent', async () => {
	const { error } = await upload([fileItem(Buffer.alloc(200 * 1024, 'x,y\n'), 'accounts.csv')], {
		folder: 'Incoming/Suppliers',
		fileName: 'accounts.csv',
		options: { largestFile: 0.1 },
	});
	expect(error?.message).toMatch(/“accounts\.csv” is 200 kB; the limit is 10\d kB\. It cannot be split/);
	expect(await account.names('Incoming/Suppliers')).toEqual([]);
});
