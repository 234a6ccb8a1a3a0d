import { textAt, valueAt, type CoupaRecord } from '../../core';
import { at, dateTime, decimal, field, integer, list, rowKind, text } from '../drafts';
import type { FlatFileTable } from '../table';
import { deletedColumn, openColumns, orderKeys, orderSupplier } from './purchase-order-columns';

/**
 * Lines of purchase orders as a set of their own, one row each with the keys of its order and what is still open. Coupa
 * documents no such file: the column names are those of its Purchase Orders Export, as far as that has them. Takes purchase
 * orders, and the single lines that `/api/purchase_order_lines` answers with.
 */
export const purchaseOrderLines: FlatFileTable = {
	name: 'purchaseOrderLines',
	title: 'Purchase order lines',
	fileStem: 'PurchaseOrderLines',
	kindColumn: null,
	lists: ['order-lines'],
	identity: [
		['id', 'po-number'],
		['id', 'line-num'],
	],
	xml: { list: 'order-headers', record: 'order-header' },
	adopt: orderOfLine,
	rowKinds: [
		rowKind({ name: 'Line', level: 1, keyColumns: ['order-header-id', 'line-number'], source: 'column names of 0346' }, [
			at(0, field('order-header-id', 'id', integer, { required: true })),
			...orderKeys(),
			...orderSupplier(),
			at(0, field('payment-terms-code', 'payment-term.code', text())),
			field('line-number', 'line-num', text(), { required: true }),
			field('id', 'id', integer),
			field('type', 'type', text()),
			field('status', 'status', text()),
			deletedColumn(),
			field('description', 'description', text()),
			field('source-part-num', 'source-part-num', text()),
			field('supp-aux-part-num', 'supp-aux-part-num', text()),
			field('quantity', 'quantity', decimal()),
			field('uom', 'uom.code', text()),
			field('price', 'price', decimal()),
			field('currency', 'currency.code', text()),
			field('total', 'total', decimal()),
			field('received', 'received', decimal()),
			field('invoiced', 'invoiced', decimal()),
			...openColumns(),
			field('match-type', 'match-type', text()),
			field('need-by-date', 'need-by-date', dateTime),
			field('account-code', 'account.code', text()),
			field('account-name', 'account.name', text()),
			field('account-type', 'account.account-type.name', text()),
			field('account-allocation-codes', 'account-allocations', list('account.code'), {
				note: 'codes of a split line; the shares are in the Line Split rows of the orders file',
			}),
			field('commodity', 'commodity.name', text()),
			field('created-at', 'created-at', dateTime),
			field('updated-at', 'updated-at', dateTime),
			field('version', 'version', integer),
		]),
	],
};

function orderOfLine(record: CoupaRecord): CoupaRecord {
	if (Array.isArray(record['order-lines']) || textAt(record, 'order-header-id') === undefined) return record;
	return {
		id: valueAt(record, 'order-header-id') ?? null,
		'po-number': valueAt(record, 'order-header-number') ?? null,
		supplier: valueAt(record, 'supplier') ?? null,
		'order-lines': [record],
	};
}
