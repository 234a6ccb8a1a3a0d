import type { IDataObject } from 'n8n-workflow';

import { ownValue, shownText } from '../../../../lib/core';
import type { MonitoredDocument } from '../../../../lib/coupa';
import { LONGEST_MESSAGE } from '../../fields/monitor';

const STATES: Readonly<Record<string, MonitoredDocument['state']>> = {
	recorded: 'done',
	alreadyRecorded: 'unchanged',
	recordedTwice: 'failed',
	refused: 'failed',
	noInvoice: 'failed',
	ambiguous: 'failed',
	undecided: 'open',
};

/**
 * A payment, as an item says what became of it, the way Coupa's monitor shows it: by the key that is the same in every run and file. Coupa has no
 * ID of a payment that it refused. None for what would be recorded, and for files without payments.
 */
export function monitoredPayment({ paymentId, invoiceNumber, amount, outcome, code, reason, details }: IDataObject): MonitoredDocument[] {
	const state = ownValue(STATES, String(outcome));
	if (state === undefined) return [];
	const named = paymentId == null || paymentId === '' ? 'Payments of the ERP' : `Payment ${String(paymentId)}`;
	const forWhat = invoiceNumber == null ? '' : ` of ${String(amount ?? '?')} for invoice ${String(invoiceNumber)}`;
	return [
		{
			...{ type: 'Payment', id: null, key: String((details as IDataObject).key), status: null, state },
			code: String(code ?? outcome),
			message: shownText(`${named}${forWhat}: ${String(reason ?? outcome)}`, LONGEST_MESSAGE),
		},
	];
}
