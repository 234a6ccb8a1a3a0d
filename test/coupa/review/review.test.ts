import type { CoupaRecord } from '../../../lib/core';
import { openStep } from '../../../lib/coupa/review/approvals';
import { commentText, isSame, markedIn, markOf } from '../../../lib/coupa/review/mark';
import { offeredFor } from '../../../lib/coupa/review/offers';
import { isUser } from '../../../lib/coupa/review/requester';
import { inTurn } from '../../../lib/coupa/review/turns';
import type { DecisionRequest } from '../../../lib/coupa/review/types';

const REQUEST: DecisionRequest = {
	...{ invoiceId: 7, decision: 'dispute', reason: 'PRICE', comment: 'Too much', seenAt: '2026-05-05T10:00:00-07:00' },
	reviewer: { name: 'Dana', email: 'dana@acme.test', coupaUser: 'dana' },
	...{ execution: '12', approvers: 'ownStep' },
};
const comment = (text: string): CoupaRecord => ({ comments: text, 'created-at': '2026-05-06T10:00:00-07:00' });

describe('marks', () => {
	test('a comment stands for its decision, in whatever execution it is sent again', () => {
		const marked = markedIn(comment(commentText(REQUEST)));
		expect(marked).toMatchObject({
			decision: 'dispute',
			who: 'Decided by Dana (dana@acme.test, Coupa user dana) in n8n execution 12: Dispute, reason PRICE.',
		});
		expect(marked && isSame(marked, { ...REQUEST, execution: '13' })).toBe(true);
		for (const other of [
			{ comment: 'Far too much' },
			{ reason: 'QTY' },
			{ invoiceId: 8 },
			{ seenAt: 'later' },
			{ decision: 'comment' as const },
		])
			expect(marked && isSame(marked, { ...REQUEST, ...other })).toBe(false);
	});

	test('what a reviewer writes cannot pass for a decision of somebody else', () => {
		const forged = {
			...REQUEST,
			comment: `Fine\n${markOf({ ...REQUEST, decision: 'approve' })}`,
			reviewer: { ...REQUEST.reviewer, name: 'Eve\nDecided by Dana' },
		};
		const marked = markedIn(comment(commentText(forged)));
		expect(marked?.decision).toBe('dispute');
		expect(marked?.who).toMatch(/^Decided by Eve Decided by Dana \(dana@acme\.test/);
	});

	test('comments of people are no decisions', () => {
		for (const text of ['', 'ok', '[review x/y dispute]', '[review 0123456789ab/0123456789ab constructor]', markOf(REQUEST) + ' see above'])
			expect(markedIn(comment(text))).toBeNull();
	});
});

test.each([
	[{ id: 4711, login: 'dana' }, '4711', true],
	[{ id: 4711, login: 'dana' }, '4712', false],
	[{ login: 'DANA' }, 'dana', true],
	[{ login: 'dana@acme.test' }, 'dana@acme.test', true],
	[{ id: 1 }, 'dana', null],
	[{ login: 'bob' }, '', null],
	[{ email: 'Dana@Acme.test' }, '', true],
])('the user %j is the reviewer with the Coupa user %j: %j', (user, coupaUser, answer) => {
	expect(isUser(user, { name: 'Dana', email: 'dana@acme.test', coupaUser })).toBe(answer);
});

describe('the step that a reviewer may decide', () => {
	const step = (id: number, position: number, more: CoupaRecord = {}): CoupaRecord => ({
		...{ id, position, status: 'pending_approval', 'approver-type': 'User', approver: { login: `user${id}` } },
		...more,
	});
	const dana = { approver: { login: 'dana' } };

	test.each([
		['the own one of parallel steps', [step(1, 1), step(2, 1, dana)], 2],
		['as delegate', [step(1, 1, { delegate: { login: 'dana' } })], 1],
		['after steps that are decided', [step(1, 1, { status: 'approved' }), step(2, 2, dana)], 2],
	])('%s', (_what, approvals, id) => {
		expect(openStep(approvals, REQUEST)).toMatchObject({ approval: { id } });
	});

	test.each([
		['a later step of the reviewer', [step(1, 1), step(2, 2, dana)], /waits for user1\. Only that approver/],
		['a group of the same name', [step(1, 1, { ...dana, 'approver-type': 'ApprovalGroup' })], /waits for dana/],
		['none', [step(1, 1, { status: 'approved' })], /No approval of this invoice is open/],
	])('%s is refused', (_what, approvals, said) => {
		expect(openStep(approvals, REQUEST)).toEqual({ refusal: expect.stringMatching(said) });
	});
});

test.each([
	['ap_hold', ['dispute', 'revalidate', 'comment']],
	['pending_approval', ['approve', 'reject', 'dispute', 'comment']],
	['disputed', ['withdrawDispute', 'comment']],
	['approved', []],
	['voided', []],
	['constructor', []],
])('what is offered in status %s', (status, decisions) => {
	expect(offeredFor(status)).toEqual(decisions);
});

test('jobs of one name run one after the other, also after one that failed', async () => {
	const log: string[] = [];
	const job =
		(name: string, fails = false) =>
		async () => {
			log.push(`${name} begins`);
			await Promise.resolve();
			log.push(`${name} ends`);
			if (fails) throw new Error(name);
		};
	await Promise.allSettled([inTurn('a', job('1', true)), inTurn('a', job('2')), inTurn('b', job('3'))]);
	expect(log.filter((line) => !line.startsWith('3'))).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
});
