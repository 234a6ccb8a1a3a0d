import { changed, GOLDEN, GOLDEN_ZUGFERD_1 } from './support/golden';
import { only, plain } from './support/plain';
import { checkEInvoice } from '../../lib/e-invoice';

test('reads the same terms as from CII, but for what it has no element for', async () => {
	const invoice = await only(GOLDEN_ZUGFERD_1);
	const left = ['BT-28', 'BT-30', 'BT-34', 'BT-45', 'BT-47', 'BT-49', 'BT-61'];
	const without = JSON.parse(JSON.stringify(GOLDEN, (key, value: unknown) => (left.includes(key) ? undefined : value))) as unknown;
	expect(plain(invoice.document)).toEqual(without);
	expect(invoice).toMatchObject({ syntax: 'ZUGFeRD 1.0', problems: [], unread: [] });
	expect(checkEInvoice(invoice)).toEqual([]);
});

test('a line without an amount is a note', async () => {
	const text =
		'<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:IncludedNote><ram:Content>Second part</ram:Content></ram:IncludedNote></ram:AssociatedDocumentLineDocument><ram:SpecifiedSupplyChainTradeSettlement/></ram:IncludedSupplyChainTradeLineItem>';
	const { document, unread } = await only(
		changed(GOLDEN_ZUGFERD_1, ['</rsm:SpecifiedSupplyChainTradeTransaction>', `${text}</rsm:SpecifiedSupplyChainTradeTransaction>`]),
	);
	expect(document.many('BG-25')).toHaveLength(3);
	expect(document.many('BG-1').at(-1)?.text('BT-22')).toBe('Second part');
	expect(unread).toEqual([]);
});

test('a tax of another kind is read, and its kind is left over', async () => {
	const { document, unread } = await only(
		changed(GOLDEN_ZUGFERD_1, ['<ram:TypeCode>VAT</ram:TypeCode>', '<ram:TypeCode>ZF_INSURANCE_TAX</ram:TypeCode>']),
	);
	expect(document.many('BG-23').map((rate) => rate.text('BT-117'))).toEqual(['39.90', '7.00']);
	expect(new Set(unread.map(({ value }) => value))).toEqual(new Set(['ZF_INSURANCE_TAX']));
});
