import { type CoupaRecord, recordsAt, textAt } from '../../core';
import type { Action, ActionField, Given } from './action';

/** The query parameter is documented for adding to receipt requests only (page 0259); the other documents have the same actions. */
const approver: ActionField = {
	name: 'approver',
	label: 'Approver',
	type: { record: 'user' },
	required: true,
	query: 'approver_id',
};

interface Chain {
	/** What an analyst calls the document. */
	one: string;
	source: string;
	/** The record lists its `approvals`. */
	isShown: boolean;
	/** The documents name the parameter of Add Approver. */
	isNamed?: true;
}

/** Add Approver and Remove Approval, which documents with an approval chain share. */
export function approverActions({ one, source, isShown, isNamed }: Chain): Record<string, Action> {
	const unsure: ActionField = { ...approver, mark: '~' };
	return {
		addApprover: {
			title: 'Add Approver',
			description: `Add a user to the approval chain of the ${one}`,
			step: 'add_approver',
			fields: [isNamed === true ? approver : unsure],
			isDone: isShown ? isApprover : null,
			source,
		},
		removeApproval: {
			title: 'Remove Approval',
			description: `Take a user who was added by hand out of the approval chain of the ${one}`,
			step: 'remove_approval',
			fields: [unsure],
			isDone: isShown ? isNoApprover : null,
			source,
		},
	};
}

/** Null where the record lists no approvals at all: a response filter may hide them. */
function isApprover(record: CoupaRecord, { approver: id }: Given): boolean | null {
	if (!Array.isArray(record.approvals)) return null;
	// Groups and users have ids of their own, which may be the same.
	const ofUsers = recordsAt(record, 'approvals').filter((approval) => !/group/i.test(textAt(approval, 'approver-type') ?? ''));
	return ofUsers.some((approval) => (textAt(approval, 'approver-id') ?? textAt(approval, 'approver', 'id')) === id);
}

function isNoApprover(record: CoupaRecord, given: Given): boolean | null {
	const is = isApprover(record, given);
	return is === null ? null : !is;
}
