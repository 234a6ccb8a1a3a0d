import { recordsAt, textAt, type CoupaRecord } from '../../lib/core';
import { computeTotals } from '../../lib/coupa/import/amounts';
import { type EInvoice, type MappedInvoice, toCoupa } from '../../lib/e-invoice';
import { fa, faLine, type Fa } from './support/fa';
import { only, plain } from './support/plain';

/** The invoice in Coupa's terms, whose lines, charges and taxes come to the total that it states. */
async function balanced(written: Fa): Promise<{ invoice: EInvoice; mapped: MappedInvoice; lines: CoupaRecord[] }> {
	const invoice = await only(fa(written));
	const mapped = toCoupa(invoice);
	const accepted = computeTotals(mapped.record)?.accepted.map((total) => total.toFixed(2));
	expect(accepted).toContain(Number(textAt(mapped.record, 'supplier-total')).toFixed(2));
	return { invoice, mapped, lines: recordsAt(mapped.record, 'invoice-lines') };
}

const codes = ({ problems }: { problems: Array<{ code: string }> }): string[] => problems.map(({ code }) => code);

const SUMS_23 = '<P_13_1>100.00</P_13_1><P_14_1>23.00</P_14_1>';

describe('an invoice whose amounts stand by rate only', () => {
	test('an advance payment has one line for each rate', async () => {
		const { invoice, mapped, lines } = await balanced({
			kind: 'ZAL',
			sums: `${SUMS_23}<P_13_2>50.00</P_13_2><P_14_2>4.00</P_14_2><P_13_3>0.00</P_13_3><P_14_3>0.00</P_14_3>`,
			total: '177.00',
			rest: '<Zamowienie><WartoscZamowienia>1230.00</WartoscZamowienia><ZamowienieWiersz><NrWierszaZam>1</NrWierszaZam><P_7Z>Flat</P_7Z><P_11NettoZ>1000.00</P_11NettoZ><P_12Z>23</P_12Z></ZamowienieWiersz></Zamowienie>',
		});
		expect(lines).toMatchObject([
			{ 'line-num': 1, type: 'InvoiceAmountLine', description: 'Advance payment, 23 % VAT', price: '100.00' },
			{ 'line-num': 2, type: 'InvoiceAmountLine', description: 'Advance payment, 8 % VAT', price: '50.00' },
		]);
		expect(recordsAt(lines[1] ?? {}, 'tax-lines')).toMatchObject([{ amount: '4.00', rate: '8' }]);
		expect(codes(mapped)).toEqual(['linesFromRates']);
		expect(invoice.document.many('BG-1').map(plain)).toEqual([
			{ 'BT-22': 'Order of the advance payment: Flat, NrWierszaZam 1, P_11NettoZ 1000.00, P_12Z 23' },
			{ 'BT-22': 'Value of the order: 1230.00' },
		]);
		expect(invoice.unread).toEqual([]);
	});

	test('a correction without lines has its reason as their text', async () => {
		const { lines, mapped } = await balanced({
			kind: 'KOR',
			sums: '<P_13_1>-100.00</P_13_1><P_14_1>-23.00</P_14_1>',
			total: '-123.00',
			rest: '<PrzyczynaKorekty>rabat</PrzyczynaKorekty>',
		});
		expect(lines).toMatchObject([{ description: 'rabat, 23 % VAT', price: '-100.00' }]);
		expect(mapped.record).toMatchObject({ 'is-credit-note': true, 'credit-reason': 'rabat' });
	});

	test.each(['UPR', 'KOR'])('the only line of %s has the amount of the only rate', async (kind) => {
		const { lines, mapped } = await balanced({
			kind,
			sums: SUMS_23,
			total: '123.00',
			rest: faLine(1, '<P_8A>szt.</P_8A><P_8B>50</P_8B>'),
		});
		expect(lines).toMatchObject([{ quantity: '50', price: '2', description: 'Item 1' }]);
		expect(recordsAt(lines[0] ?? {}, 'tax-lines')).toMatchObject([{ amount: '23.00', rate: '23' }]);
		expect(codes(mapped)).toContain('lineAmount');
	});

	test('a simplified invoice may have its total and the rate only', async () => {
		const { lines } = await balanced({ kind: 'UPR', sums: '', total: '450', rest: faLine(1, '<P_12>23</P_12>') });
		expect(lines).toMatchObject([{ type: 'InvoiceAmountLine', price: '365.85' }]);
		expect(recordsAt(lines[0] ?? {}, 'tax-lines')).toMatchObject([{ amount: '84.15', rate: '23' }]);
	});

	test('several lines without amounts are kept as text beside a line for each rate', async () => {
		const { lines, mapped } = await balanced({
			kind: 'UPR',
			sums: `${SUMS_23}<P_13_2>50.00</P_13_2><P_14_2>4.00</P_14_2>`,
			total: '177.00',
			rest: faLine(1, '<P_12>23</P_12>') + faLine(2, '<P_12>8</P_12>'),
		});
		expect(lines).toMatchObject([
			{ 'line-num': 3, description: 'Amount, 23 % VAT', price: '100.00' },
			{ 'line-num': 4, description: 'Amount, 8 % VAT', price: '50.00' },
		]);
		expect(mapped.left).toContainEqual({ name: 'Line 1: Item name (BT-153)', value: 'Item 1' });
	});
});

