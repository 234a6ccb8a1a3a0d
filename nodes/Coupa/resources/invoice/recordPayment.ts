import type { INodeProperties } from 'n8n-workflow';

import { entryNamed, isCalendarDate, writeOnce } from '../../../../lib/coupa';
import { type CoupaRecord, parseDecimal, recordsAt, sameDecimal, textAt } from '../../../../lib/core';
import { ItemParameters } from '../../../common/parameters';
import { checkIsAsked, locatedId } from '../../fields/locator';
import { presentedItem, writtenOutputProperties } from '../../fields/output';
import { onRecord } from '../../operations/onRecord';
import type { CoupaOperation } from '../../operations/operation';
import { decimalHint } from './createFields';

const INVOICE = entryNamed('invoice');
const ALLOWED_IN = ['approved'];

const properties: INodeProperties[] = [
	{
		displayName: 'Amount Paid',
		name: 'amountPaid',
		type: 'string',
		default: '',
		required: true,
		hint: decimalHint,
	},
	{ displayName: 'Payment Date', name: 'paymentDate', type: 'string', default: '', required: true, placeholder: 'e.g. 2026-05-20' },
	{
		displayName: 'Notes',
		name: 'notes',
		type: 'string',
		default: '',
		placeholder: 'e.g. ERP payment 4500012345',
		description: 'Coupa does not recognise a payment that it has already: with the number of the payment here, people and workflows can',
	},
	{
		displayName: 'Fully Paid',
		name: 'fullyPaid',
		type: 'boolean',
		default: false,
		description: 'Whether to mark the invoice as paid, too',
	},
	...writtenOutputProperties,
];

/**
 * Adds a payment to an invoice: a PUT that appends (page 0213). Coupa has no check for duplicates, so after a lost answer the invoice is read:
 * a payment more than before of the same amount, date and notes shows that it arrived; else nothing is repeated.
 */
export const recordPayment: CoupaOperation = {
	face: { value: 'recordPayment', name: 'Record Payment', action: 'Record payment of invoice', description: 'Add a payment to an invoice' },
	picksRecord: true,
	scopes: ['core.invoice.read', 'core.invoice.write'],
	allowedIn: ALLOWED_IN,
	description: properties,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const payment = paymentOf(parameters);
		const isPaid = parameters.flag('fullyPaid');
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const path = `${INVOICE.path}/${id}`;
		const before = recordsAt(await session.client.get(path), 'payments').filter((other) => isSame(payment, other)).length;
		const date = textAt(payment, 'payment-date') ?? '';
		const body: CoupaRecord = { payments: [payment], ...(isPaid && { paid: true, 'payment-date': date }) };
		const once = {
			send: async () => await session.client.write('PUT', path, body),
			proof: {
				read: async () => await session.client.get(path),
				isDone: (seen: CoupaRecord) =>
					recordsAt(seen, 'payments').filter((other) => isSame(payment, other)).length > before ? true : null,
			},
			hint: `It was not sent a second time. Check the payments of invoice ${id} in Coupa before you run this again.`,
		};
		const end = await onRecord(
			context,
			session,
			{ entry: INVOICE, itemIndex, path, title: 'Record Payment', allowedIn: ALLOWED_IN },
			async () => await writeOnce<CoupaRecord, CoupaRecord>(session.client, once),
		);
		const record = end.kind === 'answered' ? end.answer : end.seen;
		checkIsAsked(context, INVOICE, id, record, itemIndex, `The payment of invoice ${id} was sent: check it in Coupa. `);
		return [presentedItem(context, itemIndex, INVOICE, record)];
	},
};

function paymentOf(parameters: ItemParameters): CoupaRecord {
	const amount = parameters.requiredText('amountPaid', decimalHint);
	if (parseDecimal(amount) === null) throw parameters.refusal('amountPaid', amount, decimalHint);
	const date = parameters.requiredText('paymentDate', 'Write it as YYYY-MM-DD, e.g. 2026-05-20.');
	if (!isCalendarDate(date)) throw parameters.refusal('paymentDate', date, 'Write it as YYYY-MM-DD, e.g. 2026-05-20.');
	const notes = parameters.text('notes');
	return { 'amount-paid': amount, 'payment-date': date.slice(0, 10), ...(notes !== '' && { notes }) };
}

function isSame(payment: CoupaRecord, other: CoupaRecord): boolean {
	return (
		sameDecimal(textAt(payment, 'amount-paid') ?? '', textAt(other, 'amount-paid') ?? '') &&
		textAt(payment, 'payment-date') === textAt(other, 'payment-date')?.slice(0, 10) &&
		(textAt(payment, 'notes') ?? '') === (textAt(other, 'notes') ?? '')
	);
}
