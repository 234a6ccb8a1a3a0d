/** A CSV that is made to keep a reader busy or to fill its memory. */
interface HostileFile {
	/** What is wrong, in a word, e.g. `blankHeader`. */
	name: string;
	content: Buffer;
}

const HEADERS = [
	'Invoice,Invoice Number*,Supplier Number,Invoice Date*,Line Level Taxation*,Chart of Accounts*,Currency',
	'Invoice Line,Invoice Number*,Supplier Number,Line Number,Description,Price*,Quantity,Unit of Measure*',
];
const INVOICE = 'Invoice,A-1,V-20011,2026-04-25,Yes,Demo Chart,USD';

/**
 * Files that grow with `scale`: texts on which a careless pattern looks from each place to the last one, and rows of which each has
 * more to be said about than it is long. At 1 they are some 100 kB each; a linear reader takes ten times as long for 10.
 */
export function hostileFiles(scale = 1): HostileFile[] {
	const many = Math.round(100_000 * scale);
	// Texts of one cell stay below the longest one that is read as such.
	const long = Math.min(many, 90_000);
	return [...longTexts(long), ...wrongQuotes(many), ...manyRows(many)];
}

function longTexts(long: number): HostileFile[] {
	return [
		{ name: 'blankHeader', content: csv(`Invoice,Invoice Number,"a${' '.repeat(long)}b"`, 'Invoice,A-1,x') },
		...Object.entries({
			almostNumber: `-${'1'.repeat(long)}x`,
			almostGuarded: `'${'1'.repeat(long)}!`,
			almostLink: `https://${'a'.repeat(long)} `,
			almostExponent: `${'1'.repeat(long)}E+`,
			digits: '9'.repeat(long),
			blanks: `x${' '.repeat(long)}x`,
			signs: '='.repeat(long),
			accents: `A${'\u0301\u0316'.repeat(long / 2)}`,
			directions: '\u202e'.repeat(long),
		}).flatMap(([name, text]) => [
			{ name: `${name}InText`, content: csv(...HEADERS, INVOICE, `Invoice Line,A-1,V-20011,1,${text},${text},1,EA`) },
			{ name: `${name}InKey`, content: csv(...HEADERS, INVOICE.replace('A-1', text), `Invoice Line,${text},${text},1,Bolts,1,1,EA`) },
		]),
	];
}

function wrongQuotes(many: number): HostileFile[] {
	return [
		{ name: 'lineEndsInDamage', content: csv(...HEADERS, `Invoice,A-0"x${'\n'.repeat(many)}y`, INVOICE) },
		{ name: 'neverClosed', content: csv(...HEADERS, INVOICE, `Invoice,"${'abc,def\n'.repeat(many / 8)}`) },
		{ name: 'quotes', content: csv(...HEADERS, INVOICE, '"'.repeat(many)) },
		{
			name: 'damagedRows',
			content: csv(
				...HEADERS,
				INVOICE,
				rows(many / 25, (row) => `Invoice Line,A-1,"b" x,${row}`),
			),
		},
	];
}

function manyRows(many: number): HostileFile[] {
	return [
		{ name: 'blankLines', content: csv(...HEADERS, '\n'.repeat(many), INVOICE) },
		{ name: 'blankCells', content: csv(...HEADERS, INVOICE, ',,,\n'.repeat(many / 4)) },
		{ name: 'columnsOfOneName', content: columnsOfOneName(Math.round(Math.sqrt(many) * 3)) },
		{ name: 'unknownRows', content: csv(...HEADERS, INVOICE, 'Foo,a,b\n'.repeat(many / 8)) },
		{
			name: 'strayRows',
			content: csv(
				...HEADERS,
				INVOICE,
				rows(many / 20, (row) => `Invoice Line,Z-${row},b`),
			),
		},
		{
			name: 'emptyInvoices',
			content: csv(
				...HEADERS,
				rows(many / 12, (row) => `Invoice,A-${row}`),
			),
		},
		{
			name: 'otherHeaders',
			content: csv(
				...HEADERS,
				INVOICE,
				rows(many / 40, (row) => `Invoice,Invoice Number,Supplier Number,${row}`),
			),
		},
		{
			name: 'oneInvoice',
			content: csv(
				...HEADERS,
				INVOICE,
				rows(many / 30, (row) => `Invoice Line,A-1,V-20011,${row + 1},x,1,1,EA`),
			),
		},
	];
}

/** As many columns of one name as invoices: what is told for each invoice and column is the square of the file's length. */
export function columnsOfOneName(count: number): Buffer {
	return csv(
		`Invoice,Invoice Number,${'x,'.repeat(count)}x`,
		rows(count, (row) => `Invoice,A-${row},1,1,1`),
	);
}

function rows(count: number, rowOf: (index: number) => string): string[] {
	return Array.from({ length: Math.floor(count) }, (_, index) => rowOf(index));
}

/** Rows one by one or by the list: as arguments, hundreds of thousands would overflow the stack. */
function csv(...lines: Array<string | string[]>): Buffer {
	return Buffer.from(`${lines.flat().join('\n')}\n`);
}
