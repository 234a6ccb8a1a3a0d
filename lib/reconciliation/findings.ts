import { type Decimal, shownNames } from '../core';
import type { CoupaState } from './coupa-state';
import type { DeliveredRow } from './delivered';
import type { Known } from './found';
import { codeOf, decimalOf, shownAmount } from './money';
import type { Placed } from './place';
import type { LateAfter } from './settings';
import { type Finding, isDead, isInCoupa, rankOf, type Standing, STANDING_LABELS } from './standing';

const DAY_MS = 24 * 3_600_000;

/** What somebody has to look at in one delivered invoice, worst first. */
export function findingsOf(row: DeliveredRow, placed: Placed, known: Known, late: LateAfter, now: number): Finding[] {
	const { standing, state, reason } = placed;
	const found: Finding[] = [];
	const add = (code: Finding['code'], message: string) => found.push({ code, message });
	if (standing === 'missing') add('missing', reason ?? '');
	if (standing === 'unknown') add('notLookedUp', reason ?? '');
	if (row.kind === 'invoice' && row.total === null) add('noTotal', 'The file states no total that can be read: its amount is in no sum.');
	if (placed.byNumberOnly) add('byNumberOnly', 'Coupa does not show its internal note: it was recognised by supplier and number only.');
	const { first, count } = known.differentContent(row);
	if (count > 0 && standing !== 'deliveredAgain') {
		const more = count > first.length ? ` and ${count - first.length} more` : '';
		add('sameNumber', `The same supplier and number came with other content, too: ${shownNames(first)}${more}.`);
	}
	if (state !== null && isInCoupa(standing)) found.push(...stateFindings(state, standing, late, now));
	else if (standing === 'underway' && hoursSince(row.receivedAt, now) > late.importHours)
		add('notImported', `It came ${ageInWords(row.receivedAt, now)} ago. ${reason ?? ''}`);
	else if (standing === 'waiting' && daysSince(row.receivedAt, now) > late.stuckDays)
		add('stuck', `It has waited for the buyer for ${ageInWords(row.receivedAt, now)}.`);
	if (state !== null && isInCoupa(standing)) {
		const difference = totalDifference(row, state);
		if (difference !== null) add('totalDiffers', difference);
		const alive = known.madeFrom(row).filter((other) => !isDead(other));
		if (alive.length > 1) add('twiceInCoupa', `It is in Coupa more than once: invoices ${alive.map(({ id }) => id).join(', ')}.`);
	}
	return found.sort((left, right) => rankOf(left.code) - rankOf(right.code));
}

/** What is wrong or late with an invoice as it is in Coupa. */
export function stateFindings(state: CoupaState, standing: Standing, late: LateAfter, now: number): Finding[] {
	const since = sinceWhen(state, standing);
	const days = since === null ? 0 : daysSince(since, now);
	const age = since === null ? '' : ageInWords(since, now);
	const note = state.note === null ? '' : ` (${state.note})`;
	switch (standing) {
		case 'ended':
			return [endedFinding(state)];
		case 'draft':
			return days > late.draftDays ? [{ code: 'draft', message: `It has been a draft for ${age}.` }] : [];
		case 'held':
		case 'disputed':
		case 'inApproval':
			return days > late.stuckDays ? [{ code: 'stuck', message: `${STANDING_LABELS[standing]}${note}, ${age} after the import.` }] : [];
		case 'approved':
			return days > late.exportDays ? [{ code: 'notExported', message: notExported(state, age) }] : [];
		case 'exported':
			return unpaid(state, days, age, late, now);
		default:
			return [];
	}
}

function notExported({ approvedAt }: CoupaState, age: string): string {
	return approvedAt === null
		? `It is approved, and was not exported for ${age} since its last change.`
		: `It was approved ${age} ago, and was not exported since.`;
}

