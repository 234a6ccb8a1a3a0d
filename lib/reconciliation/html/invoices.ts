import { type Cell, html, type Html, lines, linked, PALE, RED_GROUND, shownTime, smallText, table } from '../../html';
import { codeOf, shownAmount } from '../money';
import type { Reconciliation } from '../reconcile';
import { isInCoupa, type StandingRow, STANDING_LABELS } from '../standing';

const COLUMNS = [
	{ title: 'Invoice', width: 15 },
	{ title: 'Supplier', width: 20 },
	{ title: 'Amount', isNumber: true, width: 14 },
	{ title: 'Standing', width: 23 },
	{ title: 'Age', isNumber: true, width: 6 },
	{ title: 'Received in', width: 22 },
];

/** Each of them in the order in which they came, with its page in Coupa behind the number. */
export function invoiceTable({ rows, accounts }: Reconciliation, mostRows: number): Html {
	if (rows.length === 0) return smallText('None came in.');
	const zone = accounts[0]?.timeZone ?? 'UTC';
	const shown = rows.slice(0, mostRows);
	const more = rows.length - shown.length;
	const rest = more === 0 ? '' : smallText(`${more} more are in the figures but not in this list (“Invoices Listed”).`);
	return html`${table(
		COLUMNS,
		shown.map((row) => cellsOf(row, zone)),
	)}${rest}`;
}

function cellsOf({ delivered, standing, state, reason, ageDays, findings }: StandingRow, zone: string): Cell[] {
	const currency = codeOf(delivered.currency);
	const [finding] = findings;
	const status = state !== null && isInCoupa(standing) && reason !== null ? reason : null;
	const why = isInCoupa(standing) ? status : reason;
	return [
		{
			content: lines([
				linked(delivered.number ?? (delivered.kind === 'noInvoice' ? '(no invoice)' : '(no number)'), state?.link ?? null),
				...(delivered.date === null ? [] : [html`<span style="color:${PALE}">${delivered.date.slice(0, 10)}</span>`]),
			]),
			...(finding?.code === 'missing' && { ground: RED_GROUND }),
		},
		{
			content: lines([
				delivered.supplierName ?? state?.supplierName ?? '',
				...(delivered.supplierNumber === null ? [] : [html`<span style="color:${PALE}">${delivered.supplierNumber}</span>`]),
			]),
		},
		{
			content: html`${delivered.total === null ? '' : `${currency} ${shownAmount(delivered.total, currency)}`}`,
			isWrong: findings.some(({ code }) => code === 'totalDiffers'),
		},
		{
			content: lines([STANDING_LABELS[standing], ...(why === null ? [] : [html`<span style="color:${PALE}">${why}</span>`])]),
			isWrong: standing === 'missing' || standing === 'unknown',
		},
		{ content: html`${ageDays === null ? '' : ageDays === 0 ? '< 1 d' : `${ageDays} d`}` },
		{
			content: lines([delivered.package, html`<span style="color:${PALE}">${shownTime(delivered.receivedAt, zone)}</span>`]),
		},
	];
}
