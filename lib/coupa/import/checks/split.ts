import { parseDecimal, recordsAt, sumOf, textAt, type CoupaRecord, type Decimal } from '../../../core';
import { withPercents } from '../allocations';
import { decimalAt, isBlank, lineAmount } from '../amounts';
import { FILE_LEVELS, type Check, type Finding } from './check';

/** Shares that Coupa requires of every split (fields/invoice_line_allocation.json, `pct`). */
export const splitComplete: Check = {
	name: 'splitComplete',
	label: 'Split over accounts',
	description:
		'When a line or charge is split over accounts, every part has a percent or an amount, none is negative, and together they make 100 percent of it. At a milder level the shares go to Coupa as they are.',
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) => [
		...recordsAt(invoice, 'invoice-lines').flatMap((line, index) => splitOf(line, lineAmount(line), `invoice-lines[${index}]`)),
		...recordsAt(invoice, 'invoice-charges').flatMap((charge, index) =>
			splitOf(charge, decimalAt(charge, 'total'), `invoice-charges[${index}]`),
		),
	],
};

function splitOf(owner: CoupaRecord, amount: Decimal | null, path: string): Finding[] {
	const parts = recordsAt(owner, 'account-allocations');
	if (parts.length === 0) return [];
	const sent = withPercents(parts, amount);
	const wrong = sent.flatMap((part, index) => shareFault(part, `${path}.account-allocations[${index}].pct`));
	// What is no number at all is another check's finding.
	const shares = sent.map((part) => decimalAt(part, 'pct'));
	if (wrong.length > 0 || shares.some((share) => share === null)) return wrong;
	const sum = sumOf(shares.filter((share) => share !== null));
	if (sum.eq(100)) return [];
	return [
		{
			column: 'Percent',
			path: `${path}.account-allocations`,
			value: sum.toFixed(),
			message: `The account allocations come to ${sum.toFixed()} percent of the amount instead of 100: correct their percents or amounts.`,
		},
	];
}

function shareFault(part: CoupaRecord, path: string): Finding[] {
	const value = textAt(part, 'pct') ?? '';
	if (isBlank(part, 'pct')) {
		const message = 'This part of the split has neither a percent nor an amount from which one follows: fill in the percent of every part.';
		return [{ column: 'Percent', path, value, message }];
	}
	if (parseDecimal(value)?.lt(0) !== true) return [];
	const message = `This part of the split comes to ${value} percent: a share cannot be negative. Correct its percent or amount.`;
	return [{ column: 'Percent', path, value, message }];
}
