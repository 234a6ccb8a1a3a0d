import { isRecord, recordsAt, textAt, valueAt, type CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import { APPROVER, changedApprovers } from '../records/approvers';
import { refuseStatus } from '../records/status';
import { jsonOf, knownRecord, refuseBody, type Target } from '../records/target';
import { invoiceRefusal } from '../refusal';
import { knownInvoice, saveChanged } from './draft';
import { reviewed, submitInvoice } from './submit';

interface InvoiceAction {
	title: string;
	/** Statuses that it is possible in, by the company's settings where no document says. */
	allowedIn?: (company: Company) => string[];
	/** Parameters of the address. */
	parameters?: string[];
	/** It takes a body. */
	hasBody?: true;
	perform: (target: Target, invoice: CoupaRecord) => CoupaRecord;
}

/** States a buyer may void from (rules.md §11). */
const VOIDABLE = ['pending_receipt', 'approved', 'draft'];
const IN_APPROVAL = ['pending_approval'];
/** Of third parties only (operations.md, finding 5): in the address or in the body. */
const ABANDONED_WITH = ['reason_insight_id', 'reason_insight_code', 'comment', 'send_to_supplier', 'additional_recipients'];

/** PUT /api/invoices/:id/…, by the last step (operations.md §2). */
export const INVOICE_ACTIONS: Record<string, InvoiceAction> = {
	// The draft is checked there, with messages of its own.
	submit: { title: 'Submit', perform: ({ company }, invoice) => submitInvoice(company, Number(invoice.id)) },
	void: { title: 'Void', allowedIn: () => VOIDABLE, perform: becoming('voided') },
	abandon: {
		title: 'Abandon',
		allowedIn: ({ settings }) => settings.abandonableStatuses,
		parameters: ABANDONED_WITH,
		hasBody: true,
		perform: abandoned,
	},
	dispute: {
		title: 'Dispute',
		allowedIn: ({ settings }) => settings.disputableStatuses,
		hasBody: true,
		perform: disputed,
	},
	withdraw_dispute: { title: 'Withdraw dispute', allowedIn: () => ['disputed'], perform: becoming('pending_approval') },
	revalidate_tolerances: {
		title: 'Revalidate tolerances',
		allowedIn: () => ['ap_hold', 'on_hold'],
		perform: ({ company }, invoice) => saveChanged(company, reviewed(company, invoice)),
	},
	add_approver: { title: 'Add approver', allowedIn: () => IN_APPROVAL, parameters: [APPROVER], perform: withApprovers },
	remove_approval: { title: 'Remove approval', allowedIn: () => IN_APPROVAL, parameters: [APPROVER], perform: withApprovers },
	restart_approvals: { title: 'Restart approvals', allowedIn: () => IN_APPROVAL, perform: approvedUpTo(0) },
	bypass_approvals: { title: 'Bypass approvals', allowedIn: () => IN_APPROVAL, perform: approvedUpTo(Number.MAX_SAFE_INTEGER) },
	bypass_current_approval: { title: 'Bypass current approval', allowedIn: () => IN_APPROVAL, perform: bypassedCurrent },
};

/**
 * Carries out an action on an invoice.
 * @throws Refusal 404 for an unknown id, 400 for another status and for what the action lacks
 */
export function actOnInvoice(target: Target, { title, allowedIn, hasBody, perform }: InvoiceAction): CoupaRecord {
	const invoice = knownRecord(target);
	refuseStatus(target, title, allowedIn?.(target.company), invoice);
	if (!hasBody) refuseBody(target.body);
	return perform(target, invoice);
}

/** DELETE /api/invoices/:id: only while its status is new (R39); throws Refusal 400 otherwise. */
export function deleteInvoice(company: Company, id: number): void {
	const { status } = knownInvoice(company, id);
	if (status !== 'new')
		throw invoiceRefusal([{ field: 'invoice-header', text: `Only a new invoice can be deleted; this one is ${String(status)}` }]);
	company.records.remove('invoices', id);
	for (const kind of ['image', 'legalInvoice', 'clearanceDocument'] as const) company.files.remove(kind, id);
	for (const attachment of company.records.childrenOf('attachments', { resource: 'invoices', id })) {
		company.records.remove('attachments', Number(attachment.id));
		company.files.remove('attachment', Number(attachment.id));
	}
}

function becoming(status: string): InvoiceAction['perform'] {
	return ({ company }, invoice) => saveChanged(company, { ...invoice, status });
}

function abandoned(target: Target, invoice: CoupaRecord): CoupaRecord {
	const { company, query, body } = target;
	const given = { ...Object.fromEntries(query), ...(body.kind === 'none' ? {} : dashless(jsonOf(body))) };
	noteUnknown(target, ABANDONED_WITH);
	const [id, code] = [given.reason_insight_id, given.reason_insight_code];
	const known = company.records.all('reason_insights').find((reason) => textAt(reason, 'id') === String(id) || reason.code === code);
	const named = id !== undefined || code !== undefined;
	if (named && known === undefined) throw invoiceRefusal([{ field: 'invoice-header', text: 'The reason insight was not found' }]);
	if (!named && company.settings.abandonNeedsReason)
		throw invoiceRefusal([{ field: 'invoice-header', text: "Reason insight can't be blank" }]);
	return saveChanged(company, { ...invoice, status: 'abandoned', 'abandon-reason': known ?? null });
}

/** `{"dispute-reason": {"code"}, "comment"}` (page 0205). No path lists the reasons: any code passes for an active one. */
function disputed(target: Target, invoice: CoupaRecord): CoupaRecord {
	const body = target.body.kind === 'none' ? {} : jsonOf(target.body);
	const code = valueAt(body, 'dispute-reason', 'code');
	if (typeof code !== 'string' || code === '') throw invoiceRefusal([{ field: 'invoice-header', text: "Dispute reason can't be blank" }]);
	noteUnknown(target, ['dispute-reason', 'comment']);
	return saveChanged(target.company, { ...invoice, status: 'disputed', 'dispute-reasons': [{ code }] });
}

function withApprovers(target: Target, invoice: CoupaRecord): CoupaRecord {
	return saveChanged(target.company, changedApprovers(target, invoice));
}

function bypassedCurrent(target: Target, invoice: CoupaRecord): CoupaRecord {
	const passed = recordsAt(invoice, 'approvals').filter(({ status }) => status === 'approved').length;
	return approvedUpTo(passed + 1)(target, invoice);
}

/** The first so many approvals approved, the others open; with none open the invoice is approved. */
function approvedUpTo(count: number): InvoiceAction['perform'] {
	return ({ company }, invoice) => {
		const approvals = recordsAt(invoice, 'approvals').map((approval, index) => ({
			...approval,
			status: index < count ? 'approved' : 'pending_approval',
		}));
		for (const approval of approvals) if (isStored(company, approval)) company.records.save('approvals', approval);
		const isOpen = count === 0 || approvals.some(({ status }) => status !== 'approved');
		return saveChanged(company, { ...invoice, approvals, status: isOpen ? 'pending_approval' : 'approved' });
	};
}

function isStored({ records }: Company, approval: CoupaRecord): boolean {
	return typeof approval.id === 'number' && records.get('approvals', approval.id) !== null;
}

function noteUnknown({ company, method, path, body }: Target, known: string[]): void {
	const sent = body.kind === 'json' && isRecord(body.value) ? Object.keys(body.value) : [];
	for (const attribute of sent.filter((name) => !known.includes(name) && !known.includes(name.replaceAll('-', '_'))))
		company.ignored.push({ method, path, attribute, why: 'unknown attribute' });
}

function dashless(record: CoupaRecord): CoupaRecord {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.replaceAll('-', '_'), value]));
}
