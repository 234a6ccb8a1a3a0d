import {
	accountImport,
	lookupValuesExport,
	purchaseOrdersExport,
	readFlatFile,
	remitToExport,
	supplierExport,
	suppliersImport,
	type FlatFileTable,
} from '../../../lib/flat-file';
import { isRecord, recordsAt } from '../../../lib/core';

const read = async (text: string, table: FlatFileTable): Promise<ReturnType<typeof readFlatFile>> =>
	await readFlatFile(Buffer.from(text), table);

describe('files of others', () => {
	test('columns in any order, star and case aside, unknown ones kept aside', async () => {
		const file = await read(
			'Segment 1*,Colour,CHART OF ACCOUNTS,active*,Name\n10,red,Demo Chart,T,One\n20,,Demo Chart,0,Two\n',
			accountImport,
		);
		expect(file.entries.map(({ record }) => record)).toEqual([
			{ 'segment-1': '10', 'account-type': { name: 'Demo Chart' }, active: true, name: 'One' },
			{ 'segment-1': '20', 'account-type': { name: 'Demo Chart' }, active: false, name: 'Two' },
		]);
		expect([file.unknownColumns, file.entries[0]?.extraColumns, file.entries[1]?.extraColumns, file.fileProblems]).toEqual([
			['Colour'],
			[{ row: 2, rowKind: 'Account', column: 'Colour', value: 'red' }],
			[],
			[],
		]);
	});

	test('rows of an order in any order, kinds spelled otherwise, header rows with the kind’s name', async () => {
		const file = await read(
			[
				'Line,order-header-id,line-number,price',
				'Header,id,status',
				'RecordType,order-header-id,order-line-num,account-code,account-allocation-percent',
				'line split,1,2,10-1,50.0',
				'Line,1,2,5.00',
				'LINE,1,1,4.00',
				'Line Allocation,1,2,10-2,50.0',
				'Header,1,issued,',
			].join('\n'),
			purchaseOrdersExport,
		);
		expect(file.fileProblems).toEqual([]);
		expect(file.entries.map(({ record, rows }) => ({ record, rows }))).toEqual([
			{
				rows: [8, 5, 6, 4, 7],
				record: {
					id: 1,
					status: 'issued',
					'order-lines': [
						{
							'line-num': '2',
							price: '5.00',
							'account-allocations': [
								{ account: { code: '10-1' }, pct: '50.0' },
								{ account: { code: '10-2' }, pct: '50.0' },
							],
						},
						{ 'line-num': '1', price: '4.00' },
					],
				},
			},
		]);
	});

	test('remit-tos of suppliers that stand apart come together; same code at two suppliers stays apart', async () => {
		const file = await read('Supplier Number,Remit To Code,City\nV-1,A,Salem\nV-2,A,Bend\nV-1,B,Eugene\n', remitToExport);
		expect(file.entries.map(({ record }) => record)).toEqual([
			{
				number: 'V-1',
				'remit-to-addresses': [
					{ 'remit-to-code': 'A', city: 'Salem' },
					{ 'remit-to-code': 'B', city: 'Eugene' },
				],
			},
			{ number: 'V-2', 'remit-to-addresses': [{ 'remit-to-code': 'A', city: 'Bend' }] },
		]);
	});

	test('another id is another supplier, even with the same number; a split finds its line by id or number', async () => {
		const remitTo = await read('Supplier Id,Supplier Number,Remit To Code\n1,V-1,A\n2,V-1,B\n,V-1,C\n', remitToExport);
		expect(
			remitTo.entries.map(({ record }) => [record.id, recordsAt(record, 'remit-to-addresses').map((entry) => entry['remit-to-code'])]),
		).toEqual([
			[1, ['A', 'C']],
			[2, ['B']],
		]);
		const orders = await read(
			'type,id\ntype,id,order-header-id,line-number\ntype,order-header-id,order-line-id,order-line-num,account-code\nHeader,1\nLine,11,1,1\nLine,12,1,1\nLine,,1,3\nLine Split,1,12,1,b\nLine Split,1,13,3,c\n',
			purchaseOrdersExport,
		);
		expect(orders.fileProblems).toEqual([]);
		expect(
			recordsAt(orders.entries[0]?.record, 'order-lines').map((line) => [line['line-num'], recordsAt(line, 'account-allocations')]),
		).toEqual([
			['1', []],
			['1', [{ account: { code: 'b' } }]],
			['3', [{ account: { code: 'c' } }]],
		]);
	});

	test('Windows-1252', async () => {
		const file = await readFlatFile(Buffer.from('Name,Id\nM\xfcller,1\n', 'latin1'), supplierExport);
		expect([file.encoding, file.entries[0]?.record]).toEqual(['windows-1252', { name: 'Müller', id: 1 }]);
	});

	test('a header named __proto__ stays a column', async () => {
		const file = await read('Name,__proto__,constructor\nA,polluted,x\n', supplierExport);
		expect(file.entries[0]?.extraColumns.map(({ column }) => column)).toEqual(['__proto__', 'constructor']);
		expect(isRecord(file.entries[0]?.record) && Object.keys(file.entries[0].record)).toEqual(['name']);
	});
});

