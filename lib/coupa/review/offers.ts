import { ownValue, statusInWords, textAt, toleranceFailures, type CoupaRecord } from '../../core';
import type { DecisionName } from './types';

/** Statuses in which tolerances usually hold an invoice; which one for which tolerance is not documented (rules.md §12). */
export const HELD_STATUSES = ['ap_hold', 'on_hold', 'pending_approval'] as const;

/** What each decision is called, and what it does. */
export const DECISIONS: Readonly<Record<DecisionName, { title: string; past: string; does: string }>> = {
	dispute: { title: 'Dispute', past: 'disputed', does: 'The invoice becomes disputed, and Coupa notifies the supplier.' },
	revalidate: {
		title: 'Revalidate Tolerances',
		past: 'checked against the tolerances again',
		does: 'Coupa checks the invoice against the tolerances again.',
	},
	comment: { title: 'Comment', past: 'commented', does: 'The invoice stays as it is.' },
	approve: { title: 'Approve', past: 'approved', does: 'The open approval is given.' },
	reject: { title: 'Reject', past: 'rejected', does: 'The open approval is refused, and with it the invoice.' },
	withdrawDispute: {
		title: 'Withdraw Dispute',
		past: 'returned to approval',
		does: 'The disputed invoice returns to the approval process.',
	},
};

/** By status (rules.md §11): disputes are for any status before approval, revalidation for what is held, approvals for open ones. */
const OFFERED: Readonly<Record<string, DecisionName[]>> = {
	ap_hold: ['dispute', 'revalidate', 'comment'],
	on_hold: ['dispute', 'revalidate', 'comment'],
	booking_hold: ['dispute', 'comment'],
	pending_receipt: ['dispute', 'comment'],
	pending_action: ['dispute', 'comment'],
	pending_approval: ['approve', 'reject', 'dispute', 'comment'],
	disputed: ['withdrawDispute', 'comment'],
};

/** What can be decided about an invoice in that status; empty once it is settled. */
export function offeredFor(status: string): DecisionName[] {
	return ownValue(OFFERED, status) ?? [];
}

/** Whether an invoice waits for a reviewer: held, or in approval although a tolerance fails. */
export function isHeld(invoice: CoupaRecord): boolean {
	const status = textAt(invoice, 'status') ?? '';
	if (status === 'pending_approval') return toleranceFailures(invoice).length > 0;
	return ['ap_hold', 'on_hold', 'booking_hold'].includes(status);
}

/** Why a decision is not offered in the status, as a sentence. */
export function notOffered(decision: DecisionName, status: string): string {
	const offered = offeredFor(status).map((name) => `“${DECISIONS[name].title}”`);
	const now = status === '' ? 'Coupa does not show its status' : `it is now ${statusInWords(status)}`;
	const what = offered.length === 0 ? 'there is nothing to decide about it any more' : `what can be decided is ${offered.join(', ')}`;
	return `“${DECISIONS[decision].title}” is not possible: ${now}, and ${what}.`;
}
