import { textAt } from '../../core';
import { isNow, type Entry } from './entry';

export const receipt: Entry = {
	name: 'receipt',
	one: 'receipt',
	many: 'receipts',
	path: '/api/receiving_transactions',
	definition: 'InventoryTransaction',
	named: ['order-line.order-header-number', 'type', 'quantity', 'total'],
	simplified: [
		...['type', 'status', 'transaction-date', 'order-line.order-header-number', 'order-line.line-num', 'item.item-number', 'item.name'],
		...['quantity', 'uom.code', 'price', 'total', 'currency.code', 'account.code', 'match-reference', 'voided-value', 'comments'],
		...['original-transaction-id', 'created-by.login', 'exported'],
	],
	scopes: { read: 'core.inventory.receiving.read', write: 'core.inventory.receiving.write' },
	reads: ['get', 'getMany', 'changed'],
	newestFirst: true,
	writes: {
		create: {
			kind: 'create',
			description: 'Receive goods or services; the type is InventoryReceipt, ReceivingQuantityConsumption or ReceivingAmountConsumption',
			// The table wants an `rfid-tag` as well: it is that of all inventory transactions, and tags are not for everybody.
			needs: ['type', 'order-line'],
			without: ['exported'],
			source: 'pages 0255, 0256',
		},
		delete: { kind: 'delete', source: 'page 0255' },
	},
	actions: {
		void: {
			title: 'Void',
			description: 'Void a receipt',
			step: 'void',
			leadsTo: 'voided',
			final: true,
			// The status comes from third parties. What was voided is documented, and may have been a part of it, earlier.
			isDone: (record) =>
				isNow('voided')(record) !== true && Number(textAt(record, 'voided-value') ?? 0) !== 0 ? null : isNow('voided')(record),
			source: 'pages 0255, 0016; operations.md §3',
		},
	},
	exported: { sentIn: 'query', canBeCleared: true, source: 'rules.md §15; pages 0016, 0255' },
	source: 'rules.md §15; pages 0249, 0255, 0256',
};
