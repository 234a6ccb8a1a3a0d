import type { IDataObject } from 'n8n-workflow';

import { type Outcome, shownText } from '../../../../lib/core';
import type { ImportResult, MonitoredDocument, MonitorReport } from '../../../../lib/coupa';
import { importDetails, isOutcome } from '../../../common/imported';
import { LONGEST_MESSAGE } from '../../fields/monitor';

const STATES: Record<Outcome, MonitoredDocument['state']> = {
	imported: 'done',
	alreadyImported: 'unchanged',
	heldAsDraft: 'failed',
	refused: 'failed',
	needsBuyer: 'failed',
	undecided: 'open',
};

/** One invoice as Coupa's monitor shows it; null for one that was only validated. */
export function monitoredInvoice(json: IDataObject, { outcome, reason, invoiceId, status }: ImportResult): MonitoredDocument | null {
	const details = importDetails(json);
	if (details === null || !isOutcome(json.outcome)) return null;
	const { number, supplierName, supplierNumber, total, currency } = json;
	const supplier = supplierName ?? supplierNumber;
	const what = [
		`Invoice ${String(number ?? 'without a number')}`,
		...(supplier ? [`of ${String(supplier)}`] : []),
		...(total ? [`(${String(total)} ${String(currency ?? '')})`.replace(' )', ')')] : []),
	].join(' ');
	return {
		type: 'InvoiceHeader',
		id: invoiceId,
		key: details.key,
		status,
		state: STATES[outcome],
		code: outcome,
		message: shownText(`${what}: ${reason}`, LONGEST_MESSAGE),
	};
}

/** Says in an item what Coupa's monitor shows of the run; nothing where there is nothing to say. */
export function showMonitor(json: IDataObject, { run, warnings }: MonitorReport): void {
	const details = importDetails(json);
	if (details === null || (run === null && warnings.length === 0)) return;
	details.monitor = { run, ...(warnings[0] !== undefined && { warning: warnings[0] }) };
}
