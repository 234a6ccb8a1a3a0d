import { boolean, control, dateTime, decimal, extra, field, integer, rowKind, text } from '../../drafts';
import type { ColumnDraft } from '../../table';
import { known } from './shared';

/** Coupa's own catalogue of notes (fields/invoice.json, `payment-agreement-notes`). */
const paymentAgreementNotes = [
	'Fully paid via Prepayment Agreement',
	'Partially paid via Prepayment Agreement',
	'Already paid for a Recurring Agreement',
	'Retain payment per agreement',
];

const compliance = 'the merged table calls it required; that holds only for compliance countries and credit notes';

const head: ColumnDraft[] = [
	known('header', 'invoice-number'),
	field('Supplier Name', 'supplier.name', text()),
	field('Supplier Number', 'supplier.number', text()),
	control('Status', text(50), {
		allowed: ['new', 'draft'],
		note: 'others change or void an existing invoice; that is not what a capture delivery is for',
	}),
	known('header', 'invoice-date'),
	control('Submit For Approval?', boolean),
	known('header', 'handling-amount'),
	known('header', 'misc-amount'),
	known('header', 'shipping-amount'),
	known('header', 'line-level-taxation'),
	known('header', 'tax-amount', { note: 'only where tax is not kept per line' }),
	known('header', 'tax-rate', { note: 'only where tax is not kept per line' }),
	field('Tax Code', 'tax-code.code', text(255), { note: 'only where tax is not kept per line' }),
	extra('Tax Rate Type'),
	field('Supplier Note', 'supplier-note', text()),
	field('Payment Terms', 'payment-term.code', text()),
	field('Shipping Terms', 'shipping-term.code', text()),
	field('Requester Email', 'requester-email', text()),
	field('Requester Name', 'requester-name', text()),
	field('Requester Lookup Name', 'requester-lookup-name', text()),
	known('header', 'account-type.name'),
	field('Currency', 'currency.code', text()),
	field('Contract Number', 'contract.number', text()),
	control('Image Scan Filename', text(255)),
	control('Image Scan URL', text(255)),
	extra('Local Currency Net', decimal(32, 4), compliance),
	extra('Taxes In Origin Country Currency', decimal(32, 4), compliance),
	extra('Local Currency Gross', decimal(32, 4), compliance),
	field('Delivery Number', 'delivery-number', text(255)),
	known('header', 'delivery-date'),
	field('Margin Scheme', 'margin-scheme', text(255)),
	field('Invoice Issuance Time', 'invoice-issuance-time', text(255)),
	field('Cash Register Operator', 'cash-register-operator', text(255)),
	field('Means Of Payment', 'means-of-payment', text(255)),
	field('Unique Identification Code Of Cash Receipt', 'unique-identification-code-of-cash-receipt', text(255)),
	field('Security Code Of Issuer', 'security-code-of-issuer', text(255)),
	field('Cash Accounting Scheme Reference', 'cash-accounting-scheme-reference', text(255)),
	known('header', 'exchange-rate'),
	extra('Gross Total', decimal(), 'ignored on import: Coupa computes it'),
	known('header', 'supplier-total'),
	field('Late Payment Penalties', 'late-payment-penalties', text(255)),
	field('Credit Reason', 'credit-reason', text(255)),
	field('Early Payment Provisions', 'early-payment-provisions', text(255)),
	known('header', 'pre-payment-date'),
	field('Self Billing Reference', 'self-billing-reference', text(191)),
	known('header', 'discount-amount'),
	field('Reverse Charge Reference', 'reverse-charge-reference', text(255)),
	field('Discount %', 'discount-percent', decimal()),
	field('Credit Note differences with Original Invoice', 'credit-note-differences-with-original-invoice', decimal(30, 4)),
	field('Original Value of Supply', 'original-value-of-supply', decimal(46, 20)),
	field('Correct Value of Supply', 'correct-value-of-supply', decimal(46, 20)),
	field('Customs Declaration Number', 'customs-declaration-number', text(60)),
	field('Customs Office', 'customs-office', text()),
	known('header', 'customs-declaration-date'),
	field('Payment Order Reference', 'payment-order-reference', text(255)),
	field('Payment Order Number', 'payment-order-number', text(255)),
	field('Resolution Number', 'resolution-number', text(255)),
	field('Amount of advance payment received', 'advance-payment-received-amount', decimal(30, 4)),
	field('Type of Relationship', 'type-of-relationship', text(10)),
	field('Invoice Reference Number (IRN)', 'invoice-reference-number', text(64), { note: '255 in the flat file, 64 in the API' }),
	field('Series', 'series', text(30)),
	field('Folio Number', 'folio-number', text(255)),
	field('Buyer Representative Name', 'buyer-representative-name', text(255), {
		note: 'dashed in release 39, underscored in the current table',
	}),
	field('Supplier Representative Name', 'supplier-representative-name', text(255)),
	extra('Payment Schedule Terms', text(255)),
	field('Transaction UUID', 'transaction-uuid', text(50)),
	known('header', 'transaction-notification-date'),
	field('VAT Chargeability System', 'vat-chargeability-system', text(255)),
	field('Customer Account Number', 'customer-account-number', text(225), {
		note: 'underscored in the current table; 255 in the flat file, 225 in the API',
	}),
];

