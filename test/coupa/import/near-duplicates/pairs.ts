/** One invoice of a pair, as far as it differs from `USUAL`. */
export interface Paper {
	number: string;
	/** Supplier record: `A` and `A2` are two records of one company, `B` is another one. */
	supplier?: 'A' | 'A2' | 'B';
	date?: string;
	total?: string;
	currency?: string;
	credits?: string;
}

/** Two invoices, the first one in Coupa already; `others` stand in Coupa beside it. */
export interface Pair {
	name: string;
	first: Paper;
	second: Paper;
	others?: Paper[];
}

export const USUAL = { supplier: 'A', date: '2026-04-20', total: '1250.00', currency: 'USD' } as const;

const on = (date: string) => ({ date });
const of = (supplier: 'A' | 'A2' | 'B') => ({ supplier });
const over = (total: string) => ({ total });

/** Every fact but the number agrees, and the number in another spelling. */
const SPELLINGS: Array<[name: string, first: string, second: string]> = [
	['prefix, zero and dash', 'INV-0471', 'INV 471'],
	['without its prefix', 'INV-0471', '0471'],
	['another word in front', 'Invoice No. 0471', 'INV0471'],
	['leading zeros', '0000471', '471'],
	['zeros within', '2026-00471', '2026-471'],
	['without dashes', '2026-0471-33', '2026047133'],
	['slashes for dashes', '26/0471', '26-0471'],
	['dots', '12.345.678', '12345678'],
	['O for 0', 'A1O471', 'A10471'],
	['O for 0 behind a prefix', 'INV-O471', 'INV-0471'],
	['I for 1', 'FI-I2345', 'FI-12345'],
	['l for 1', 'N-2l3', 'N-213'],
	['S for 5 between digits', '47S118', '475118'],
	['B for 8 between digits', '4B7118', '487118'],
	['1 for the I of its prefix', '1NV-0471', 'INV-0471'],
	['lower case', 'ab-4711', 'AB4711'],
	['number sign', '#4711', '4711'],
	['marked as a copy', '4711', '4711 COPY'],
	['a German prefix', 'Rechnung Nr. 4711', 'RE-4711'],
	['a French prefix', 'Facture N° 88123', '88123'],
	['a letter more behind', '4711', '4711A'],
	['letters more in front', 'BER-4711', '4711'],
	['the year more in front', '2026-4711', '4711'],
	['the year more behind', '4711/26', '4711'],
	['a letter for a revision', 'INV-4711', 'INV-4711-R'],
];

const spelled = (change: Partial<Paper>, suffix: string) =>
	SPELLINGS.map(([name, first, second]): Pair => ({
		name: `${name}, ${suffix}`,
		first: { number: first },
		second: { number: second, ...change },
	}));

/** Pairs that the rules of docs/import.md promise to find. */
export const DUPLICATES: Pair[] = [
	...spelled({}, 'nothing else'),
	...spelled(on('2026-04-27'), 'another date'),
	// A letter or a year more counts only with the same amount.
	...spelled(over('1260.00'), 'another total').filter(({ name }) => !/ more | revision/.test(name)),
	{ name: 'number misread, two digits swapped', first: { number: '10472' }, second: { number: '10427' } },
	{ name: 'number misread in the middle', first: { number: '10472' }, second: { number: '10872' } },
	{ name: 'order number captured as number', first: { number: 'INV-20931' }, second: { number: '4500012345' } },
	{ name: 'part number more', first: { number: '4711' }, second: { number: '4711-1' } },
	{ name: 'day and month swapped', first: { number: '0471-9', ...on('2026-03-04') }, second: { number: '471-9', ...on('2026-04-03') } },
	{ name: 'year slip', first: { number: '0471-9' }, second: { number: '471-9', ...on('2025-04-20') } },
	{ name: 'turn of the year', first: { number: '88-471', ...on('2025-12-30') }, second: { number: '88 471', ...on('2026-01-03') } },
	{ name: 'another record of the supplier, same number', first: { number: 'INV-0471' }, second: { number: 'INV-0471', ...of('A2') } },
	{ name: 'another record, spelling', first: { number: 'INV-0471' }, second: { number: '471', ...of('A2') } },
	{ name: 'another record, another date', first: { number: 'INV-0471' }, second: { number: 'INV-0471', ...of('A2'), ...on('2026-04-28') } },
	{ name: 'another record, another total', first: { number: 'INV-0471' }, second: { number: 'INV-0471', ...of('A2'), ...over('1.00') } },
	{ name: 'another record, another number', first: { number: 'INV-0471' }, second: { number: 'PO88', ...of('A2') } },
	{ name: 'another supplier, same number', first: { number: '90471' }, second: { number: '90471', ...of('B') } },
	{ name: 'another supplier, spelling', first: { number: 'INV-90471' }, second: { number: '090471', ...of('B') } },
	{ name: 'another supplier, prefix', first: { number: 'BER-90471' }, second: { number: '90471', ...of('B') } },
	{
		name: 'another supplier, day and month swapped',
		first: { number: '90471', ...on('2026-03-04') },
		second: { number: '90471', ...of('B'), ...on('2026-04-03') },
	},
	{ name: 'another supplier, year slip', first: { number: '90471' }, second: { number: '90471', ...of('B'), ...on('2025-04-20') } },
	{ name: 'total written otherwise', first: { number: '0471', ...over('1250') }, second: { number: 'INV471', ...over('1250.0') } },
	{
		name: 'credit notes among themselves',
		first: { number: 'CN-0471', ...over('-50.00'), credits: '1' },
		second: { number: 'CN 471', ...over('-50.00'), credits: '1' },
	},
	{
		name: 'credited in part only',
		first: { number: 'INV-0471' },
		second: { number: 'INV 471' },
		others: [{ number: 'CN-9', total: '-20.00', credits: 'INV-0471' }],
	},
	{
		name: 'another invoice credited',
		first: { number: 'INV-0471' },
		second: { number: 'INV 471' },
		others: [{ number: 'CN-9', total: '-1250.00', credits: 'INV-0400' }],
	},
];

