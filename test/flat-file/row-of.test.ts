import { readInvoiceFile } from '../../lib/flat-file';

test('every part of the record knows the row it came from, as a spreadsheet shows it', async () => {
	const csv = [
		'Invoice,Invoice Number,Supplier Number,Invoice Date,Line Level Taxation,Chart of Accounts,Currency',
		'Invoice Line,Invoice Number,Line Number,Description,Price,Account Code',
		'Account Allocation,Invoice Number,Invoice Line Number,Percent,Account Code',
		'Invoice Tax Line,Invoice Number,Invoice Line Number,Tax Amount',
		'Invoice Charge,Invoice Number,Type,Total',
		'Invoice,N-1,V-1,2026-05-01,Yes,Demo,USD',
		'Invoice Line,N-1,1,First,10,A',
		'Invoice Charge,N-1,InvoiceShippingCharge,5',
		'Invoice Line,N-1,2,"Second\nwith a break",20,',
		'Account Allocation,N-1,2,40,A',
		'Account Allocation,N-1,2,60,B',
		'Invoice Tax Line,N-1,2,1.5',
	].join('\n');
	const [invoice] = (await readInvoiceFile(Buffer.from(csv), {})).invoices;
	expect(invoice?.rowOf).toEqual({
		'': 6,
		'invoice-lines[0]': 7,
		'invoice-charges[0]': 8,
		'invoice-lines[1]': 9,
		'invoice-lines[1].account-allocations[0]': 10,
		'invoice-lines[1].account-allocations[1]': 11,
		'invoice-lines[1].tax-lines[0]': 12,
	});
});

describe('rows are those that a spreadsheet shows', () => {
	const lines = [
		'Invoice,Invoice Number,Supplier Number,Invoice Date,Line Level Taxation,Chart of Accounts,Currency',
		'Invoice Line,Invoice Number,Line Number,Description,Price,Account Code',
		'Invoice,N-1,V-1,2026-05-01,No,Demo,USD',
		'Invoice Line,N-1,1,"First\r\nof three\r\n\r\nlines",10,A',
		'',
		'Invoice,N-2,V-1,2026-05-01,No,Demo,USD',
		'Invoice Line,N-2,1,Second,ten,A',
	];

	test.each(['\n', '\r\n', '\r'])('blank lines count, breaks inside cells do not (%j)', async (end) => {
		const [first, second] = (await readInvoiceFile(Buffer.from(lines.join(end)), {})).invoices;
		expect([first?.rows, second?.rows]).toEqual([
			[3, 4],
			[6, 7],
		]);
		expect(second?.problems).toMatchObject([{ column: 'Price', row: 7 }]);
	});

	test('also beside a row whose quotes are wrong', async () => {
		const damaged = [...lines.slice(0, 5), 'Invoice,"N-3,V-1,2026-05-01,No,Demo,USD', ...lines.slice(5)];
		const { invoices } = await readInvoiceFile(Buffer.from(damaged.join('\r\n')), {});
		expect(invoices.map(({ rows }) => rows)).toEqual(
			expect.arrayContaining([
				[3, 4],
				[7, 8],
			]),
		);
	});
});