const shipTo: ColumnDraft[] = [
	field('Ship To Name', 'ship-to-address.name', text()),
	field('Ship To Id', 'ship-to-address.id', integer),
	field('Ship To Attention', 'ship-to-address.attention', text()),
	field('Ship To Street1', 'ship-to-address.street1', text()),
	field('Ship To Street2', 'ship-to-address.street2', text()),
	field('Ship To City', 'ship-to-address.city', text()),
	field('Ship To State', 'ship-to-address.state', text()),
	field('Ship To Postal Code', 'ship-to-address.postal-code', text()),
	field('Ship to Country Code', 'ship-to-address.country.code', text()),
	field('Ship to Country Name', 'ship-to-address.country.name', text()),
	field('Ship to Location Code', 'ship-to-address.location-code', text()),
	field('Ship to VAT ID', 'ship-to-address.vat-number', text()),
	field('Ship to Local Tax Number', 'ship-to-address.local-tax-number', text()),
];

const billTo: ColumnDraft[] = [
	field('Bill To Address Id', 'bill-to-address.id', integer),
	extra('Bill To Address Legal Entity Name'),
	field('Bill To Address Street', 'bill-to-address.street1', text()),
	field('Bill To Address City', 'bill-to-address.city', text()),
	field('Bill To Address Postal Code', 'bill-to-address.postal-code', text()),
	field('Bill To Address Country Code', 'bill-to-address.country.code', text()),
	field('Bill To Address Location Code', 'bill-to-address.location-code', text()),
	field('Bill To Address VAT ID', 'bill-to-address.vat-number', text()),
	field('Bill To Address Local Tax Number', 'bill-to-address.local-tax-number', text()),
	field('Override Tax Country Code', 'override-tax-country.code', text()),
];

/** Street to country of an address object, as the remit-to, invoice-from and ship-from columns repeat it. */
const supplierAddress = (label: string, path: string): ColumnDraft[] => [
	field(`${label} Street1`, `${path}.street1`, text(255)),
	field(`${label} Street2`, `${path}.street2`, text(255)),
	field(`${label} City`, `${path}.city`, text(255)),
	field(`${label} State`, `${path}.state`, text(255)),
	field(`${label} Postal Code`, `${path}.postal-code`, text(255)),
	field(`${label} Country Code`, `${path}.country.code`, text()),
];

const remitToAndFrom: ColumnDraft[] = [
	...supplierAddress('Remit To Address', 'remit-to-address'),
	field('Remit To Code', 'remit-to-address.remit-to-code', text(255)),
	extra('Remit To Tax Prefix'),
	extra('Remit To Tax Number'),
	field('Remit To Tax Country Code', 'remit-to-address.vat-country.code', text()),
	field('Remit To VAT ID', 'remit-to-address.vat-number', text(255)),
	field('Remit To Local Tax Number', 'remit-to-address.local-tax-number', text(255)),
	...supplierAddress('Invoice From Address', 'invoice-from-address'),
	field('Invoice From Code', 'invoice-from-address.remit-to-code', text(255)),
	...supplierAddress('Ship From Address', 'ship-from-address'),
	field('Ship From Code', 'ship-from-address.remit-to-code', text(255)),
];

