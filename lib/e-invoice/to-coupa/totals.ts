import Big from 'big.js';
import type { CoupaRecord, Problem } from '../../core';
import { decimalOf } from './decimals';
import type { Direction } from './direction';
import type { Part } from './part';

/** The totals of the document: what the supplier states is the control total, and a finding says where less or more is due. */
export function addTotals(header: Part, { signed }: Direction, record: CoupaRecord): Problem[] {
	const total = header.take('BT-112');
	if (total !== undefined) record['supplier-total'] = signed(total.value);
	header.pass('BT-106', 'BT-107', 'BT-108', 'BT-109', 'BT-110', 'XT-settled-beside');
	const paid = header.take('BT-113');
	if (paid !== undefined && !isNought(paid.value)) record['advance-payment-received-amount'] = signed(paid.value);
	const advance = header.take('XT-advance-amount');
	if (advance !== undefined && !isNought(advance.value)) record['amount-of-advance-payment'] = signed(advance.value);
	addWithholding(header, signed, record);
	return due(header);
}

function addWithholding(header: Part, signed: Direction['signed'], record: CoupaRecord): void {
	const lines = header.many('XG-withholding').flatMap((part): CoupaRecord[] => {
		const amount = part.take('XT-withholding-amount');
		if (amount === undefined) return [];
		const rate = part.take('XT-withholding-rate')?.value;
		const type = part.take('XT-withholding-type')?.value;
		return [
			{
				type: 'WithholdingTaxLine',
				amount: signed(amount.value),
				...(rate !== undefined && { rate }),
				...(type !== undefined && { description: type }),
			},
		];
	});
	if (lines.length > 0) record['withholding-tax-lines'] = lines;
}

/** What is due (BT-115) where it is not the total with VAT (BT-112), and why. */
function due(header: Part): Problem[] {
	const term = header.term('BT-115');
	const [total, amount, paid, rounding] = (['BT-112', 'BT-115', 'BT-113', 'BT-114'] as const).map((id) => decimalOf(header.text(id)));
	if (term === undefined || !total || !amount || amount.eq(total)) {
		header.pass('BT-115');
		if (!rounding || rounding.eq(0)) header.pass('BT-114');
		return [];
	}
	const withheld = header
		.many('XG-withholding')
		.reduce((sum, part) => sum.plus(decimalOf(part.text('XT-withholding-amount')) ?? 0), new Big(0));
	const beside = decimalOf(header.text('XT-settled-beside')) ?? new Big(0);
	const left = total
		.minus(paid ?? 0)
		.plus(rounding ?? 0)
		.minus(withheld)
		.plus(beside);
	// Where the buyer pays the VAT to the state itself: in Italy the invoice says so, and the seller is due the rest.
	const vat = header.text('XT-split-payment') === 'true' ? decimalOf(header.text('BT-110')) : null;
	const isSplit = vat !== null && !vat.eq(0) && left.minus(vat).eq(amount);
	const reasons = [
		...(paid && !paid.eq(0) ? [`${paid.toFixed()} was paid before (BT-113)`] : []),
		...(rounding && !rounding.eq(0) ? [`it is rounded by ${rounding.toFixed()} (BT-114)`] : []),
		...(withheld.eq(0) ? [] : [`${withheld.toFixed()} is withheld`]),
		...(beside.eq(0) ? [] : [`${beside.toFixed()} is settled beside the invoice, as its notes say`]),
		...(isSplit ? [`the VAT of ${vat.toFixed()} is paid to the state (split payment)`] : []),
	];
	const explained = isSplit || left.eq(amount);
	const why = reasons.length === 0 ? 'The document does not say why.' : `The document says: ${reasons.join('; ')}.`;
	const isPaid = paid !== null && paid !== undefined && !paid.eq(0);
	return [
		{
			severity: 'warning',
			code: 'amountDue',
			column: 'BT-115',
			path: term.path,
			value: term.value,
			...((isPaid || !explained) && { keepsDraft: true }),
			message: `The amount due (BT-115) is ${amount.toFixed()}, the total with VAT (BT-112) ${total.toFixed()}. ${why}${explained || reasons.length === 0 ? '' : ' That does not explain the difference.'} The control total is the total with VAT.`,
		},
	];
}

function isNought(text: string): boolean {
	return decimalOf(text)?.eq(0) === true;
}
