import type { CoupaRecord } from '../../../lib/core';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { CHART } from '../../../tools/sandbox/dataset';

/** Puts an issued order of supplier V-20011 in USD into Coupa; lines are numbered from 1, and quantity lines where they have a quantity. */
export function putOrder(coupa: CoupaSandbox, id: number, lines: CoupaRecord[], more: CoupaRecord = {}): void {
	const supplier = coupa.rows('suppliers').find((row) => row.number === 'V-20011');
	coupa.put('purchase_orders', {
		id,
		'po-number': String(id),
		status: 'issued',
		supplier: { id: Number(supplier?.id), name: 'Northbrook Fasteners', number: 'V-20011' },
		'order-lines': lines.map((line, at) => ({
			id: id * 10_000 + at,
			'line-num': String(at + 1),
			type: line.quantity === undefined ? 'OrderAmountLine' : 'OrderQuantityLine',
			status: 'issued',
			uom: line.quantity === undefined ? null : { id: 1, code: 'EA' },
			currency: { id: 1, code: 'USD' },
			invoiced: '0.0',
			account: { id: 4101, code: '10-6200-HS', 'account-type': { id: 3, name: CHART } },
			...line,
		})),
		...more,
	});
}
