import { isoDayOf } from '../iso-dates';
import { group, term, type SyntaxTable } from '../table';
import { completeUbl } from './complete';
import { LINE_REPEATS, LINES } from './line';
import { addressRows, PARTIES } from './parties';
import { MONEY } from './money';
import { PAYMENT } from './payment';
import { noteSubject, noteText } from './note';

/** Type codes of a referenced document (UNTDID 1001) that say what it is: an object the invoice is about, a project. */
const OBJECT = '130';
const PROJECT = '50';

/**
 * UBL 2.1 as EN 16931 binds it (CEN/TS 16931-3-2), with the extension of XRechnung and what other users of UBL give. In credit notes amounts
 * have the sign that they have in invoices.
 */
export const ubl: SyntaxTable = {
	syntax: 'UBL',
	title: 'UBL 2.1 Invoice and CreditNote (Peppol BIS Billing, XRechnung, NLCIUS, EHF)',
	namespaces: {
		inv: ['urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'],
		cn: ['urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'],
		cac: ['urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'],
		cbc: ['urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'],
		ext: ['urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2'],
	},
	roots: ['inv:Invoice', 'cn:CreditNote'],
	dateOf: isoDayOf,
	terms: [
		term('BT-1', 'cbc:ID'),
		term('BT-2', 'cbc:IssueDate'),
		term('XT-issuance-time', 'cbc:IssueTime'),
		// Of national platforms (Türkiye, Saudi Arabia, Denmark).
		term('XT-transaction-id', 'cbc:UUID'),
		term('BT-3', 'cbc:InvoiceTypeCode'),
		term('BT-3', 'cbc:CreditNoteTypeCode'),
		term('BT-5', 'cbc:DocumentCurrencyCode'),
		term('BT-6', 'cbc:TaxCurrencyCode'),
		term('XT-exchange-rate', 'cac:TaxExchangeRate/cbc:CalculationRate'),
		term('XT-exchange-rate', 'cac:PaymentExchangeRate/cbc:CalculationRate'),
		term('BT-7', 'cbc:TaxPointDate'),
		term('BT-8', 'cac:InvoicePeriod/cbc:DescriptionCode'),
		term('BT-9', 'cbc:DueDate'),
		// A credit note has its due date there.
		term('BT-9', 'cac:PaymentMeans/cbc:PaymentDueDate'),
		term('BT-9', 'cac:PaymentTerms/cbc:PaymentDueDate'),
		term('BT-10', 'cbc:BuyerReference'),
		term('BT-11', 'cac:ProjectReference/cbc:ID'),
		term('BT-11', `cac:AdditionalDocumentReference[cbc:DocumentTypeCode='${PROJECT}']/cbc:ID`),
		term('BT-12', 'cac:ContractDocumentReference/cbc:ID'),
		term('BT-13', 'cac:OrderReference/cbc:ID'),
		term('XT-order-date', 'cac:OrderReference/cbc:IssueDate'),
		term('BT-14', 'cac:OrderReference/cbc:SalesOrderID'),
		term('BT-15', 'cac:ReceiptDocumentReference/cbc:ID'),
		term('BT-16', 'cac:DespatchDocumentReference/cbc:ID'),
		term('BT-17', 'cac:OriginatorDocumentReference/cbc:ID'),
		term('BT-18', `cac:AdditionalDocumentReference[cbc:DocumentTypeCode='${OBJECT}']/cbc:ID`),
		term('BT-19', 'cbc:AccountingCost'),
		term('BT-20', 'cac:PaymentTerms/cbc:Note'),
		term('XT-discount-percent', 'cac:PaymentTerms/cbc:SettlementDiscountPercent'),
		term('XT-discount-days', "cac:PaymentTerms/cac:SettlementPeriod/cbc:DurationMeasure[@unitCode='DAY']"),
	],
	groups: [
		group('BG-1', 'cbc:Note', [
			term('BT-21', '.', { value: ({ text }) => noteSubject(text) }),
			term('BT-22', '.', { value: ({ text }) => noteText(text) }),
		]),
		group('BG-2', '.', [term('BT-23', 'cbc:ProfileID'), term('BT-24', 'cbc:CustomizationID')]),
		group('BG-3', 'cac:BillingReference/cac:InvoiceDocumentReference', [term('BT-25', 'cbc:ID'), term('BT-26', 'cbc:IssueDate')]),
		group('BG-3', 'cac:BillingReference/cac:CreditNoteDocumentReference', [term('BT-25', 'cbc:ID'), term('BT-26', 'cbc:IssueDate')]),
		...PARTIES,
		group(
			'BG-13',
			'.',
			[
				term('BT-70', 'cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name'),
				term('BT-71', 'cac:Delivery/cac:DeliveryLocation/cbc:ID'),
				term('BT-72', 'cac:Delivery/cbc:ActualDeliveryDate'),
			],
			[
				group('BG-14', 'cac:InvoicePeriod', [term('BT-73', 'cbc:StartDate'), term('BT-74', 'cbc:EndDate')]),
				group(
					'BG-15',
					'cac:Delivery/cac:DeliveryLocation/cac:Address',
					addressRows(['BT-75', 'BT-76', 'BT-165', 'BT-77', 'BT-78', 'BT-79', 'BT-80']),
				),
			],
		),
		...PAYMENT,
		...MONEY,
		group('BG-24', `cac:AdditionalDocumentReference[cbc:DocumentTypeCode!='${OBJECT}'|'${PROJECT}']`, [
			term('BT-122', 'cbc:ID'),
			term('BT-123', 'cbc:DocumentDescription'),
			term('BT-123', 'cbc:DocumentType'),
			term('BT-124', 'cac:Attachment/cac:ExternalReference/cbc:URI'),
			term('BT-125', 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject'),
		]),
		...LINES,
	],
	ignored: [
		'ext:UBLExtensions',
		'cac:Signature',
		'cbc:UBLVersionID',
		'cbc:LineCountNumeric',
		'cac:PaymentMeans/cac:CardAccount/cbc:NetworkID',
		"cac:PaymentMeans/cbc:PaymentChannelCode[.='IBAN']",
		// The due date once more.
		'cac:PaymentMeans/cbc:PaymentDueDate[.=/cbc:DueDate]',
		'cac:PaymentTerms/cbc:PaymentDueDate[.=/cbc:DueDate]',
		// The currencies of the invoice (BT-5) and of its VAT (BT-6) are those that a rate is between.
		'cac:TaxExchangeRate/cbc:SourceCurrencyCode[.=/cbc:DocumentCurrencyCode]',
		'cac:TaxExchangeRate/cbc:TargetCurrencyCode[.=/cbc:TaxCurrencyCode]',
		...LINE_REPEATS,
	],
	complete: completeUbl,
};
