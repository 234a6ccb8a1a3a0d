import { type EInvoiceParty, type Problem, shownText } from '../core';
import { type EInvoice, EInvoiceError, type MappedInvoice } from '../e-invoice';

/** Characters of an exception's text that are shown. */
const LONGEST_REASON = 300;
const REPORT = 'Report it with the file to whoever maintains the import.';

/**
 * What stands for an e-invoice whose mapping threw what no invoice should cause: its number and its seller's name, so that people know which one
 * it is, and the refusal.
 */
export function unmapped({ syntax, profile, document }: EInvoice, error: unknown): MappedInvoice {
	const number = document.text('BT-1');
	const nobody: EInvoiceParty = { name: null, country: null, identifiers: [] };
	return {
		record: number === undefined ? {} : { 'invoice-number': number },
		facts: {
			syntax,
			profile,
			seller: { ...nobody, name: document.group('BG-4')?.text('BT-27') ?? null },
			payee: null,
			buyer: nobody,
			accounts: [],
			taxes: [],
		},
		problems: [
			{
				severity: 'error',
				code: 'eInvoiceFault',
				message: `A fault of this import, not of the invoice, kept it from being taken over: ${reasonOf(error)}. Enter it in Coupa by hand. ${REPORT}`,
			},
		],
		embedded: [],
		links: [],
		left: [],
	};
}

/** What stands for the findings of checks that threw: a person looks at the draft. */
export function unchecked(error: unknown): Problem {
	return {
		severity: 'warning',
		code: 'eInvoiceUnchecked',
		keepsDraft: true,
		message: `A fault of this import kept the sums and terms of the e-invoice from being checked: ${reasonOf(error)}. Compare the draft with the page image. ${REPORT}`,
	};
}

/** The page of an e-invoice could not be drawn: the invoice goes in without one, and a person looks at the draft. */
export class PageNotDrawn extends Error {
	override readonly name = 'PageNotDrawn';
	readonly problem: Problem;

	constructor(error: unknown) {
		const message = `The e-invoice came without a page image, and a fault of this import kept one from being drawn: ${reasonOf(error)}. The attached XML has all that it says. ${REPORT}`;
		super(message, { cause: error });
		this.problem = { severity: 'warning', code: 'pageNotDrawn', column: 'Image Scan', keepsDraft: true, message };
	}
}

/** The refusal of a file whose reading threw, in the words of the reader where it is a refusal already. */
export function fileFault(error: unknown): EInvoiceError {
	if (error instanceof EInvoiceError) return error;
	return new EInvoiceError(
		'eInvoiceFault',
		`A fault of this import, not necessarily of the file, kept it from being read: ${reasonOf(error)}. Enter its invoices in Coupa by hand. ${REPORT}`,
	);
}

function reasonOf(error: unknown): string {
	return shownText(error instanceof Error ? error.message : String(error), LONGEST_REASON);
}
