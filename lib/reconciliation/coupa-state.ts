import { type CoupaRecord, keysOf, recordsAt, sumOf, textAt } from '../core';
import { decimalOf } from './money';

/** How an invoice is in Coupa, from the API or from a file of Coupa's. */
export interface CoupaState {
	source: 'api' | 'delta';
	id: string;
	number: string;
	supplierNumber: string | null;
	supplierName: string | null;
	status: string;
	/** Totals that Coupa shows: what the supplier stated, and what Coupa has computed. */
	statedTotal: string | null;
	computedTotals: string[];
	currency: string | null;
	exported: boolean | null;
	paid: boolean | null;
	/** Sum of the payments; null where there is none or one has no amount. */
	amountPaid: string | null;
	createdAt: string | null;
	updatedAt: string | null;
	/** Of its last approval; null where no approval shows its time. */
	approvedAt: string | null;
	exportedAt: string | null;
	paidAt: string | null;
	dueDate: string | null;
	/** Tolerances that fail, or the reason of a dispute, as Coupa shows them. */
	note: string | null;
	/** Keys of the delivered invoices it was made from; null where Coupa does not show its internal note. */
	keys: { current: string[]; replaced: string[] } | null;
	link: string | null;
}

/** Fields of an invoice that `stateOf` reads. */
export const STATE_FIELDS = [
	...['id', 'status', 'invoice-number', 'document-type', 'supplier-total', 'gross-total', 'total-with-taxes', 'gross-total-less-discount'],
	...['currency.code', 'supplier.id', 'supplier.number', 'supplier.name', 'internal-note', 'exported', 'last-exported-at', 'paid'],
	...['payment-date', 'payments.amount-paid', 'payments.payment-date', 'net-due-date', 'created-at', 'updated-at', 'tolerance-failures'],
	...['dispute-reasons.code', 'dispute-reasons.description', 'approvals.approval-date'],
];

/** An invoice as Coupa's API gives it; `link` is its page in Coupa. */
export function stateOf(record: CoupaRecord, link: string | null): CoupaState {
	return {
		source: 'api',
		id: textAt(record, 'id') ?? '',
		number: textAt(record, 'invoice-number') ?? '',
		supplierNumber: filled(textAt(record, 'supplier', 'number')),
		supplierName: filled(textAt(record, 'supplier', 'name')),
		status: textAt(record, 'status') ?? '',
		statedTotal: filled(textAt(record, 'supplier-total')),
		computedTotals: computedTotals(record),
		currency: filled(textAt(record, 'currency', 'code')),
		exported: flagOf(textAt(record, 'exported')),
		paid: flagOf(textAt(record, 'paid')),
		amountPaid: amountPaid(record),
		createdAt: filled(textAt(record, 'created-at')),
		updatedAt: filled(textAt(record, 'updated-at')),
		approvedAt: lastOf(record, 'approvals', 'approval-date'),
		exportedAt: filled(textAt(record, 'last-exported-at')),
		paidAt: filled(textAt(record, 'payment-date')) ?? lastOf(record, 'payments', 'payment-date'),
		dueDate: filled(textAt(record, 'net-due-date')),
		note: noteOf(record),
		keys: 'internal-note' in record ? keysOf(record) : null,
		link,
	};
}

/** `true`, `Yes` and `1`, as Coupa's API and files spell it; null for what says neither. */
export function flagOf(text: string | undefined): boolean | null {
	const word = (text ?? '').trim().toLowerCase();
	if (['true', 'yes', '1'].includes(word)) return true;
	return ['false', 'no', '0'].includes(word) ? false : null;
}

export function filled(text: string | undefined): string | null {
	return text === undefined || text.trim() === '' ? null : text.trim();
}

/** With and without the discount: no source says which of the two a supplier's total means. */
function computedTotals(record: CoupaRecord): string[] {
	const gross = filled(textAt(record, 'gross-total')) ?? filled(textAt(record, 'total-with-taxes'));
	return [gross, filled(textAt(record, 'gross-total-less-discount'))].filter((total) => total !== null);
}

function amountPaid(record: CoupaRecord): string | null {
	const amounts = recordsAt(record, 'payments').map((payment) => decimalOf(textAt(payment, 'amount-paid')));
	const known = amounts.filter((amount) => amount !== null);
	return known.length === 0 || known.length < amounts.length ? null : sumOf(known).toFixed();
}

/** The latest of the times in a list. */
function lastOf(record: CoupaRecord, list: string, field: string): string | null {
	const times = recordsAt(record, list).flatMap((one) => filled(textAt(one, field)) ?? []);
	return times.sort((left, right) => Date.parse(left) - Date.parse(right)).at(-1) ?? null;
}

function noteOf(record: CoupaRecord): string | null {
	const disputes = recordsAt(record, 'dispute-reasons').flatMap(
		(reason) => filled(textAt(reason, 'description')) ?? filled(textAt(reason, 'code')) ?? [],
	);
	return disputes.length > 0 ? disputes.join('; ') : filled(textAt(record, 'tolerance-failures'));
}
