import { boolean, field, phone, secret, text } from '../drafts';
import type { ColumnDraft } from '../table';

/** Columns that Coupa’s supplier files share: the primary contact. */
export const contactPerson: ColumnDraft[] = [
	field('Primary Contact Phone Work', 'primary-contact.phone-work', phone),
	field('Primary Contact Phone Mobile', 'primary-contact.phone-mobile', phone),
	field('Primary Contact Phone Fax', 'primary-contact.phone-fax', phone),
	field('Primary Contact Name Given', 'primary-contact.name-given', text()),
	field('Primary Contact Name Family', 'primary-contact.name-family', text()),
];

/** The primary address, down to the street. */
export const streets: ColumnDraft[] = [
	field('Primary Address Street1', 'primary-address.street1', text()),
	field('Primary Address Street2', 'primary-address.street2', text()),
];

/** The primary address, from the town on. */
export const town: ColumnDraft[] = [
	field('Primary Address City', 'primary-address.city', text()),
	field('Primary Address State', 'primary-address.state', text()),
	field('Primary Address Postal Code', 'primary-address.postal-code', text()),
	field('Primary Address Country Code', 'primary-address.country.code', text()),
];

/** Where purchase orders go by cXML. */
export const cxmlOrders: ColumnDraft[] = [
	field('PO cXML URL', 'cxml-url', text()),
	field('PO cXML Domain', 'cxml-domain', text()),
	field('PO cXML Identity', 'cxml-identity', text()),
	field('PO cXML Supplier Domain', 'cxml-supplier-domain', text()),
	field('PO cXML Supplier Identity', 'cxml-supplier-identity', text()),
];

/** Who sends invoices by cXML. */
export const cxmlInvoicing: ColumnDraft[] = [
	field('Allow cXML Invoicing', 'allow-cxml-invoicing', boolean),
	field('cXML Invoicing - Supplier Domain', 'cxml-invoice-supplier-domain', text()),
	field('cXML Invoicing - Supplier Identity', 'cxml-invoice-supplier-identity', text()),
	field('cXML Invoicing - Buyer Domain', 'cxml-invoice-buyer-domain', text()),
	field('cXML Invoicing - Buyer Identity', 'cxml-invoice-buyer-identity', text()),
	secret(field('cXML Invoicing Shared Key', 'cxml-invoice-secret', text())),
];
