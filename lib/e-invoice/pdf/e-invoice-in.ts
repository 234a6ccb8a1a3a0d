import { SYNTAXES } from '../syntax';
import type { EmbeddedFile } from './embedded-xml';

/** Names that e-invoices in PDFs go by, in small letters (ZUGFeRD 1.0 and 2, Factur-X, XRechnung, CII). */
const NAMES: readonly string[] = ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml', 'cii.xml'];
/** Relationships of an invoice to the PDF that shows it (ZUGFeRD 2.3, 6.4.3), the closest first. */
const RELATIONSHIPS: readonly string[] = ['Alternative', 'Data', 'Source'];

/**
 * The file of a PDF that is its e-invoice, by content: XML of a known syntax. Of several, one with a usual name, then one with a close
 * relationship. null where there is none; an order (Order-X) is none.
 */
export function eInvoiceIn(
	files: readonly EmbeddedFile[],
	syntaxes: ReadonlyArray<{ roots: readonly string[] }> = SYNTAXES,
): EmbeddedFile | null {
	const roots = new Set(syntaxes.flatMap((table) => table.roots.map((root) => root.replace(/^.*:/, ''))));
	const invoices = files.filter(({ root }) => root !== null && roots.has(root));
	return (
		invoices.sort(
			(left, right) => rank(NAMES, left.name.toLowerCase()) - rank(NAMES, right.name.toLowerCase()) || relation(left) - relation(right),
		)[0] ?? null
	);
}

function relation({ relationship }: EmbeddedFile): number {
	return rank(RELATIONSHIPS, relationship ?? '');
}

function rank(list: readonly string[], value: string): number {
	const index = list.indexOf(value);
	return index < 0 ? list.length : index;
}
