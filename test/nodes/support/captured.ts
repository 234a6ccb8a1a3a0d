import type { INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../../lib/core';
import { CHART } from '../../../tools/sandbox/dataset';

/** A line on no purchase order. */
export const unbackedLine = (change: CoupaRecord = {}): CoupaRecord => ({
	'line-num': 1,
	description: 'Assorted screws',
	quantity: '4',
	price: '12.50',
	uom: { code: 'EA' },
	account: { code: '10-6200-HS' },
	...change,
});

/** A line of a purchase order; without `line` it names none of its lines. */
export const backed = (number: string, line?: string, change: CoupaRecord = {}): CoupaRecord => ({
	'line-num': 1,
	description: 'As ordered',
	quantity: '1',
	price: '1.00',
	uom: { code: 'EA' },
	'order-header-num': number,
	...(line === undefined ? {} : { 'order-line-num': line }),
	...change,
});

/** An invoice as another node may hand it to Import: the record alone, without image, to be submitted. */
export function captured(number: string, change: CoupaRecord = {}): INodeExecutionData {
	const invoice: CoupaRecord = {
		'invoice-number': number,
		'invoice-date': '2026-05-04',
		'line-level-taxation': false,
		supplier: { number: 'V-20011' },
		currency: { code: 'USD' },
		'account-type': { name: CHART },
		'invoice-lines': [unbackedLine()],
		...change,
	};
	return { json: { invoice, submit: true } };
}
