import { readInvoicePackage } from '../../lib/package';
import { longestBlock } from '../../tools/harness/longest-block';
import { file, invoiceRow, lineRow } from '../flat-file/csv-file';

const delivery = {
	package: 'a.csv',
	claim: null,
	receivedAt: '2026-05-05T06:30:00Z',
	boundTo: null,
	claimedUntil: null,
	encoding: 'auto' as const,
};

test('a package of 10,000 invoices never keeps the event loop longer than 200 ms', async () => {
	const rows = Array.from({ length: 10_000 }, (_, index) => [
		invoiceRow(`INV-${index}`),
		...['1', '2', '3', '4'].map((line) => lineRow(`INV-${index}`, { line })),
	]).flat();
	const bytes = file(...rows);
	let items = 0;
	const block = await longestBlock(async () => {
		({ length: items } = (await readInvoicePackage(bytes, 'a.csv', { delivery })).items);
	});
	expect(items).toBe(10_000);
	expect(block).toBeLessThan(200);
});
