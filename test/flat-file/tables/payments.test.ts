import { invoicePaymentImport, readFlatFile } from '../../../lib/flat-file';

const HEADER = 'Supplier Name,Supplier Number,Invoice Number,Invoice ID,Check Amount Paid,Check # / Note,Check Payment Date';

const read = async (...lines: string[]) => await readFlatFile(Buffer.from(`${lines.join('\r\n')}\r\n`), invoicePaymentImport);

test('a row is the invoice as the ERP names it, with one payment', async () => {
	const file = await read(
		`${HEADER},Paid,Paid-in-Full Date,Currency`,
		'"Delta Office, Inc.",V-20011,DO-1,,0119.50,4500012345,2026-05-20T00:00:00+02:00,Yes,2026-05-20T00:00:00+02:00,EUR',
	);
	expect(file.fileProblems).toEqual([]);
	expect(file.entries).toEqual([
		{
			record: {
				supplier: { name: 'Delta Office, Inc.', number: 'V-20011' },
				'invoice-number': 'DO-1',
				payments: [{ 'amount-paid': '0119.50', notes: '4500012345', 'payment-date': '2026-05-20T00:00:00+02:00' }],
				paid: true,
				'payment-date': '2026-05-20T00:00:00+02:00',
				currency: { code: 'EUR' },
			},
			rows: [2],
			extraColumns: [],
			problems: [],
		},
	]);
});

test.each<[string, string]>([
	['a quote that is never closed', '"Delta Office, Inc.,V-1,DO-2,,1.00,B,2026-05-20'],
	['a quote inside a cell', '"Delta "Office", Inc.",V-1,DO-2,,1.00,B,2026-05-20'],
	['one in an unquoted cell', 'Delta 3" Pipes,V-1,DO-2,,1.00,B,2026-05-20'],
])('%s costs its own row only, and is told', async (_what, broken) => {
	const file = await read(
		HEADER,
		'"Delta Office, Inc.",V-1,DO-1,,1.00,A,2026-05-20',
		broken,
		'"Delta Office, Inc.",V-1,DO-3,,1.00,C,2026-05-20',
		'"Delta Office, Inc.",V-1,DO-4,,1.00,D,2026-05-20',
	);
	expect(file.entries.map(({ rows, problems }) => [rows, problems.map(({ code, row }) => [code, row])])).toEqual([
		[[2], []],
		[[3], [['csvSyntax', 3]]],
		[[4], []],
		[[5], []],
	]);
	expect([0, 2, 3].map((index) => file.entries[index]?.record['invoice-number'])).toEqual(['DO-1', 'DO-3', 'DO-4']);
	expect(file.entries[1]?.problems[0]?.value).toContain('DO-2');
});

test('a broken header row makes the file unreadable instead of mistaking a row for it', async () => {
	const file = await read(`"Supplier" Name,${HEADER}`, 'Delta,V-1,DO-1,,1.00,A,2026-05-20');
	expect(file.entries).toEqual([]);
	expect(file.fileProblems.map(({ code }) => code)).toEqual(['noHeader']);
});

test('two rows that a lost line end has joined are told, not read as one', async () => {
	const file = await read(HEADER, 'Delta,V-1,DO-1,,1.00,A,2026-05-20Delta,V-1,DO-2,,1.00,B,2026-05-20');
	expect(file.entries[0]?.problems.map(({ code }) => code)).toEqual(['date', 'tooManyCells']);
});
