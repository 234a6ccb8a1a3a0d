import { hasLeft, type Entry } from './entry';

export const orderConfirmation: Entry = {
	name: 'orderConfirmation',
	one: 'order confirmation',
	many: 'order confirmations',
	path: '/api/order_header_confirmations',
	definition: 'OrderHeaderConfirmation',
	key: { attribute: 'external-reference-number', label: 'External Reference Number', placeholder: 'e.g. OC-4711' },
	named: ['external-reference-number', 'status'],
	simplified: [
		...[
			'external-reference-number',
			'status',
			'order-header.id',
			'integration-message',
			'exported',
			'last-exported-at',
			'created-by.login',
		],
		{ key: 'line-numbers', list: 'order-line-confirmations', field: 'line-num' },
		{ key: 'line-statuses', list: 'order-line-confirmations', field: 'status' },
	],
	scopes: { read: 'core.order_header_confirmations.read', write: 'core.order_header_confirmations.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		update: {
			kind: 'update',
			description: 'Change the lines of a confirmation by line; they become drafts of the buyer',
			only: ['order-line-confirmations'],
			source: 'page 0218',
		},
	},
	actions: {
		accept: {
			title: 'Accept',
			description: 'Accept a confirmation of the whole order',
			step: 'accept_header',
			method: 'POST',
			allowedIn: ['pending_buyer_review'],
			final: true,
			isDone: hasLeft('pending_buyer_review'),
			source: 'page 0218',
		},
		reject: {
			title: 'Reject',
			description: 'Reject a confirmation of the whole order',
			step: 'reject_header',
			method: 'POST',
			fields: [
				{
					...{ name: 'reasonInsight', label: 'Reason', type: { record: 'reasonInsight' }, required: true },
					body: 'reason-insight-events.0.reason-insight.id',
				},
				{ name: 'comment', label: 'Comment', type: 'text', body: 'reason-insight-events.0.comment' },
			],
			allowedIn: ['pending_buyer_review'],
			final: true,
			isDone: hasLeft('pending_buyer_review'),
			source: 'page 0218; r39-supply-chain.json',
		},
		submit: {
			title: 'Submit',
			description: 'Submit a confirmation by line that is a draft',
			step: 'submit',
			method: 'POST',
			// Where a draft is one of its lines only, the header need not show it.
			isDone: null,
			source: 'page 0218',
		},
		rejectIntegrationApproval: {
			title: 'Reject Integration Approval',
			description: 'Override all lines that wait for the integration; needs partial order confirmations',
			step: 'integration_approval_rejected',
			fields: [
				{
					...{ name: 'integrationVersion', label: 'Integration Version', type: 'text', required: true },
					...{ query: 'integration_version', placeholder: 'e.g. 1' },
				},
			],
			final: true,
			// Whether lines that wait no longer were overridden or approved, the next integration run may have decided.
			isDone: null,
			source: 'page 0218',
		},
	},
	source: 'pages 0218, 0219',
};
