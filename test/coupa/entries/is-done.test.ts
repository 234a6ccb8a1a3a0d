import type { CoupaRecord } from '../../../lib/core';
import { entryNamed } from '../../../lib/coupa/entries';

/** What the record that is read after a lost answer says of the action: done, not done (it is sent again), or nothing. */
const isDone = (entry: string, action: string, record: CoupaRecord, given: Record<string, string> = {}) =>
	entryNamed(entry).actions?.[action]?.isDone?.(record, given);

describe('actions that lead to one status', () => {
	test.each([
		['invoice', 'void', 'voided', 'approved'],
		['invoice', 'abandon', 'abandoned', 'on_hold'],
		['invoice', 'dispute', 'disputed', 'ap_hold'],
		['purchaseOrder', 'issue', 'issued', 'draft'],
		['purchaseOrder', 'issueWithoutSend', 'issued', 'buyer_hold'],
		['purchaseOrder', 'cancel', 'cancelled', 'issued'],
		['purchaseOrder', 'cancel', 'canceled', 'issued'],
		['purchaseOrderChange', 'submitForApproval', 'pending_approval', 'draft'],
		['purchaseOrderChange', 'submitForApproval', 'approved', 'draft'],
		['approval', 'approve', 'approved', 'pending_approval'],
		['approval', 'reject', 'rejected', 'pending_approval'],
	])('%s, %s: %s', (entry, action, after, before) => {
		expect(isDone(entry, action, { status: after })).toBe(true);
		expect(isDone(entry, action, { status: before })).toBe(false);
		expect(isDone(entry, action, {})).toBeNull();
	});
});

describe('actions that take a record out of a status, wherever it goes then', () => {
	test.each([
		['invoice', 'submit', 'draft', 'ap_hold'],
		['invoice', 'withdrawDispute', 'disputed', 'pending_approval'],
		['invoice', 'bypassApprovals', 'pending_approval', 'booking_hold'],
		['purchaseOrder', 'ignoreWindowAndIssue', 'supplier_window_hold', 'supplier_hold'],
		['purchaseOrder', 'releaseFromBuyerHold', 'buyer_hold', 'issued'],
		['purchaseOrder', 'reopen', 'soft_closed', 'issued'],
		['orderConfirmation', 'accept', 'pending_buyer_review', 'confirmed'],
		['orderConfirmation', 'reject', 'pending_buyer_review', 'pending_supplier_action'],
		['returnRequest', 'submit', 'draft', 'pending_approval'],
	])('%s, %s: out of %s', (entry, action, before, after) => {
		expect(isDone(entry, action, { status: after })).toBe(true);
		expect(isDone(entry, action, { status: before })).toBe(false);
		expect(isDone(entry, action, {})).toBeNull();
	});
});

test('a purchase order that is closed softly: this may be the first request or the one before', () => {
	expect(isDone('purchaseOrder', 'close', { status: 'closed' })).toBe(true);
	expect(isDone('purchaseOrder', 'close', { status: 'soft_closed' })).toBeNull();
	expect(isDone('purchaseOrder', 'close', { status: 'issued' })).toBe(false);
});

test('a receipt of which something was voided, though its status does not say so', () => {
	expect(isDone('receipt', 'void', { status: 'voided', 'voided-value': '4.0' })).toBe(true);
	expect(isDone('receipt', 'void', { status: 'created', 'voided-value': '4.0' })).toBeNull();
	expect(isDone('receipt', 'void', { status: 'created', 'voided-value': '0.0' })).toBe(false);
	expect(isDone('receipt', 'void', { status: 'created' })).toBe(false);
});

test('a payable that is marked as exported shows when', () => {
	expect(isDone('payable', 'markExported', { 'last-exported-at': '2026-04-25T10:00:00Z' })).toBe(true);
	expect(isDone('payable', 'markExported', { 'last-exported-at': null })).toBe(false);
	expect(isDone('payable', 'markExported', {})).toBeNull();
});

describe.each(['invoice', 'purchaseOrderChange', 'requisition'])('approvers of %s', (entry) => {
	const chain = (...approvals: CoupaRecord[]): CoupaRecord => ({ status: 'pending_approval', approvals });
	const of = (id: number): CoupaRecord => ({ 'approver-id': id, 'approver-type': 'User' });

	test('who was added is in the chain, who was removed is not', () => {
		expect(isDone(entry, 'addApprover', chain(of(7), of(33)), { approver: '33' })).toBe(true);
		expect(isDone(entry, 'addApprover', chain(of(7)), { approver: '33' })).toBe(false);
		expect(isDone(entry, 'removeApproval', chain(of(7)), { approver: '33' })).toBe(true);
		expect(isDone(entry, 'removeApproval', chain(of(7), of(33)), { approver: '33' })).toBe(false);
	});

	test('a group with the same ID is somebody else', () => {
		const group = { 'approver-id': 33, 'approver-type': 'ApprovalGroup' };
		expect(isDone(entry, 'addApprover', chain(group), { approver: '33' })).toBe(false);
	});

	test('an answer without approver-id names the approver by an object', () => {
		expect(isDone(entry, 'addApprover', chain({ approver: { id: 33, login: 'mia' } }), { approver: '33' })).toBe(true);
	});

	test('a chain that a response filter hides', () => {
		expect(isDone(entry, 'addApprover', { status: 'pending_approval' }, { approver: '33' })).toBeNull();
		expect(isDone(entry, 'removeApproval', { status: 'pending_approval' }, { approver: '33' })).toBeNull();
	});
});
