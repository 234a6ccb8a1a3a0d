import type { CoupaRecord } from '../../../lib/core';
import { line } from './support/checks';
import { codes, input, World } from './support/world';

let world: World;
beforeEach(async () => {
	world = await World.start({ duplicateRule: 'never' });
});
afterEach(async () => {
	await world.stop();
});

/** Spellings of one number that people cannot tell apart. */
const VISIBLE = [
	'HN–1001',
	'HN−1001',
	'HN\u20111001',
	'ＨＮ－１００１',
	'НN-1001',
	'HΝ-1001',
	'HN-1001 ',
	'HN -1001',
	"'HN-1001",
	'hn-1001',
	'HN-١٠٠١',
];
const INVISIBLE = [
	'HN\u200b-1001',
	'HN-10\u00ad01',
	'\u200eHN-1001',
	'HN-1001\u202e',
	'\ufeffHN-1001',
	'HN-1001\ufe0f',
	'HN\u3164-1001',
	'HN-1001\u{e0041}',
];
const named = (number: string, change: CoupaRecord = {}) => input({ invoice: { 'invoice-number': number, ...change } });
const inCoupa = () => world.invoices().filter(({ status }) => status !== 'draft').length;

it('all spellings of one number in one run are one invoice', async () => {
	const results = await world.import(['HN-1001', ...VISIBLE, ...INVISIBLE].map((number) => named(number)));
	expect(results.map(({ outcome }) => outcome)).toEqual(['imported', ...[...VISIBLE, ...INVISIBLE].map(() => 'refused')]);
	expect(inCoupa()).toBe(1);
});

it.each(VISIBLE)('%j, delivered later, is found by its ordinary spelling', async (number) => {
	await world.importOne(named('HN-1001'));
	expect(codes(await world.importOne(named(number)))[0]).toBe('duplicate');
	expect(inCoupa()).toBe(1);
});

it.each(VISIBLE.filter((number) => !['HN-1001 ', 'hn-1001', 'HN -1001'].includes(number)))(
	'%j, delivered first, is not submitted',
	async (number) => {
		const result = await world.importOne(named(number));
		expect([result.outcome, codes(result)]).toEqual(['heldAsDraft', ['lookAlikes']]);
		expect(inCoupa()).toBe(0);
	},
);

it.each(INVISIBLE)('%j is refused, with character and place', async (number) => {
	const result = await world.importOne(named(number));
	expect([result.outcome, codes(result).filter((code) => code !== 'lookAlikes')]).toEqual(['refused', ['textIntact']]);
	expect(result.reason).toMatch(/cannot be seen \(U\+[0-9A-F]{4,5}, character \d+\)/);
	expect(world.writes()).toEqual([]);
});

it('a number of Cyrillic letters that all look Latin is a warning, of Cyrillic words nothing at all', async () => {
	expect(await world.importOne(named('Н-7'))).toMatchObject({
		outcome: 'imported',
		problems: [{ code: 'lookAlikes', severity: 'warning' }],
	});
	expect(await world.importOne(named('Счёт 12', { 'invoice-date': '2026-04-19' }))).toMatchObject({ outcome: 'imported', problems: [] });
	expect(codes(await world.importOne(named('H-7')))).toEqual([]);
});

it('the levels of the checks count', async () => {
	expect((await world.importOne(named('НN-1001'), { checks: { lookAlikes: 'error' } })).outcome).toBe('refused');
	expect((await world.importOne(named('НN-1002'), { checks: { lookAlikes: 'off' } })).problems).toEqual([]);
});

it('two spellings that Coupa takes for one number are one in a package, too', async () => {
	const delivery = { package: 'one.zip', claim: 'one~claim.zip', sha256: 'aa' };
	const results = await world.import([
		input({ invoice: { 'invoice-number': 'HN-1001' }, delivery: { ...delivery, position: 1 } }),
		input({ invoice: { 'invoice-number': 'HN—1001' }, delivery: { ...delivery, position: 2 } }),
	]);
	expect(codes(results[1] as never)).toEqual(['duplicateInPackage']);
});

describe('supplier, PO and codes', () => {
	it('are found by their ordinary spelling, and sent by id', async () => {
		const result = await world.importOne(
			input({
				invoice: { supplier: { number: 'v–20011' }, 'supplier-total': null },
				lines: [line({ 'line-num': 1, account: { code: '１０-6200-HS' } })],
			}),
		);
		expect(result).toMatchObject({ outcome: 'imported', problems: [] });
		expect(world.invoices()[0]).toMatchObject({ supplier: { number: 'V-20011' }, 'invoice-lines': [{ account: { code: '10-6200-HS' } }] });
	});

	it.each<[string, CoupaRecord, CoupaRecord[] | null]>([
		['Supplier Number', { supplier: { number: 'V-2\u200b0011' } }, null],
		['PO Number', {}, [line({ 'order-header-num': '703\u200d15', 'order-line-num': '1' })]],
		['Account Code', {}, [line({ account: { code: '10-6200\u2060-HS' } })]],
		['Remit To Code', { 'remit-to-address': { 'remit-to-code': 'NB\u00ad-01' } }, null],
	])('with invisible characters are refused: %s', async (column, invoice, lines) => {
		const result = await world.importOne(input({ invoice, ...(lines && { lines }) }));
		expect(result.outcome).toBe('refused');
		expect(result.problems).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'textIntact', column })]));
	});

	it('that cost one invoice its look-up leave the one with the same key alone', async () => {
		const results = await world.import([
			input({ invoice: { 'invoice-number': 'A', supplier: { number: 'V-2\u00070011' } } }),
			input({ invoice: { 'invoice-number': 'B', 'invoice-date': '2026-04-19' } }),
		]);
		expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'imported']);
	});

	it('in great number are named twenty times at most', async () => {
		const lines = Array.from({ length: 500 }, (_, index) => line({ 'line-num': index + 1, 'source-part-num': `A\u200b${index}` }));
		const result = await world.importOne(input({ lines, invoice: { 'supplier-total': null } }));
		expect(codes(result).filter((code) => code === 'textIntact')).toHaveLength(20);
		expect(JSON.stringify(result.problems)).toContain('480 more numbers and codes');
	});
});

describe('the same supplier, date and total under another number', () => {
	it('in one run is a warning that names the other one', async () => {
		const results = await world.import([named('N-1'), named('N-l'), named('N-2', { 'invoice-date': '2026-04-19' })]);
		expect(results.map((result) => [result.outcome, codes(result)])).toEqual([
			['imported', []],
			['imported', ['sameTotal']],
			['imported', []],
		]);
		expect(results[1]?.problems[0]?.message).toMatch(/^Invoice N-1 \(batch-\d+\.zip, row 3\) has the same supplier, date and total\./);
	});

	it('keeps a draft where its level says so', async () => {
		const results = await world.import([named('N-1'), named('N-l')], { checks: { sameTotal: 'draft' } });
		expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'heldAsDraft']);
	});
});