function endedFinding(state: CoupaState): Finding {
	const paid = state.paid === true || paidSoFar(state) !== null ? ' It was paid all the same.' : '';
	const exported = state.exported === true ? ' It was exported to the ERP before.' : '';
	if (state.status === 'voided' || state.status === 'abandoned')
		return { code: 'voided', message: `It was ${state.status} in Coupa: nobody will pay it.${exported}${paid}` };
	return { code: 'endedInCoupa', message: `Coupa says: ${inWords(state.status)}.${exported}${paid}` };
}

function unpaid(state: CoupaState, days: number, age: string, late: LateAfter, now: number): Finding[] {
	const { dueDate } = state;
	const isOverdue = dueDate !== null && daysSince(dueDate, now) > 1;
	if (days <= late.payDays && !isOverdue) return [];
	const paid = paidSoFar(state);
	const code = codeOf(state.currency);
	const total = decimalOf(state.computedTotals[0] ?? state.statedTotal);
	const isWhole = paid !== null && total !== null && paid.abs().gte(total.abs());
	const amount = paid === null ? '' : `${code} ${shownAmount(paid.toFixed(), code)}`.trim();
	if (isWhole) return [{ code: 'notPaid', message: `Its payments come to ${amount}, but Coupa does not count it as paid.` }];
	const [what, part] = paid === null ? ['payment', ''] : ['payment of the rest', ` Paid so far: ${amount}.`];
	const message =
		days > late.payDays
			? `No ${what} is known ${age} after the export.${part}`
			: `It was due on ${(dueDate ?? '').slice(0, 10)}, and no ${what} is known.${part}`;
	return [{ code: 'notPaid', message }];
}

/** What its payments come to; null for nothing, also where one was reversed. */
function paidSoFar({ amountPaid }: CoupaState): Decimal | null {
	const paid = decimalOf(amountPaid);
	return paid?.eq(0) === true ? null : paid;
}

/** Since when it stands where it stands: Coupa does not say when it was held, nor always when it was approved. */
export function sinceWhen(state: CoupaState, standing: Standing): string | null {
	if (standing === 'approved') return state.approvedAt ?? state.updatedAt;
	if (standing === 'exported') return state.exportedAt ?? state.updatedAt;
	if (standing === 'paid') return state.paidAt ?? state.updatedAt;
	return standing === 'ended' ? state.updatedAt : state.createdAt;
}

/** How the file's total and Coupa's disagree, as a sentence; null where they agree, or one of them is not known. */
function totalDifference({ total, currency }: DeliveredRow, state: CoupaState): string | null {
	const delivered = decimalOf(total);
	const [mine, theirs] = [codeOf(currency), codeOf(state.currency)];
	if (mine !== '' && theirs !== '' && mine !== theirs) return `The file says ${mine}, Coupa ${theirs}.`;
	const computed = state.computedTotals.map(decimalOf).filter((one) => one !== null);
	const stated = decimalOf(state.statedTotal);
	const all = stated === null ? computed : [...computed, stated];
	if (delivered === null || all.length === 0) return null;
	const isSame = (computed.length === 0 || computed.some((one) => one.eq(delivered))) && (stated === null || stated.eq(delivered));
	if (isSame) return null;
	const other = all.find((one) => !one.eq(delivered)) ?? delivered;
	return `The file says ${shownAmount(delivered.toFixed(), mine)}, Coupa ${shownAmount(other.toFixed(), theirs)} ${theirs}: a difference of ${shownAmount(other.minus(delivered).toFixed(), theirs)}.`;
}

function hoursSince(time: string, now: number): number {
	return (now - Date.parse(time)) / 3_600_000;
}

export function daysSince(time: string, now: number): number {
	return (now - Date.parse(time)) / DAY_MS;
}

/** `3 days`, `5 hours`. */
function ageInWords(time: string, now: number): string {
	const days = Math.floor(daysSince(time, now));
	const [count, unit] = days > 0 ? [days, 'day'] : [Math.max(0, Math.floor(hoursSince(time, now))), 'hour'];
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `pending_approval`: pending approval. */
function inWords(status: string): string {
	return status.replaceAll('_', ' ').replace(/^ap\b/, 'AP');
}
