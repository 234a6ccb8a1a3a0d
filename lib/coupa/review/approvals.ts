import { recordsAt, textAt, valueAt, type CoupaRecord } from '../../core';
import { isUser } from './requester';
import type { DecisionRequest, ReviewClient, Reviewer } from './types';

const OPEN = 'pending_approval';

/** All approvals of an invoice, whatever became of them (rules.md §13). */
export async function approvalsOf(client: ReviewClient, invoiceId: number): Promise<CoupaRecord[]> {
	const query: Array<[string, string]> = [
		['approvable_type', 'InvoiceHeader'],
		['approvable_id', String(invoiceId)],
	];
	return await client.listAll('/api/approvals', { query });
}

/** The step that a decision is about, or why there is none for this reviewer, as a sentence. */
type Step = { approval: CoupaRecord } | { refusal: string };

/**
 * The open approval that the reviewer may decide: of the steps that come first, the one that waits for the reviewer or somebody whose delegate
 * the reviewer is. Nobody decides for another approver, unless the request says so: that would be an approval bypassed.
 */
export function openStep(approvals: CoupaRecord[], { reviewer, approvers }: Pick<DecisionRequest, 'reviewer' | 'approvers'>): Step {
	const open = approvals.filter(({ status }) => status === OPEN);
	const first = Math.min(...open.map(positionOf));
	const steps = open.filter((approval) => positionOf(approval) === first);
	const [step] = steps;
	if (step === undefined) return { refusal: 'No approval of this invoice is open.' };
	const own = steps.find((approval) => waitsFor(approval, reviewer));
	if (own !== undefined) return { approval: own };
	if (approvers === 'any') return { approval: step };
	const others = steps.map(approverName).join(', ');
	const how =
		reviewer.coupaUser === ''
			? 'No user of Coupa is entered for the reviewer, so it is not known whether the approval is the reviewer’s.'
			: 'Only that approver or the delegate can decide it.';
	return { refusal: `The approval waits for ${others}. ${how}` };
}

/** Who the first open approval waits for, in words; null for none. */
export function waitingFor(approvals: CoupaRecord[]): string | null {
	const open = approvals.filter(({ status }) => status === OPEN);
	const first = Math.min(...open.map(positionOf));
	const names = open.filter((approval) => positionOf(approval) === first).map(approverName);
	return names.length === 0 ? null : names.join(', ');
}

function positionOf(approval: CoupaRecord): number {
	const position = Number(textAt(approval, 'position') ?? 0);
	return Number.isFinite(position) ? position : 0;
}

function waitsFor(approval: CoupaRecord, reviewer: Reviewer): boolean {
	// A group is never the reviewer: who is in it, Coupa does not show here.
	const isPerson = /^user$/i.test(textAt(approval, 'approver-type') ?? 'User');
	const approver = { ...idOf(approval, 'approver-id'), ...recordsAt([valueAt(approval, 'approver') ?? null])[0] };
	const delegate = { ...idOf(approval, 'delegate-id'), ...recordsAt([valueAt(approval, 'delegate') ?? null])[0] };
	return (isPerson && isUser(approver, reviewer) === true) || isUser(delegate, reviewer) === true;
}

function idOf(approval: CoupaRecord, name: string): CoupaRecord {
	const id = textAt(approval, name);
	return id === undefined ? {} : { id };
}

function approverName(approval: CoupaRecord): string {
	const shown = ['fullname', 'name', 'login', 'email'].map((name) => textAt(approval, 'approver', name)).find((text) => text !== undefined);
	return shown ?? `${(textAt(approval, 'approver-type') ?? 'user').toLowerCase()} ${textAt(approval, 'approver-id') ?? 'unknown'}`;
}
