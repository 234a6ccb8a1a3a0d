import { inSlices, type Sliced } from '../../../core';
import type { EInvoice } from '../../e-invoice';
import { Press } from './press';
import { sections } from './sections';
import { Sheet } from './sheet';

/**
 * A plain PDF (A4) of all that an e-invoice says, for people to look at where the supplier sent no picture: headline, parties, lines, VAT,
 * totals, payment, notes, all other terms with their numbers, and what no term was found for. It says at its head that it was drawn from
 * the data. The same invoice gives the same bytes. Drawn in slices; at most 1,000 pages, and the last one says where it breaks off.
 * Characters that Noto Sans has not (Chinese, Arabic, emoji) are shown as \ufffd and named on the first page.
 * @param signal between two slices the drawing is given up when it is aborted
 */
export async function drawInvoicePage(invoice: EInvoice, signal?: AbortSignal): Promise<Buffer> {
	const number = invoice.document.text('BT-1');
	const title = number === undefined ? 'E-invoice without a number' : `E-invoice ${number}`;
	const press = new Press(title.slice(0, 200), dayOf(invoice.document.text('BT-2')));
	await inSlices(drawing(invoice, title, press), signal);
	return await press.finish();
}

/** Lays the invoice out to count its pages, again where a note on missing characters makes it longer, then draws it. */
function* drawing(invoice: EInvoice, title: string, press: Press): Sliced<undefined> {
	const { fonts } = press;
	let total = 0;
	for (let missing: string | null = null; missing !== fonts.missingNames();) {
		missing = fonts.missingNames();
		const counting = new Sheet(fonts, null, title, null);
		yield* sections(invoice, title, missing, counting);
		total = counting.pages;
	}
	yield* sections(invoice, title, fonts.missingNames(), new Sheet(fonts, press, title, total));
	return undefined;
}

function dayOf(date: string | undefined): Date {
	const day = new Date(date ?? 0);
	return Number.isNaN(day.getTime()) ? new Date(0) : day;
}
