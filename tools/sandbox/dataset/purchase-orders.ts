import Big from 'big.js';
import type { CoupaRecord } from '../../../lib/core';
import { accountReference } from './accounts';
import { currency, decimalsOf, paymentTerm, uom } from './reference';

/** One line as a buyer would tell it: a quantity line has `quantity`, an amount line has not. */
export interface OrderLineFacts {
	description: string;
	/** Unit price; on an amount line the whole amount. */
	price: string;
	quantity?: string;
	/** Default EA. */
	uom?: string;
	/** Quantity received; on amount lines the amount. Default: everything. */
	received?: string;
	/** Quantity (or amount) already invoiced. Default none. */
	invoiced?: string;
	/** One account code, or shares of several. Default 10-6200-HS. */
	account?: string | Array<[code: string, percent: string]>;
	/** Supplier part number. */
	part?: string;
	/** Default: the status of the order. */
	status?: string;
}

export interface OrderFacts {
	/** Coupa's own purchase orders have their id as number. */
	id: number;
	supplier: CoupaRecord;
	currency: string;
	terms: string;
	/** Default issued. */
	status?: 'issued' | 'closed' | 'draft';
	/** Id of the first line; the others follow. */
	firstLineId: number;
	lines: OrderLineFacts[];
}

const CREATED = '2026-04-02T10:58:00-07:00';
const UPDATED = '2026-04-06T15:45:00-07:00';
const REQUESTER: CoupaRecord = {
	id: 77,
	login: 'int.batch',
	email: 'int.batch@example.test',
	'employee-number': 'E-0077',
	firstname: 'Ines',
	lastname: 'Tegrator',
};
const SHIP_TO: CoupaRecord = {
	id: 301,
	name: 'Hill Site',
	street1: '1 Hill Rd',
	city: 'Salem',
	state: 'OR',
	'postal-code': '97302',
	country: { id: 223, code: 'US' },
};

/** A purchase order in full, in the shape of Coupa's own JSON. */
export function purchaseOrder(facts: OrderFacts): CoupaRecord {
	const status = facts.status ?? 'issued';
	return {
		id: facts.id,
		'created-at': CREATED,
		'updated-at': UPDATED,
		'po-number': String(facts.id),
		status,
		'transmission-status': status === 'draft' ? 'created' : 'sent_via_email',
		version: 1,
		'internal-revision': 1,
		exported: false,
		'last-exported-at': null,
		'acknowledged-flag': false,
		'payment-method': 'invoice',
		currency: currency(facts.currency),
		'payment-term': paymentTerm(facts.terms),
		'shipping-term': null,
		supplier: facts.supplier,
		'supplier-site': null,
		requester: REQUESTER,
		'ship-to-user': REQUESTER,
		'ship-to-attention': 'Dock 4',
		'ship-to-address': SHIP_TO,
		'requisition-header': { id: facts.id - 26_195 },
		'order-lines': facts.lines.map((line, index) => orderLine(facts, status, line, index)),
		attachments: [],
		'custom-fields': {},
	};
}

function orderLine(order: OrderFacts, orderStatus: string, line: OrderLineFacts, index: number): CoupaRecord {
	const total = new Big(line.price).times(line.quantity ?? '1').toFixed(decimalsOf(order.currency));
	const account = line.account ?? '10-6200-HS';
	const id = order.firstLineId + index;
	return {
		id,
		'created-at': CREATED,
		'updated-at': UPDATED,
		type: line.quantity === undefined ? 'OrderAmountLine' : 'OrderQuantityLine',
		'line-num': String(index + 1),
		description: line.description,
		quantity: line.quantity ?? null,
		price: line.price,
		total,
		uom: line.quantity === undefined ? null : uom(line.uom ?? 'EA'),
		currency: currency(order.currency),
		received: line.received ?? line.quantity ?? line.price,
		invoiced: line.invoiced ?? '0.0',
		status: line.status ?? orderStatus,
		'match-type': '3-way',
		'need-by-date': '2026-04-20T00:00:00-07:00',
		'order-header-id': order.id,
		'order-header-number': String(order.id),
		version: 1,
		'source-part-num': line.part ?? null,
		'supp-aux-part-num': null,
		account: typeof account === 'string' ? accountReference(account) : null,
		'account-allocations':
			typeof account === 'string' ? [] : account.map(([code, pct], share) => allocation(id * 10 + share, code, pct, total, order.currency)),
	};
}

function allocation(id: number, code: string, pct: string, total: string, currencyCode: string): CoupaRecord {
	return { id, amount: new Big(total).times(pct).div(100).toFixed(decimalsOf(currencyCode)), pct, account: accountReference(code) };
}
