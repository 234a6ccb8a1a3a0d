import type { Entry } from './entry';

export const delegation: Entry = {
	name: 'delegation',
	one: 'delegation',
	many: 'delegations',
	path: '/api/delegations',
	definition: 'Delegation',
	named: ['delegator.login', 'delegate.login', 'start-date'],
	simplified: [
		...['delegator-id', 'delegator.login', 'delegator.fullname', 'delegate-id', 'delegate.login', 'delegate.fullname', 'start-date'],
		...['end-date', 'reason', 'approval-delegate', 'receiving-delegate', 'invoice-requester-delegate', 'review-delegate'],
	],
	days: ['start-date', 'end-date'],
	// No scope is documented, and only the list.
	scopes: { read: null, write: null },
	reads: ['getMany', 'changed'],
	newestFirst: true,
	source: 'page 0159',
};