/** Pairs that look alike and are two papers. */
export const LOOK_ALIKES: Pair[] = [
	{ name: 'rent of the next month', first: { number: 'M-0104' }, second: { number: 'M-0105', ...on('2026-05-20') } },
	{ name: 'rent numbered by month', first: { number: 'RENT 2026-04' }, second: { number: 'RENT 2026-05', ...on('2026-05-01') } },
	{ name: 'rent on dates that swap', first: { number: '301', ...on('2026-01-02') }, second: { number: '302', ...on('2026-02-01') } },
	{ name: 'rent by the letters of a month', first: { number: 'JAN4711' }, second: { number: 'FEB4711', ...on('2026-05-01') } },
	{ name: 'yearly fee, number used again', first: { number: '01', ...on('2025-04-20') }, second: { number: '1' } },
	{ name: 'yearly fee, number with its year', first: { number: '2025-471', ...on('2025-04-20') }, second: { number: '2026-471' } },
	{ name: 'yearly fee, year in one of the numbers', first: { number: '2025-471', ...on('2025-04-20') }, second: { number: '471' } },
	{ name: 'instalments', first: { number: '4711-1' }, second: { number: '4711-2', ...on('2026-05-20') } },
	{ name: 'instalments after the invoice', first: { number: '4711' }, second: { number: '4711-2', ...on('2026-05-20') } },
	{ name: 'split delivery, next number', first: { number: '5001' }, second: { number: '5002', ...over('310.00') } },
	{ name: 'split delivery, next number, same amount', first: { number: '5001' }, second: { number: '5002' } },
	{ name: 'split delivery, some numbers on', first: { number: 'DN-2026-0998' }, second: { number: 'DN-2026-1004' } },
	{ name: 'split delivery, parts by letter', first: { number: '4711-A' }, second: { number: '4711-B' } },
	{ name: 'split delivery, parts by number', first: { number: '4711/1' }, second: { number: '4711/2' } },
	{ name: 'split delivery, parts by letter, amounts', first: { number: '4711' }, second: { number: '4711B', ...over('80.00') } },
	{ name: 'split delivery, number of the day first', first: { number: '17/2026' }, second: { number: '18/2026' } },
	{
		name: 'split delivery, linked by others',
		first: { number: '5001' },
		second: { number: '5017' },
		others: [{ number: '5009' }],
	},
	{
		name: 'split delivery, the other number delivered twice',
		first: { number: 'A4711X' },
		second: { number: 'A-4712' },
		others: [{ number: 'A-4711' }],
	},
	{
		name: 'one amount billed many times a day',
		first: { number: '20391' },
		second: { number: '28113' },
		others: [{ number: '21005' }, { number: '24771' }],
	},
	{
		name: 'credit note of the invoice',
		first: { number: '4711' },
		second: { number: '4711', ...over('-1250.00'), credits: '4711', ...of('A2') },
	},
	{
		name: 'credit note with another prefix',
		first: { number: 'INV-4711' },
		second: { number: 'CN-4711', ...over('-1250.00'), credits: 'INV-4711' },
	},
	{
		name: 'credited and billed anew, same date',
		first: { number: 'INV-4711' },
		second: { number: 'INV-4790' },
		others: [{ number: 'CN-12', total: '-1250.00', credits: 'INV-4711' }],
	},
	{
		name: 'credited and billed anew, number with a letter',
		first: { number: 'INV-4711' },
		second: { number: 'INV-4711R', ...on('2026-04-29') },
		others: [{ number: 'CN-12', total: '-1250.00', credits: 'inv 4711', date: '2026-04-28' }],
	},
	{
		name: 'credited without naming the invoice',
		first: { number: 'INV-4711' },
		second: { number: 'INV-04711', ...on('2026-04-29') },
		others: [{ number: 'CN-12', total: '-1250.00', date: '2026-04-28' }],
	},
	{ name: 'same amount only', first: { number: '4711' }, second: { number: '9135', ...of('B'), ...on('2026-05-02') } },
	{ name: 'same supplier and amount', first: { number: '4711' }, second: { number: '9135', ...on('2026-05-02') } },
	{ name: 'same date and amount', first: { number: '4711' }, second: { number: '9135', ...of('B') } },
	{ name: 'same supplier and date', first: { number: '4711' }, second: { number: '9135', ...over('9.90') } },
	{ name: 'same number at another supplier', first: { number: '4711' }, second: { number: '4711', ...of('B'), ...over('9.90') } },
	{ name: 'short number at another supplier', first: { number: '12' }, second: { number: '12', ...of('B') } },
	{ name: 'short number with a letter', first: { number: '12' }, second: { number: 'A12', ...on('2026-04-28') } },
	{ name: 'dash in another place', first: { number: '1-234' }, second: { number: '12-34', ...over('9.90') } },
	{ name: 'other currency', first: { number: '4711' }, second: { number: '9135', currency: 'EUR' } },
	{ name: 'other series', first: { number: 'A-4711' }, second: { number: 'B-4711', ...on('2026-05-02') } },
	{ name: 'nothing to pay', first: { number: '4711', ...over('0.00') }, second: { number: '9135', ...over('0.00') } },
	{ name: 'zero more within', first: { number: '4711' }, second: { number: '47011', ...over('9.90') } },
	{ name: 'long ago', first: { number: 'INV-04711', ...on('2024-04-20') }, second: { number: '4711' } },
];