describe('bad input', () => {
	const problemsOf = async (text: string, table: FlatFileTable): Promise<string[]> => {
		const file = await read(text, table);
		return [...file.fileProblems, ...file.entries.flatMap(({ problems }) => problems)].map(({ code, row, column, path, value }) =>
			[code, row, column, path, value].filter((part) => part !== undefined).join(' | '),
		);
	};

	test.each<[string, string, FlatFileTable, string[]]>([
		['a boolean', 'Name,Active,Chart of Accounts,Segment 1\nA,perhaps,C,1\n', accountImport, ['boolean | 2 | Active | active | perhaps']],
		['a number', 'Name,Savings (%)\nA,"1,5"\n', supplierExport, ['decimal | 2 | Savings (%) | savings-pct | 1,5']],
		['an id', 'Name,Id\nA,5-1\n', supplierExport, ['integer | 2 | Id | id | 5-1']],
		['a date', 'Id,Name,Created Date\n1,A,31/12/2026\n', lookupValuesExport, ['date | 2 | Created Date | created-at | 31/12/2026']],
		[
			'too long a text',
			`Name,Active,Chart of Accounts,Segment 1\nA,Yes,C,${'x'.repeat(101)}\n`,
			accountImport,
			[`tooLong | 2 | Segment 1 | segment-1 | ${'x'.repeat(101)}`],
		],
		[
			'not an allowed value',
			'Name,Payment Method,Invoice Matching Level\nA,invoice,4-way\n',
			suppliersImport,
			['allowedValue | 2 | Invoice Matching Level | invoice-matching-level | 4-way'],
		],
		[
			'a missing cell',
			'Name,Active,Chart of Accounts,Segment 1\nA,Yes, ,1\n',
			accountImport,
			['required | 2 | Chart of Accounts | account-type.name'],
		],
		['a missing column', 'Name,Chart of Accounts,Segment 1\nA,C,1\n', accountImport, ['required | 1 | Active | active']],
		[
			'a column twice',
			'Name,Status,status\nA,active,inactive\n',
			supplierExport,
			['duplicateColumn | 1 | status', 'conflictingCells | 2 | Status | status | inactive'],
		],
		[
			'two spellings that disagree',
			"Name,PO Change Method',PO Change Method\nA,email,cxml\n",
			supplierExport,
			['conflictingCells | 2 | PO Change Method | po-change-method | cxml'],
		],
		['a surplus cell', 'Name,Id\nA,1,lost\n', supplierExport, ['tooManyCells | 2 | lost']],
		['a line without order', 'type,id\ntype,order-header-id,line-number\nHeader,1\nLine,2,1\n', purchaseOrdersExport, ['strayRows | 4']],
		[
			'a line that names no order',
			'type,id\ntype,order-header-id,line-number\nHeader,1\nLine,,1\n',
			purchaseOrdersExport,
			['strayRows | 4'],
		],
		[
			'a split without line',
			'type,id\ntype,order-header-id,line-number\ntype,order-header-id,order-line-num\nHeader,1\nLine,1,1\nLine Split,1,2\n',
			purchaseOrdersExport,
			['strayRows | 6'],
		],
		['a row of no kind', 'type,id\nHeader,1\nFooter,9\n', purchaseOrdersExport, ['unknownRowKind | 3 | Footer,9']],
		['a row above its header row', 'type,id\nLine,1,1\nHeader,1\n', purchaseOrdersExport, ['dataBeforeHeader | 2 | Line,1,1']],
		['a remit-to of nobody', 'Supplier Number,Remit To Code\n,A\n', remitToExport, ['strayRows | 2']],
		['semicolons', 'Name;Id\nA;1\n', supplierExport, ['noHeader | 1 | Name;Id']],
		['another table’s file', 'type,id\nHeader,1\n', accountImport, ['noHeader | 1 | type,id']],
		['an empty file', '', accountImport, ['emptyFile']],
		['an open quote', 'Name,Id\n"A,1\n', supplierExport, ['csvSyntax | 2']],
	])('%s', async (_, text, table, expected) => {
		expect(await problemsOf(text, table)).toEqual(expected);
	});

	test.each([
		['with quoted line breaks', 'Name,Id\n"A\nB",1\nC,x\n', 3],
		['and without an end of line', 'Name,Id\n"A\nB",1\nC,x', 3],
		['with CRLF', 'Name,Id\r\n"A\r\nB",1\r\nC,x\r\n', 3],
		['with bare returns', 'Name,Id\r"A",1\rC,x', 3],
		['after blank lines', 'Name,Id\n\n\nC,x\n', 4],
		['after a BOM', '\ufeffName,Id\nC,x\n', 2],
	])('the row of a bad cell is right %s', async (_, text, row) => {
		expect(await problemsOf(text, supplierExport)).toEqual([`integer | ${row} | Id | id | x`]);
	});

	test('the good rows of a file with a bad one are all there', async () => {
		const file = await read('Name,Id\nA,1\nB,x\nC,3\n', supplierExport);
		expect(file.entries.map(({ record, problems }) => [record, problems.length])).toEqual([
			[{ name: 'A', id: 1 }, 0],
			[{ name: 'B' }, 1],
			[{ name: 'C', id: 3 }, 0],
		]);
	});

	test('the same order twice: both stay, lines go to the first', async () => {
		const file = await read(
			'type,id,status\ntype,order-header-id,line-number\nHeader,1,issued\nHeader,1,closed\nLine,1,1\n',
			purchaseOrdersExport,
		);
		expect(file.entries.map(({ record }) => [record.status, recordsAt(record, 'order-lines').length])).toEqual([
			['issued', 1],
			['closed', 0],
		]);
	});
});
