import type { Entry } from './entry';

export const comment: Entry = {
	name: 'comment',
	one: 'comment',
	many: 'comments',
	path: '/api/comments',
	below: { of: ['invoice', 'purchaseOrder', 'requisition', 'expenseReport', 'user'], list: 'comments' },
	definition: 'Comment',
	named: ['comments', 'created-by.fullname'],
	simplified: [
		...['comments', 'comment-type', 'reason-code', 'to-supplier', 'commentable-type', 'commentable-id', 'created-by.login'],
		'created-by.fullname',
	],
	scopes: { read: 'core.comment.read', write: 'core.comment.write' },
	reads: ['get', 'getMany'],
	writes: {
		create: {
			kind: 'create',
			description: 'Comment on a record; "@[User:2]" in the text mentions the user with the ID 2',
			needs: ['comments'],
			// `to-supplier` is output only on the current page.
			only: ['comments'],
			source: 'page 0112',
		},
	},
	source: 'page 0112',
};
