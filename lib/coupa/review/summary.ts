import { shownLine, shownText } from '../../core';
import type { HeldInvoice } from './held';

/** Failures that a page lists; beyond them it says how many more there are. */
const MOST_FAILURES = 30;

/** What a page or a mail shows of an invoice as HTML of plain tags, as n8n's forms take them; every text from Coupa is escaped. */
export function summaryHtml(invoice: Omit<HeldInvoice, 'html'>): string {
	const { supplier, supplierNumber, total, currency, poNumbers, date, requestedBy, waitsFor, ageDays, heldSince, failures, link } = invoice;
	const rows: Array<[label: string, value: string | null]> = [
		['Supplier', supplierNumber === null ? supplier : `${supplier ?? ''} (${supplierNumber})`],
		['Invoice', [invoice.number, date].filter((text) => text !== null).join(' of ')],
		['Total', total === null ? null : `${total} ${currency ?? ''}`],
		['Purchase order', poNumbers === '' ? null : poNumbers],
		['Requested by', requestedBy],
		['Status', invoice.statusInWords],
		['Approval waits for', waitsFor],
		['Held since', heldSince === null ? null : `${heldSince}${ageDays === null ? '' : ` (${ageDays} days)`}`],
	];
	const shown = rows.flatMap(([label, value]) => (value === null || value.trim() === '' ? [] : [row(label, value)]));
	const reasons = failures.slice(0, MOST_FAILURES).map(({ words, poNumber, poLine, details, kind }) => {
		const order = poNumber === null ? '' : ` (PO ${poNumber}${poLine === null ? '' : `, line ${poLine}`})`;
		const more = kind === null || details.length === 0 ? '' : ` – ${details.join(', ')}`;
		return `<li>${escaped(`${words}${order}${more}`)}</li>`;
	});
	const left = failures.length - reasons.length;
	if (left > 0) reasons.push(`<li>and ${left} more: see Coupa</li>`);
	const why =
		reasons.length > 0
			? `<ul>${reasons.join('')}</ul>`
			: `<p>${escaped(invoice.reasons === '' ? 'No tolerance fails.' : invoice.reasons)}</p>`;
	return `<table><tbody>${shown.join('')}</tbody></table><p><b>Why it is held</b></p>${why}<p><a href="${escaped(link)}" target="_blank" rel="noopener">Open the invoice in Coupa</a></p>`;
}

function row(label: string, value: string): string {
	return `<tr><td>${label}&nbsp;&nbsp;</td><td><b>${escaped(shownLine(value))}</b></td></tr>`;
}

const UNSAFE = /[&<>"'$`{}]/g;

/** Also what n8n would take for an expression, or for a pattern where it puts the text in place. */
function escaped(text: string): string {
	return shownText(text, 2_000).replace(UNSAFE, (character) => `&#${character.charCodeAt(0)};`);
}
