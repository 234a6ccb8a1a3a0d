import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { recordsAt, textAt } from '../../lib/core';
import { computeTotals } from '../../lib/coupa/import/amounts';
import { type EInvoice, type MappedInvoice, toCoupa } from '../../lib/e-invoice';
import { only, plain, plainGroup } from './support/plain';

const HEAD = readFileSync(join(__dirname, 'samples', 'fatturapa.xml'), 'utf8').split('<FatturaElettronicaBody>')[0] ?? '';

interface Body {
	/** In `DatiGeneraliDocumento`, before and after the total. */
	general?: string;
	total?: string;
	lines: string;
	rates: string;
}

const body = ({ general = '', total, lines, rates }: Body): string =>
	`${HEAD}<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD01</TipoDocumento><Divisa>EUR</Divisa><Data>2026-03-01</Data><Numero>1</Numero>${general}${total === undefined ? '' : `<ImportoTotaleDocumento>${total}</ImportoTotaleDocumento>`}</DatiGeneraliDocumento></DatiGenerali><DatiBeniServizi>${lines}${rates}</DatiBeniServizi></FatturaElettronicaBody></p:FatturaElettronica>`;

const line = (number: number, amount: string, rate = '22.00'): string =>
	`<DettaglioLinee><NumeroLinea>${number}</NumeroLinea><Descrizione>Item</Descrizione><PrezzoUnitario>${amount}</PrezzoUnitario><PrezzoTotale>${amount}</PrezzoTotale><AliquotaIVA>${rate}</AliquotaIVA></DettaglioLinee>`;

const rateOf = (net: string, tax: string, rate = '22.00', more = ''): string =>
	`<DatiRiepilogo><AliquotaIVA>${rate}</AliquotaIVA>${more}<ImponibileImporto>${net}</ImponibileImporto><Imposta>${tax}</Imposta></DatiRiepilogo>`;

const discount = (content: string, kind = 'SC'): string => `<ScontoMaggiorazione><Tipo>${kind}</Tipo>${content}</ScontoMaggiorazione>`;

async function balanced(written: Body): Promise<{ invoice: EInvoice; mapped: MappedInvoice }> {
	const invoice = await only(body(written));
	const mapped = toCoupa(invoice);
	const accepted = computeTotals(mapped.record)?.accepted.map((total) => total.toFixed(2));
	expect(accepted).toContain(Number(textAt(mapped.record, 'supplier-total')).toFixed(2));
	return { invoice, mapped };
}

const codes = ({ problems }: { problems: Array<{ code: string }> }): string[] => problems.map(({ code }) => code);

const ONE = { lines: line(1, '100.00'), rates: rateOf('100.00', '22.00') };
const WITHHELD = '<DatiRitenuta><TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>20.00</ImportoRitenuta></DatiRitenuta>';
const FUND =
	'<DatiCassaPrevidenziale><TipoCassa>TC07</TipoCassa><ImportoContributoCassa>8.50</ImportoContributoCassa><AliquotaIVA>22.00</AliquotaIVA></DatiCassaPrevidenziale>';

