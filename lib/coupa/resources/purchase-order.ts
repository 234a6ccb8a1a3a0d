import { hasLeft, isNow, type Entry } from './entry';

export const purchaseOrder: Entry = {
	name: 'purchaseOrder',
	one: 'purchase order',
	many: 'purchase orders',
	path: '/api/purchase_orders',
	definition: 'OrderHeader',
	webPath: '/order_headers',
	key: { attribute: 'po-number', label: 'Number', placeholder: 'e.g. 70315' },
	named: ['po-number', 'status', 'supplier.name'],
	simplified: [
		...['po-number', 'status', 'transmission-status', 'version', 'internal-revision', 'supplier.name', 'supplier.number', 'currency.code'],
		...['total', 'payment-term.code', 'requester.login', 'ship-to-address.name', 'exported'],
		{ key: 'order-line-numbers', list: 'order-lines', field: 'line-num' },
	],
	scopes: {
		read: 'core.purchase_order.read',
		write: 'core.purchase_order.write',
		below: { comments: { read: 'core.comment.read', write: 'core.comment.write' } },
	},
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	// Deleted lines come only when asked for (rules.md §6).
	changedQuery: [['show_deleted_lines', 'true']],
	// The element list has neither soft_closed, which the sample queries ask for, nor the last two, which third parties see (rules.md §6 ⚠).
	statuses: [
		...['draft', 'buyer_hold', 'supplier_hold', 'supplier_window_hold', 'currency_hold', 'issued', 'soft_closed', 'closed'],
		...['cancelled', 'canceled', 'error', 'expensed', 'exported', 'received', 'partially_received'],
	],
	// The list of statuses has two l, the sample queries one (rules.md §6 ⚠).
	statusSpellings: ['cancelled', 'canceled'],
	files: [
		{ table: 'purchaseOrdersExport', object: 'PurchaseOrders', description: 'Header, line and split rows' },
		{ table: 'purchaseOrderLines', object: 'PurchaseOrders', description: 'One row per line, with what is still open' },
	],
	writes: {
		create: {
			kind: 'create',
			title: 'Create External',
			description: 'Create a purchase order that was made in another system; not for orders of Coupa itself',
			needs: ['po-number', 'supplier', 'ship-to-user', 'order-lines'],
			always: { type: 'ExternalOrderHeader' },
			source: 'page 0233; rules.md §6',
		},
		update: {
			kind: 'update',
			description: 'Change the header or its lines; a line with "_delete": true is deleted',
			without: ['type'],
			source: 'pages 0233, 0239',
		},
	},
	actions: {
		issue: {
			title: 'Issue',
			description: 'Issue a purchase order and send it to the supplier',
			step: 'issue',
			leadsTo: 'issued',
			isDone: isNow('issued'),
			source: 'page 0233',
		},
		issueWithoutSend: {
			title: 'Issue Without Send',
			description: 'Issue a purchase order without sending it to the supplier',
			step: 'issue_without_send',
			leadsTo: 'issued',
			isDone: isNow('issued'),
			source: 'page 0233',
		},
		ignoreWindowAndIssue: {
			title: 'Ignore Window and Issue',
			description: "Issue a purchase order that waits for the supplier's order window",
			step: 'ignore_window_and_issue',
			allowedIn: ['supplier_window_hold'],
			leadsTo: 'issued',
			isDone: hasLeft('supplier_window_hold'),
			source: 'page 0233; operations.md §3',
		},
		releaseFromBuyerHold: {
			title: 'Release From Buyer Hold',
			description: 'Release a purchase order that the buyer holds',
			step: 'release_from_buyer_hold',
			allowedIn: ['buyer_hold'],
			isDone: hasLeft('buyer_hold'),
			source: 'page 0233; operations.md §3',
		},
		close: {
			title: 'Close',
			description: 'Close a purchase order: softly at first, for good the second time',
			step: 'close',
			leadsTo: 'closed',
			final: true,
			// One that was closed softly before looks the same after a request that was lost.
			isDone: (record) => (isNow('soft_closed')(record) === true ? null : isNow('closed')(record)),
			source: 'pages 0233, 0239, 0397',
		},
		reopen: {
			title: 'Reopen',
			description: 'Reopen a purchase order that was closed softly',
			step: 'reopen',
			fields: [
				{ name: 'reasonInsight', label: 'Reason', type: { record: 'reasonInsight' }, body: 'reason-insight-id' },
				{ name: 'comment', label: 'Comment', type: 'text', body: 'reason-insight-event-comment' },
			],
			allowedIn: ['soft_closed'],
			isDone: hasLeft('soft_closed'),
			source: 'page 0233',
		},
		cancel: {
			title: 'Cancel',
			description: 'Cancel a purchase order',
			step: 'cancel',
			leadsTo: 'cancelled',
			final: true,
			isDone: isNow('cancelled', 'canceled'),
			source: 'pages 0233, 0239',
		},
	},
	exported: { sentIn: 'query', canBeCleared: true, source: 'rules.md §5; pages 0016, 0233' },
	source: 'rules.md §5, §6; pages 0024, 0233, 0346',
};
