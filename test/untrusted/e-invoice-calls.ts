import { eInvoiceFactsOf } from '../../lib/coupa';
import * as eInvoice from '../../lib/e-invoice';
import { readInvoiceFiles } from '../../lib/package';

const bytes = (text: string): Buffer => Buffer.from(text);

/** An invoice that has the text in terms of each kind, in the header and on a line. */
function invoiceWith(text: string, terms: readonly eInvoice.TermId[]): eInvoice.EInvoice {
	const document = new eInvoice.Group('document', '/Invoice');
	const line = new eInvoice.Group('BG-25', '/Invoice/Line');
	for (const term of terms) {
		document.add(term, { value: text, path: '/Invoice', scheme: text, currency: text });
		line.add(term, { value: text, path: '/Invoice/Line' });
	}
	document.addGroup(line);
	return { syntax: 'UBL', profile: text, position: 1, document, unread: [{ path: text, value: text }], problems: [] };
}

const TERMS = [
	'BT-1',
	'BT-3',
	'BT-5',
	'BT-13',
	'BT-20',
	'BT-22',
	'BT-126',
	'BT-129',
	'BT-130',
	'BT-131',
	'BT-132',
	'BT-146',
	'BT-153',
] as const;

const delivery = { package: 'a.xml', claim: null, receivedAt: '', boundTo: null, encoding: 'auto' as const, claimedUntil: null };

/** What reads e-invoices and makes Coupa's invoices of them; see CALLS. */
export const E_INVOICE_CALLS: Readonly<Record<string, (text: string) => unknown>> = {
	'coupa.eInvoiceFactsOf': (text) => eInvoiceFactsOf({ seller: { name: text, identifiers: [{ kind: 'vat', value: text, scheme: text }] } }),
	'e-invoice.readEInvoiceXml': (text) => eInvoice.readEInvoiceXml(bytes(text)),
	'e-invoice.readEInvoiceXml, inside': (text) =>
		eInvoice.readEInvoiceXml(
			bytes(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID xmlns="urn:x">${text}</ID></Invoice>`),
		),
	'e-invoice.embeddedXml': (text) => eInvoice.embeddedXml(bytes(`%PDF-1.7\n${text}`)),
	'e-invoice.eInvoiceIn': (text) => eInvoice.eInvoiceIn([{ name: text, relationship: text, bytes: bytes(text), root: text }]),
	'e-invoice.openP7m': (text) => eInvoice.openP7m(bytes(text)),
	'e-invoice.checkEInvoice': (text) => eInvoice.checkEInvoice(invoiceWith(text, TERMS)),
	'e-invoice.toCoupa': (text) => eInvoice.toCoupa(invoiceWith(text, TERMS)),
	// It cuts each value at 20,000 characters, and sets some 15 in a thousandth of a second.
	'e-invoice.drawInvoicePage': (text) => eInvoice.drawInvoicePage(invoiceWith(text.slice(0, 2_000), ['BT-1'])),
	'package.readInvoiceFiles': (text) => readInvoiceFiles(new Map([['a.xml', bytes(text)]]), text, { delivery }),
};
