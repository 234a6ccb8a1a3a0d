import {
	AMBER,
	AMBER_GROUND,
	type Cell,
	heading,
	html,
	type Html,
	lines,
	linked,
	PALE,
	RED,
	RED_GROUND,
	smallText,
	table,
} from '../../html';
import { daysSince } from '../findings';
import { codeOf, shownAmount } from '../money';
import { type Attention, totalInCoupa } from '../reconcile';
import type { FindingCode } from '../standing';

/** What a finding is called in the report. */
const LABELS: Readonly<Record<FindingCode, string>> = {
	missing: 'Missing',
	notInArchive: 'Not in the lock-box',
	notLookedUp: 'Not looked up',
	unreadPackage: 'Package not read',
	totalDiffers: 'Total differs',
	twiceInCoupa: 'Twice in Coupa',
	voided: 'Voided',
	notImported: 'Not imported',
	notPaid: 'Not paid',
	notExported: 'Not exported',
	stuck: 'Stuck',
	draft: 'Old draft',
	sameNumber: 'Same number',
	endedInCoupa: 'Ended in Coupa',
	deliveredAgain: 'Delivered again',
	noTotal: 'No total',
	byNumberOnly: 'By number only',
};

/** Gaps first, then what is late, then what is only to be known. */
export function attentionTable(attention: Attention[], now: number, mostRows: number): Html {
	if (attention.length === 0) return smallText('Nothing.');
	const columns = [
		{ title: 'What', width: 13 },
		{ title: 'Invoice', width: 24 },
		{ title: 'Amount', isNumber: true, width: 14 },
		{ title: 'Age', isNumber: true, width: 6 },
		{ title: 'Why', width: 43 },
	];
	const shown = attention.slice(0, mostRows);
	const body = table(
		columns,
		shown.map((one) => rowOf(one, now)),
	);
	const more = attention.length - shown.length;
	return html`${body}${more > 0 ? heading(`… and ${more} more`) : ''}`;
}

function rowOf({ code, severity, message, row, state }: Attention, now: number): Cell[] {
	const [ink, ground] = severity === 'gap' ? [RED, RED_GROUND] : severity === 'late' ? [AMBER, AMBER_GROUND] : [PALE, undefined];
	const supplier = row?.delivered.supplierName ?? row?.delivered.supplierNumber ?? state?.supplierName ?? state?.supplierNumber ?? '';
	const number = row?.delivered.number ?? state?.number ?? '';
	const total = row?.delivered.total ?? (state === null ? null : totalInCoupa(state));
	const currency = codeOf(row?.delivered.currency ?? state?.currency ?? null);
	const days = row?.ageDays ?? (state?.createdAt ? Math.max(0, Math.floor(daysSince(state.createdAt, now))) : null);
	return [
		{
			content: html`<span style="color:${ink};font-weight:bold;word-break:normal">${LABELS[code]}</span>`,
			...(ground !== undefined && { ground }),
		},
		{
			content: lines([
				linked(number, state?.link ?? null),
				...(supplier === '' ? [] : [html`<span style="color:${PALE}">${supplier}</span>`]),
				...(row === null ? [] : [html`<span style="color:${PALE}">${row.delivered.package}</span>`]),
			]),
		},
		{ content: html`${total === null ? '' : `${currency} ${shownAmount(total, currency)}`}` },
		{ content: html`${days === null ? '' : days === 0 ? '< 1 d' : `${days} d`}` },
		{ content: html`${message}` },
	];
}