describe('a final invoice', () => {
	const lines = faLine(1, '<P_11>300.00</P_11><P_12>23</P_12>') + faLine(2, '<P_11>40.00</P_11><P_12>8</P_12>');

	test('takes the advance payments off each rate', async () => {
		const { mapped, invoice } = await balanced({
			kind: 'ROZ',
			sums: `${SUMS_23}<P_13_2>30.00</P_13_2><P_14_2>2.40</P_14_2>`,
			total: '155.40',
			rest: `<FakturaZaliczkowa><NrKSeFZN>1</NrKSeFZN><NrFaZaliczkowej>FZ/1</NrFaZaliczkowej></FakturaZaliczkowa>${lines}`,
		});
		expect(invoice.document.many('BG-20').map(plain)).toEqual([
			{ 'BT-92': '200.00', 'BT-97': 'Invoiced before as advance payments', 'BT-95': 'S', 'BT-96': '23' },
			{ 'BT-92': '10.00', 'BT-97': 'Invoiced before as advance payments', 'BT-95': 'S', 'BT-96': '8' },
		]);
		expect(codes(mapped)).toContain('advancesTakenOff');
		expect(invoice.unread).toEqual([]);
	});

	test('has nothing left where all was paid in advance', async () => {
		const { mapped } = await balanced({ kind: 'ROZ', sums: '', total: '0', rest: lines });
		expect(codes(mapped)).toContain('advancesTakenOff');
	});

	test('corrected: lines that cancel out and an amount that does not', async () => {
		const before = faLine(1, '<P_11>300.00</P_11><P_12>23</P_12><StanPrzed>1</StanPrzed>');
		const { invoice } = await balanced({
			kind: 'KOR_ROZ',
			sums: SUMS_23,
			total: '123.00',
			rest: before + faLine(1, '<P_11>300.00</P_11><P_12>23</P_12>'),
		});
		expect(invoice.document.many('BG-21').map(plain)).toEqual([
			{ 'BT-99': '100.00', 'BT-104': 'Correction of the amount left to pay', 'BT-102': 'S', 'BT-103': '23' },
		]);
	});

	test('whose sums are not its total keeps its difference', async () => {
		const { document } = await only(fa({ kind: 'ROZ', sums: SUMS_23, total: '500.00', rest: lines }));
		expect([document.many('BG-20'), document.many('BG-21')]).toEqual([[], []]);
	});

	test('that is no final invoice keeps its difference, for the control total to find', async () => {
		const { document } = await only(fa({ sums: SUMS_23, total: '123.00', rest: lines }));
		expect([document.many('BG-20'), document.many('BG-21')]).toEqual([[], []]);
	});
});