const creditAndCompliance: ColumnDraft[] = [
	field('Original invoice number', 'original-invoice-number', text(40), { note: compliance }),
	known('header', 'original-invoice-date', { note: compliance }),
	field('Is Credit Note', 'is-credit-note', { kind: 'flag' }),
	extra('Disputed Invoice Number'),
	extra('Dispute Resolution Credit Note Number'),
	field('Supplier Tax Number', 'supplier-tax-registration.number', text(47)),
	field('Buyer Tax Number', 'buyer-tax-registration.number', text(47)),
	field('Date of Discovery of Facts Decisive for Correction', 'date-of-discovery-of-facts-decisive-for-correction', dateTime),
	field('Place Of Supply', 'place-of-supply', text(255)),
	field('Split Payment Mechanism', 'split-payment-mechanism', boolean),
	field('Endorsement On Invoices', 'endorsement-on-invoices', text(10), { note: '255 in the flat file, 10 in the API' }),
	field('New Means Of Transport', 'new-means-of-transport', text(10), { note: '255 in the flat file, 10 in the API' }),
	field('Place Of Issuance', 'place-of-issuance', text(100), { note: '255 in the flat file, 100 in the API' }),
	field('Amount Of Advance Payment', 'amount-of-advance-payment', decimal(46, 20), {
		note: 'an input in the current table, read-only in release 39',
	}),
	field('Supplier Invoice Issuer Name', 'supplier-invoice-issuer-name', text(255)),
	field('Supplier Invoice Reviewer Name', 'supplier-invoice-reviewer-name', text(255)),
	field('Supplier Payment Collector Name', 'supplier-payment-collector-name', text(255)),
	field('Signed QR Code', 'signed-qr-code', text()),
	field('State Tax ID Number', 'state-tax-number', text(255)),
	field('State Tax ID Number for Substitute Taxpayer', 'state-tax-number-for-substitute-taxpayer', text(255)),
	field('Municipality Tax ID Number', 'municipal-tax-number', text(255)),
	field('Serial Code of Fiscal Invoice', 'serial-code-of-fiscal-invoice', text(255)),
	field('Verification Code', 'verification-code', text(255)),
	field('Type of Document', 'type-of-document', text(255)),
	field('Protocol Number', 'protocol-number', text(255)),
	field('Nature of Operation', 'nature-of-operation', text(255)),
	field('Type of Operation', 'type-of-operation', text(255)),
	field('Freight Type', 'freight-type', text(255)),
	field('Vehicle License Plate', 'vehicle-license-plate', text(255)),
	field('National Enrollment of Conveyor', 'national-enrollment-of-conveyor', text(255)),
	field('Volume Amount', 'volume-amount', text(255)),
	field('Volume Gross Weight', 'volume-gross-weight', text(255)),
	field('Volume Liquid Weight', 'volume-liquid-weight', text(255)),
	field('Volume Brand', 'volume-brand', text(255)),
	field('Volume Type', 'volume-type', text(255)),
	field('Volume Numbering', 'volume-numbering', text(255)),
	field('Payment Agreement Notes', 'payment-agreement-notes', text(255), { allowed: paymentAgreementNotes }),
];

const attachments: ColumnDraft[] = Array.from({ length: 10 }, (_, index) => control(`Attachment ${index + 1}`, text()));

/** Third and fourth street lines, which the document adds at the end. */
const laterStreets: ColumnDraft[] = [
	['Ship To', 'ship-to-address'],
	['Remit To Address', 'remit-to-address'],
	['Invoice From Address', 'invoice-from-address'],
	['Ship From Address', 'ship-from-address'],
].flatMap(([label, path]) => [
	field(`${label} Street3`, `${path}.street3`, text(255)),
	field(`${label} Street4`, `${path}.street4`, text(255)),
]);

const olderLists: ColumnDraft[] = [
	field('Payment Date', 'payment-date', dateTime, { source: 'R21, R35' }),
	field('invoice_reference_number', 'invoice-reference-number', text(64), {
		source: 'R35',
		note: 'second spelling of Invoice Reference Number (IRN)',
	}),
	...[
		'Pending Requisitions Amount',
		'Out of Scope?',
		'Auxiliary Part Number',
		'Line Product Tax Classification',
		'Fiscal Code',
		'Classification of Goods',
		'Municipality Taxation Code',
		'Item Barcode',
	].map((header) => ({
		...extra(header, text(), 'listed among the header columns, where Coupa’s API has no place for it'),
		source: 'R21 or R35',
	})),
];

/** The `Invoice` rows: one per invoice (csv/invoices_import.json, table 1 of page 0406). */
export const invoiceHeaderRows = rowKind(
	{ name: 'Invoice', level: 0, keyColumns: ['Invoice Number'], before: 1, source: '0406' },
	[...head, ...shipTo, ...billTo, ...remitToAndFrom, ...creditAndCompliance, ...attachments, ...laterStreets],
	olderLists,
);
