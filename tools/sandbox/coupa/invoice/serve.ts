import type { Answer } from '../http/answer';
import { jsonOf, knownRecord, written, type Target, verbOf } from '../records/target';
import { actOnInvoice, deleteInvoice, INVOICE_ACTIONS } from './actions';
import { createInvoice, updateInvoice } from './draft';
import { isPayment } from './payments';
import { getDocument, isDocument, putImageScan } from './files';

/** What invoices have beyond other records: drafts with totals and duplicates, a page image, actions with rules of their own. Null for the rest. */
export function serveInvoice(target: Target): Answer | null {
	const { company, id, step, body } = target;
	const verb = verbOf(target);
	if (id === null) return verb === 'POST' && step === '' ? written(target, 201, () => createInvoice(company, jsonOf(body))) : null;
	if (verb === 'GET') return isDocument(step) ? { kind: 'bytes', file: getDocument(company, id, step) } : null;
	if (verb === 'DELETE' && step === '') {
		knownRecord(target);
		deleteInvoice(company, id);
		return { kind: 'empty', status: 200 };
	}
	if (verb === 'POST' && step === '' && isPayment(jsonOf(body)))
		return written(target, 201, () => updateInvoice(company, id, jsonOf(body), 'POST'));
	if (verb !== 'PUT') return null;
	if (step === '') return written(target, 200, () => updateInvoice(company, id, jsonOf(body)));
	if (step === 'image_scan') return written(target, 200, () => putImageScan(company, id, body));
	const action = Object.hasOwn(INVOICE_ACTIONS, step) ? INVOICE_ACTIONS[step] : undefined;
	return action === undefined ? null : written(target, 200, () => actOnInvoice(target, action), action.parameters);
}