describe('a total that is counted in another way', () => {
	test('without what is withheld is what is due', async () => {
		const { invoice, mapped } = await balanced({ ...ONE, general: WITHHELD, total: '102.00' });
		expect(plainGroup(invoice.document, 'BG-22')).toEqual({ 'BT-109': '100', 'BT-110': '22', 'BT-112': '122', 'BT-115': '102.00' });
		expect(codes(mapped)).toEqual(['totalParts', 'amountDue']);
		expect(mapped.problems[1]).not.toHaveProperty('keepsDraft');
	});

	test('without the VAT of a split payment is what is due', async () => {
		const split = rateOf('100.00', '22.00').replace('</DatiRiepilogo>', '<EsigibilitaIVA>S</EsigibilitaIVA></DatiRiepilogo>');
		const { invoice } = await balanced({ ...ONE, rates: split, total: '100.00' });
		expect(plainGroup(invoice.document, 'BG-22')).toMatchObject({ 'BT-112': '122', 'BT-115': '100.00' });
	});

	test('with the stamp duty has a charge for it, without VAT', async () => {
		const { invoice, mapped } = await balanced({
			...ONE,
			general: '<DatiBollo><BolloVirtuale>SI</BolloVirtuale><ImportoBollo>2.00</ImportoBollo></DatiBollo>',
			total: '124.00',
		});
		expect(invoice.document.many('BG-21').map(plain)).toEqual([{ 'BT-99': '2.00', 'XT-allowance-vat': '0', 'BT-104': 'Imposta di bollo' }]);
		expect(recordsAt(mapped.record, 'invoice-lines')[0]).toMatchObject({ 'tax-lines': [{ amount: '22.00' }] });
	});

	test('without a contribution that is kept back names it', async () => {
		const { invoice, mapped } = await balanced({ ...ONE, general: FUND, total: '122.00' });
		expect(invoice.document.many('BG-21')).toEqual([]);
		expect(invoice.document.many('BG-1').map(plain)).toEqual([
			{ 'BT-22': 'Cassa previdenziale TC07 8.5, not in the total of the document' },
		]);
		expect(mapped.problems.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('Cassa previdenziale TC07 (8.5) is not charged'),
		);
	});

	test('without contribution and what is withheld', async () => {
		const { invoice } = await balanced({ ...ONE, general: WITHHELD + FUND, total: '102.00' });
		expect(plainGroup(invoice.document, 'BG-22')).toMatchObject({ 'BT-112': '122', 'BT-115': '102.00' });
	});

	test('without a discount and a rounding that stand there for information', async () => {
		await balanced({
			lines: line(1, '100.01'),
			general: discount('<Importo>5.00</Importo>'),
			rates: rateOf('100.00', '22.00', '22.00', '<Arrotondamento>-0.01</Arrotondamento>'),
			total: '122.01',
		});
	});

	test('that two ways would make stays as it is stated', async () => {
		const invoice = await only(
			body({
				...ONE,
				general: `${WITHHELD}${FUND.replace('8.50', '20.00')}`.replace('TC07', 'TC01'),
				rates: rateOf('120.00', '22.00'),
				total: '122.00',
			}),
		);
		expect(plainGroup(invoice.document, 'BG-22')).toEqual({ 'BT-109': '120', 'BT-110': '22', 'BT-112': '122.00' });
		expect(codes(invoice)).toEqual([]);
	});

	test('that nothing explains stays, for the control total to find', async () => {
		const invoice = await only(body({ ...ONE, general: WITHHELD, total: '130.00' }));
		expect(plainGroup(invoice.document, 'BG-22')).toMatchObject({ 'BT-112': '130.00' });
	});
});

describe('a discount on the document', () => {
	test('as a percentage of the net amount', async () => {
		const { invoice, mapped } = await balanced({
			lines: line(1, '100.00'),
			general: discount('<Percentuale>10.00</Percentuale>'),
			rates: rateOf('90.00', '19.80'),
			total: '109.80',
		});
		expect(invoice.document.many('BG-20').map(plain)).toEqual([{ 'BT-94': '10.00', 'BT-92': '10', 'BT-95': 'S', 'BT-96': '22.00' }]);
		expect(codes(mapped)).toEqual([]);
	});

	test.each([undefined, '109.80'])('as a percentage of the total with VAT (stated: %s)', async (total) => {
		const { invoice } = await balanced({
			...ONE,
			general: discount('<Percentuale>10.00</Percentuale>'),
			...(total !== undefined && { total }),
		});
		expect(invoice.document.many('BG-20').map(plain)).toEqual([{ 'BT-94': '10.00', 'BT-92': '12.2', 'XT-allowance-vat': '0' }]);
		expect(plainGroup(invoice.document, 'BG-22')).toMatchObject({ 'BT-109': '87.8', 'BT-110': '22' });
	});

	test('over two rates is told apart by their taxable amounts', async () => {
		const { invoice, mapped } = await balanced({
			lines: line(1, '100.00') + line(2, '50.00', '10.00'),
			general: discount('<Importo>15.00</Importo>'),
			rates: rateOf('90.00', '19.80') + rateOf('45.00', '4.50', '10.00'),
			total: '159.30',
		});
		expect(invoice.document.many('BG-20').map(plain)).toEqual([
			{ 'BT-92': '10', 'BT-95': 'S', 'BT-96': '22.00' },
			{ 'BT-92': '5', 'BT-95': 'S', 'BT-96': '10.00' },
		]);
		expect(codes(mapped)).toEqual([]);
	});
});