describe('lines with gross amounts', () => {
	test('come to the sum of their rate: what rounding leaves goes to the largest', async () => {
		const { lines } = await balanced({
			sums: '<P_13_1>813.00</P_13_1><P_14_1>187.00</P_14_1>',
			total: '1000.00',
			rest: faLine(1, '<P_11A>990.00</P_11A><P_12>23</P_12>') + faLine(2, '<P_11A>10.00</P_11A><P_12>23</P_12>'),
		});
		expect(lines.map(({ price }) => price)).toEqual(['804.87', '8.13']);
	});

	test('of the margin scheme have no VAT of their own', async () => {
		const { lines, mapped } = await balanced({
			sums: `${SUMS_23}<P_13_11>2000</P_13_11>`,
			total: '2123.00',
			notes: '<PMarzy><P_PMarzy>1</P_PMarzy><P_PMarzy_2>1</P_PMarzy_2></PMarzy>',
			rest: faLine(1, '<P_11A>2000</P_11A>') + faLine(2, '<P_11A>123.00</P_11A><P_12>23</P_12>'),
		});
		expect(lines).toMatchObject([{ price: '2000', 'line-tax-exempt': 't', 'line-tax-description': 'margin scheme' }, { price: '100' }]);
		expect(codes(mapped)).not.toContain('lineWithoutVat');
	});

	test('far from the sum of their rate stay as they are', async () => {
		const { document } = await only(fa({ sums: SUMS_23, total: '123.00', rest: faLine(1, '<P_11A>500.00</P_11A><P_12>23</P_12>') }));
		expect(document.many('BG-25')[0]?.text('BT-131')).toBe('406.5');
	});
});

describe('VAT of other member states (OSS)', () => {
	test('has the rate of its lines', async () => {
		const { lines } = await balanced({
			sums: '<P_13_5>100.00</P_13_5><P_14_5>19.00</P_14_5>',
			total: '119.00',
			rest: faLine(1, '<P_11>60.00</P_11><P_12_XII>19</P_12_XII>') + faLine(2, '<P_11>40.00</P_11><P_12_XII>19</P_12_XII>'),
		});
		expect(lines.flatMap((line) => recordsAt(line, 'tax-lines'))).toMatchObject([
			{ amount: '11.40', rate: '19' },
			{ amount: '7.60', rate: '19' },
		]);
	});

	test('with several rates is told apart by the lines', async () => {
		const { invoice } = await balanced({
			sums: '<P_13_5>100.00</P_13_5><P_14_5>19.60</P_14_5>',
			total: '119.60',
			rest: faLine(1, '<P_11>40.00</P_11><P_12_XII>19</P_12_XII>') + faLine(2, '<P_11>60.00</P_11><P_12_XII>20</P_12_XII>'),
		});
		expect(invoice.document.many('BG-23').map(plain)).toMatchObject([
			{ 'BT-116': '40.00', 'BT-117': '7.60', 'BT-119': '19' },
			{ 'BT-116': '60.00', 'BT-117': '12.00', 'BT-119': '20' },
		]);
	});

	test('whose sum the lines do not make stays one amount', async () => {
		const { document } = await only(
			fa({
				sums: '<P_13_5>100.00</P_13_5><P_14_5>50.00</P_14_5>',
				total: '150.00',
				rest: faLine(1, '<P_11>40.00</P_11><P_12_XII>19</P_12_XII>') + faLine(2, '<P_11>60.00</P_11><P_12_XII>20</P_12_XII>'),
			}),
		);
		expect(document.many('BG-23').map(plain)).toEqual([{ 'BT-116': '100.00', 'BT-117': '50.00', 'BT-118': 'S' }]);
	});
});

test('a discount of one unit is one of the price', async () => {
	const { lines, invoice, mapped } = await balanced({
		sums: '<P_13_1>1800.00</P_13_1><P_14_1>414.00</P_14_1>',
		total: '2214.00',
		rest: faLine(1, '<P_8A>szt.</P_8A><P_8B>20</P_8B><P_9A>100</P_9A><P_10>10</P_10><P_11>1800.00</P_11><P_12>23</P_12>'),
	});
	expect(lines).toMatchObject([{ quantity: '20', price: '90' }]);
	expect(invoice.document.many('BG-25')[0]?.group('BG-29')?.text('BT-148')).toBe('100');
	expect(codes(mapped)).toEqual([]);
});
