import { shownLine, textAt, type CoupaRecord } from '../../../lib/core';
import type { CoupaWrites } from './coupa-writes';
import type { CoupaSandbox } from '../coupa';

/** What a visitor can do with an invoice, each by Coupa's own rules. */
export interface InvoiceAct {
	name: string;
	button: string;
	/** Statuses that its button is offered in; Coupa itself refuses the others. */
	offeredIn: string[];
	/** It takes a reason and a comment. */
	hasReason?: true;
	carryOut: (writes: CoupaWrites, coupa: CoupaSandbox, invoice: CoupaRecord, given: Reason) => Promise<void>;
}

interface Reason {
	code: string;
	comment: string;
}

/** Reasons for a dispute: a company words its own, these are the sandbox's. */
export const DISPUTE_REASONS: Record<string, string> = {
	PRICE: 'The price is wrong',
	QUANTITY: 'The quantity is wrong',
	NOT_RECEIVED: 'The goods have not come',
	OTHER: 'Something else',
};

const MOST_COMMENT = 2_000;

const step =
	(name: string): InvoiceAct['carryOut'] =>
	async (writes, _coupa, invoice) => {
		await writes.send('PUT', `invoices/${textAt(invoice, 'id') ?? ''}/${name}`);
	};

export const INVOICE_ACTS: InvoiceAct[] = [
	{ name: 'submit', button: 'Submit', offeredIn: ['draft'], carryOut: step('submit') },
	{ name: 'approve', button: 'Approve', offeredIn: ['pending_approval'], carryOut: approve },
	{
		name: 'revalidate',
		button: 'Check the tolerances again',
		offeredIn: ['ap_hold', 'on_hold'],
		carryOut: step('revalidate_tolerances'),
	},
	{
		name: 'dispute',
		button: 'Dispute',
		offeredIn: ['new', 'ap_hold', 'on_hold', 'pending_receipt', 'pending_approval', 'booking_hold', 'pending_action'],
		hasReason: true,
		carryOut: dispute,
	},
	{ name: 'withdraw', button: 'Withdraw the dispute', offeredIn: ['disputed'], carryOut: step('withdraw_dispute') },
	{ name: 'void', button: 'Void', offeredIn: ['pending_receipt', 'approved', 'draft'], carryOut: step('void') },
];

/** The step that is open is approved; where Coupa lists no steps, the approvals as a whole are passed over. */
async function approve(writes: CoupaWrites, coupa: CoupaSandbox, invoice: CoupaRecord): Promise<void> {
	const id = textAt(invoice, 'id') ?? '';
	const open = coupa
		.rows('approvals')
		.filter((approval) => textAt(approval, 'approvable-id') === id && approval['approvable-type'] === 'InvoiceHeader')
		.filter(({ status }) => status === 'pending_approval');
	if (open.length === 0) await writes.send('PUT', `invoices/${id}/bypass_approvals`);
	else for (const approval of open) await writes.send('PUT', `approvals/${textAt(approval, 'id') ?? ''}/approve`);
}

async function dispute(writes: CoupaWrites, _coupa: CoupaSandbox, invoice: CoupaRecord, { code, comment }: Reason): Promise<void> {
	const id = textAt(invoice, 'id') ?? '';
	const words = shownLine(comment, MOST_COMMENT);
	await writes.send('PUT', `invoices/${id}/dispute`, { 'dispute-reason': { code }, ...(words !== '' && { comment: words }) });
	// Where it is read afterwards: Coupa shows no comment of a dispute on the invoice itself.
	if (words !== '') await writes.send('POST', `invoices/${id}/comments`, { comments: `Disputed: ${words}` });
}
