import type { CoupaRecord } from '../../lib/core';
import { DEFAULT_SCOPES } from '../../lib/coupa';
import type { CoupaSandbox } from '../sandbox/coupa';

/** What the review of tolerances needs besides the usual scopes. */
export const REVIEW_SCOPES = [
	...DEFAULT_SCOPES,
	...['core.comment.read', 'core.comment.write', 'core.approval.read', 'core.approval.write'],
];

/** IDs of the invoices of a review. */
export interface ReviewWorld {
	/** Held by a price, and by a quantity. */
	price: number;
	quantity: number;
	/** In approval: the open step waits for the reviewer. */
	own: number;
	/** Held, too: for a change while its page is open. */
	changing: number;
}

const FIRST = 990_010;

/** Puts held invoices into Coupa, and a reviewer who is not their requester. */
export function reviewWorld(coupa: CoupaSandbox, email: string): ReviewWorld {
	const reviewer = { id: 99_001, login: 'dana.reviewer', email, fullname: 'Dana Reviewer' };
	const buyer = { id: 99_002, login: 'bob.buyer', email: 'bob.buyer@example.com', fullname: 'Bob Buyer' };
	for (const user of [reviewer, buyer]) coupa.put('users', user);
	const held = (place: number, number: string, code: string, change: CoupaRecord = {}): number => {
		const id = FIRST + 10 * place;
		coupa.put('purchase_orders', { id, 'po-number': `PO-${id}`, requester: buyer, status: 'issued' });
		const tolerance = { id, code, resolved: false, 'breach-amount': '12.5', 'breach-limit': '10', 'failable-id': id + 1 };
		coupa.put('invoices', {
			...{ id, 'invoice-number': number, 'invoice-date': '2026-05-04T00:00:00-07:00', status: 'ap_hold', 'gross-total': '112.50' },
			...{ currency: { code: 'USD' }, supplier: { id: 5502, name: 'Northbrook', number: 'V-20011' } },
			'failed-tolerances': [{ ...tolerance, 'failable-type': 'InvoiceLine', 'created-at': '2026-05-05T10:00:00-07:00' }],
			'invoice-lines': [{ id: id + 1, 'line-num': 1, 'order-header-num': `PO-${id}`, 'order-line-num': '1' }],
			...change,
		});
		return id;
	};
	const own = held(3, 'R-OWN', 'total_amount', { status: 'pending_approval' });
	coupa.put('approvals', {
		...{ id: own + 5, status: 'pending_approval', position: 1, 'approver-type': 'User', 'approver-id': reviewer.id, approver: reviewer },
		...{ 'approvable-type': 'InvoiceHeader', 'approvable-id': own },
	});
	return {
		price: held(1, 'R-PRICE', 'price_percent'),
		quantity: held(2, 'R-QUANTITY', 'quantity_percent'),
		own,
		changing: held(4, 'R-CHANGING', 'price_amount'),
	};
}
