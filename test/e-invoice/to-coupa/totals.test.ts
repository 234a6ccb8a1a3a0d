import { balanced, codesOf, mapped } from './mapped';
import { changed, INVOICE, type Written } from './document';

const totals = (more: Written): Written => changed(INVOICE, { 'BG-22': { 'BT-112': '119.00', ...more } });

it('the control total is the total with VAT, as the supplier writes it', () => {
	const result = balanced(totals({ 'BT-115': '119.00', 'BT-113': '0.00', 'BT-114': '0' }));
	expect(result.record['supplier-total']).toBe('119.00');
	expect(result.record['advance-payment-received-amount']).toBeUndefined();
	expect(result.problems).toEqual([]);
	expect(result.left).toEqual([]);
});

it('what was paid before is told, kept as a draft, and in its field', () => {
	const result = balanced(totals({ 'BT-113': '19.00', 'BT-115': '100.00' }));
	expect(result.record).toMatchObject({ 'supplier-total': '119.00', 'advance-payment-received-amount': '19.00' });
	expect(result.problems).toEqual([
		{
			severity: 'warning',
			code: 'amountDue',
			keepsDraft: true,
			column: 'BT-115',
			path: '/BG-22/BT-115',
			value: '100.00',
			message:
				'The amount due (BT-115) is 100, the total with VAT (BT-112) 119. The document says: 19 was paid before (BT-113). The control total is the total with VAT.',
		},
	]);
});

it('a rounding alone is told, and listed', () => {
	const result = balanced(totals({ 'BT-114': '-0.02', 'BT-115': '118.98' }));
	expect(result.problems).toMatchObject([
		{ code: 'amountDue', message: expect.stringContaining('it is rounded by -0.02 (BT-114)') as string },
	]);
	expect(result.problems[0]?.keepsDraft).toBeUndefined();
	expect(result.left.map(({ name, value }) => [name, value])).toEqual([
		['Rounding amount (BT-114)', '-0.02'],
		['Amount due for payment (BT-115)', '118.98'],
	]);
});

it('a difference without a reason keeps the invoice a draft', () => {
	expect(balanced(totals({ 'BT-115': '100.00' })).problems).toMatchObject([
		{ code: 'amountDue', keepsDraft: true, message: expect.stringContaining('The document does not say why.') as string },
	]);
	expect(balanced(totals({ 'BT-113': '10.00', 'BT-115': '100.00' })).problems).toMatchObject([
		{ code: 'amountDue', keepsDraft: true, message: expect.stringContaining('That does not explain the difference.') as string },
	]);
});

it('withheld tax explains what is due, and has its lines', () => {
	const written = changed(totals({ 'BT-115': '99.00' }), {
		'XG-withholding': [{ 'XT-withholding-amount': '20.00', 'XT-withholding-rate': '20', 'XT-withholding-type': 'RT01' }],
	});
	const result = balanced(written);
	expect(result.record['withholding-tax-lines']).toEqual([
		{ type: 'WithholdingTaxLine', amount: '20.00', rate: '20', description: 'RT01' },
	]);
	expect(result.problems[0]).toMatchObject({ code: 'amountDue', message: expect.stringContaining('20 is withheld') as string });
	expect(result.problems[0]?.keepsDraft).toBeUndefined();
});

it('a total that is missing is not made up', () => {
	const result = mapped(changed(INVOICE, { 'BG-22': undefined }));
	expect(result.record['supplier-total']).toBeUndefined();
	expect(codesOf(result)).toEqual([]);
});

it('every digit of a long total stays', () => {
	const total = '123456789012345678901234567890.12';
	expect(mapped(totals({ 'BT-112': total })).record['supplier-total']).toBe(total);
	expect(mapped(changed(totals({ 'BT-112': total }), { 'BT-3': '381' })).record['supplier-total']).toBe(`-${total}`);
});
