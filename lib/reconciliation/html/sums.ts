import { AMBER, type Cell, GREEN, html, type Html, PALE, RED, table } from '../../html';
import type { Check } from '../checks';
import type { CurrencyAmount } from '../delivered';
import { addedUp, differences } from '../money';
import type { Reconciliation } from '../reconcile';
import { isInCoupa, type Standing, STANDING_LABELS } from '../standing';
import { amountLines } from './amounts';
import { share } from './chart';

/** Standings with counts and amounts, what came in above them, and their sum below. */
export function standingTable({ sums, received, rows }: Reconciliation): Html {
	const all = addedUp(sums.flatMap(({ amounts }) => amounts));
	const isRight = differences(received, all).length === 0;
	const isWrongInCoupa = (standing: Standing) =>
		rows.some((row) => row.standing === standing && row.findings.some(({ code }) => code === 'totalDiffers'));
	const columns = [
		{ title: 'Standing', width: 36 },
		{ title: 'Invoices', isNumber: true, width: 8 },
		{ title: 'Share', width: 14 },
		{ title: 'Amount in the files', isNumber: true, width: 22 },
		{ title: 'Amount in Coupa', isNumber: true, width: 20 },
	];
	const body = sums.map(({ standing, count, amounts, inCoupa }): Cell[] => [
		{ content: html`${STANDING_LABELS[standing]}`, isWrong: isGap(standing) },
		{ content: html`${count}`, isWrong: isGap(standing) },
		{ content: share(count, rows.length, colourOf(standing)) },
		{ content: amountLines(amounts), isWrong: isGap(standing) },
		{ content: amountLines(inCoupa), isWrong: isWrongInCoupa(standing) },
	]);
	const counted = sums.reduce((sum, { count }) => sum + count, 0);
	const total = (title: string, count: number, amounts: CurrencyAmount[], isWrong: boolean): Cell[] => [
		{ content: html`${title}`, isBold: true, isWrong },
		{ content: html`${count}`, isBold: true, isWrong },
		{ content: html`` },
		{ content: amountLines(amounts), isBold: true, isWrong },
		{ content: html`` },
	];
	return table(columns, [
		...body,
		total('Sum', counted, all, !isRight || counted !== rows.length),
		total(
			'Received, as counted at the lock-box',
			received.reduce((sum, { count }) => sum + count, 0),
			received,
			!isRight,
		),
	]);
}

function isGap(standing: Standing): boolean {
	return standing === 'missing' || standing === 'unknown';
}

function colourOf(standing: Standing): string {
	if (isGap(standing) || standing === 'ended') return RED;
	if (['held', 'disputed', 'draft', 'refused', 'waiting', 'presumedRefused'].includes(standing)) return AMBER;
	return isInCoupa(standing) ? GREEN : PALE;
}

/** What was compared, and the figures that disagree in red. */
export function checkTable(checks: Check[]): Html {
	return table(
		[{ title: 'Check', width: 46 }, { title: 'Result', width: 12 }, { title: 'Figures' }],
		checks.map(({ what, isRight, detail }) => [
			{ content: html`${what}`, isWrong: !isRight },
			{ content: html`${isRight ? 'yes' : 'NO'}`, isWrong: !isRight, isBold: true },
			{ content: html`${detail}`, isWrong: !isRight },
		]),
	);
}
