import { textAt, type CoupaRecord, type Problem } from '../../core';
import { idOf, statusOf } from './existing';
import type { Work } from './work';

const NUMBER = { column: 'Invoice Number', path: 'invoice-number' };

/** The mark of this delivery on invoices that somebody else made: it counts for nothing there, and AP has to know. */
export function marksOfOthers(work: Work): Problem[] {
	return work
		.marked()
		.filter((invoice) => work.run.ownUser.hasMade(invoice) === false)
		.map((invoice) => ({
			...NUMBER,
			severity: 'warning',
			code: 'markOfOthers',
			value: work.number,
			message: `Invoice ${idOf(invoice)} (${statusOf(invoice)}) in Coupa carries the import mark of this one, but ${creator(invoice)} made it and not this connection. It is left as it is; check that the two are not the same invoice, and submit this one in Coupa.`,
			keepsDraft: true,
		}));
}

/** A draft that was taken for ours until the answer to our own write showed as whom we write. */
export function madeByOthers(work: Work, draft: CoupaRecord): Problem[] {
	if (work.run.ownUser.hasMade(draft) !== false) return [];
	const message = `Draft ${idOf(draft)} carries the import mark of this invoice, but ${creator(draft)} made it and not this connection: check it, and submit it in Coupa.`;
	return [{ ...NUMBER, severity: 'warning', code: 'markOfOthers', value: work.number, message, keepsDraft: true }];
}

function creator(invoice: CoupaRecord): string {
	return textAt(invoice, 'created-by', 'login') ?? `user ${textAt(invoice, 'created-by', 'id') ?? 'unknown'}`;
}
