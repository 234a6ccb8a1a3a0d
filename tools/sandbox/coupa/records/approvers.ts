import { recordsAt, textAt, type CoupaRecord } from '../../../../lib/core';
import { definitionOf } from '../../../../lib/coupa/schema';
import { badParameter } from '../query/parameters';
import { resourceNamed } from '../resources';
import { timestamp } from '../time';
import type { Target } from './target';

/** The parameter of both actions (page 0259; for other documents by analogy). */
export const APPROVER = 'approver_id';

export function isOfApprovers(step: string): boolean {
	return step === 'add_approver' || step === 'remove_approval';
}

/**
 * The record after `add_approver` and `remove_approval` with `?approver_id=`; as it was after anything else.
 * @throws Refusal 400 for a user that does not exist, and for one who was not added by hand
 */
export function changedApprovers(target: Target, record: CoupaRecord): CoupaRecord {
	const { step } = target;
	if (!isOfApprovers(step)) return record;
	const { definition } = resourceNamed(target.resource);
	const user = approverOf(target);
	const approvals = recordsAt(record, 'approvals');
	const shown = Object.hasOwn(definitionOf(definition), 'approvals');
	if (step === 'add_approver') {
		const added = newApproval(target, definition, record, user, approvals.length + 1);
		return shown ? { ...record, approvals: [...approvals, added] } : record;
	}
	const mine = target.company.records
		.findBy('approvals', 'approvable-id', Number(record.id))
		.filter((approval) => approval['approvable-type'] === definition && textAt(approval, 'approver-id') === textAt(user, 'id'));
	const listed = approvals.filter((approval) => textAt(approval, 'approver-id') !== textAt(user, 'id'));
	if (mine.length === 0 && listed.length === approvals.length) throw badParameter(APPROVER, 'is not an approver who was added by hand');
	for (const { id } of mine) target.company.records.remove('approvals', Number(id));
	return shown ? { ...record, approvals: listed } : record;
}

function approverOf({ company, query }: Target): CoupaRecord {
	const sent = query.find(([name]) => name === APPROVER)?.[1];
	if (sent === undefined || sent === '') throw badParameter(APPROVER, "can't be blank");
	const user = /^\d+$/.test(sent) ? company.records.get('users', Number(sent)) : null;
	if (user === null) throw badParameter(APPROVER, `${sent} was not found`);
	return user;
}

function newApproval({ company }: Target, definition: string, record: CoupaRecord, user: CoupaRecord, position: number): CoupaRecord {
	const now = timestamp(company.settings.utcOffset);
	const approval: CoupaRecord = {
		id: company.records.nextId('Approval'),
		status: 'pending_approval',
		position,
		'approvable-type': definition,
		'approvable-id': record.id ?? null,
		'approver-id': user.id ?? null,
		'approver-type': 'User',
		approver: { id: user.id ?? null, login: user.login ?? null, email: user.email ?? null },
		'created-at': now,
		'updated-at': now,
	};
	company.records.save('approvals', approval);
	return approval;
}
