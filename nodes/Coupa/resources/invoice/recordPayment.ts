import type { INodeProperties } from 'n8n-workflow';

import { entryNamed, isCalendarDate, PAYABLE_STATUSES, writePayment } from '../../../../lib/coupa';
import { type CoupaRecord, parseDecimal, textAt } from '../../../../lib/core';
import { ItemParameters } from '../../../common/parameters';
import { checkIsAsked, locatedId } from '../../fields/locator';
import { presentedItem, writtenOutputProperties } from '../../fields/output';
import { onRecord } from '../../operations/onRecord';
import type { CoupaOperation } from '../../operations/operation';
import { decimalHint } from './createFields';

const INVOICE = entryNamed('invoice');

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

/** Adds one payment to an invoice (`writePayment`): after a lost answer it is looked for, and never sent a second time unread. */
export const recordPayment: CoupaOperation = {
	face: { value: 'recordPayment', name: 'Record Payment', action: 'Record payment of invoice', description: 'Add a payment to an invoice' },
	picksRecord: true,
	scopes: ['core.invoice.read', 'core.invoice.write'],
	allowedIn: PAYABLE_STATUSES,
	description: properties,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const payment = paymentOf(parameters);
		const isPaid = parameters.flag('fullyPaid');
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const path = `${INVOICE.path}/${id}`;
		const read = async (): Promise<CoupaRecord> => await session.client.get(path);
		const before = await read();
		const date = textAt(payment, 'payment-date') ?? '';
		const body: CoupaRecord = { payments: [payment], ...(isPaid && { paid: true, 'payment-date': date }) };
		const end = await onRecord(
			context,
			session,
			{ entry: INVOICE, itemIndex, path, title: 'Record Payment', allowedIn: PAYABLE_STATUSES },
			async () => await writePayment(session.client, { path, body, method: 'PUT', before, read, name: `invoice ${id}` }),
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
