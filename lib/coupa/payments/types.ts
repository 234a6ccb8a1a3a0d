import type { CoupaRecord, Problem } from '../../core';
import type { ImportClient } from '../import';
import type { Waiter } from '../write-once';

/** The calls of the Coupa client that the import of payments needs. */
export type PaymentClient = ImportClient & Waiter;

/** One payment of the ERP, as a row of its file or an item says. */
export interface PaymentInput {
	/**
	 * The invoice as the ERP names it (`invoice-number` with `supplier`, or `id`), with the one payment in `payments`: the record that
	 * `invoicePaymentImport` reads. `currency.code` and `paid` where the ERP says them.
	 */
	invoice: CoupaRecord;
	/** What the ERP knows the payment by. */
	paymentId: string;
	/** The number of an expense report that the row pays instead of an invoice. */
	expenseReport?: string;
	/** What the reader found; an error keeps the payment out. */
	problems: Problem[];
}

/** What became of a payment. */
export type PaymentOutcome =
	/** It stands in Coupa now. */
	| 'recorded'
	/** Validate Only: it would be recorded. */
	| 'wouldRecord'
	/** It stood there before. */
	| 'alreadyRecorded'
	/** It stands there more than once: somebody has to reverse the others. */
	| 'recordedTwice'
	/** It does not fit the invoice, or the row cannot be read; `code` says how. */
	| 'refused'
	/** Coupa has no such invoice. */
	| 'noInvoice'
	/** Several invoices fit. */
	| 'ambiguous'
	/** It is not known whether it stands in Coupa, or it was not come to: a later run finds out. */
	| 'undecided';

/** Why a payment was refused, for branches of a workflow. */
export type RefusalCode =
	| 'unreadableRow'
	| 'noPaymentId'
	| 'unfitPaymentId'
	| 'noAmount'
	| 'unfitAmount'
	| 'zeroAmount'
	| 'noDate'
	| 'badDate'
	| 'futureDate'
	| 'noInvoiceNumber'
	| 'noSupplier'
	| 'expenseReport'
	| 'otherInvoice'
	| 'notApproved'
	| 'wrongCurrency'
	| 'alreadyPaid'
	| 'moreThanOpen'
	| 'nothingToReverse'
	| 'sameIdOtherPayment'
	| 'refusedByCoupa';

/** An invoice that a payment may be meant for. */
export interface PaymentCandidate {
	id: number;
	number: string | null;
	supplierNumber: string | null;
	supplierName: string | null;
	date: string | null;
	status: string | null;
	total: string | null;
	currency: string | null;
	url: string;
}

/** Where one payment stands after the import. */
export interface PaymentResult {
	outcome: PaymentOutcome;
	/** Set where it was refused. */
	code: RefusalCode | null;
	/** One or two sentences for the AP analyst. */
	reason: string;
	/** The invoice that it belongs to; null where none was found. */
	invoice: PaymentCandidate | null;
	/** Whether the invoice is marked as paid in Coupa; null where no invoice was found. */
	isPaid: boolean | null;
	/** What of the invoice is not paid, as decimal text; null where it is not known. */
	open: string | null;
	/** The invoices that come into question where not exactly one fits. */
	candidates: PaymentCandidate[];
	/** The reader's problems, and what else has to be known. */
	problems: Problem[];
}

/** What the caller keeps in hand while the import runs. */
export interface PaymentControl {
	signal?: AbortSignal;
}
