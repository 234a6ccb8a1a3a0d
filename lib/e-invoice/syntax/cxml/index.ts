import type { XmlElement } from '../../markup/tree';
import { isoDay } from '../iso-dates';
import { group, term, type SyntaxTable } from '../table';
import { completeCxml, CONTRACT_REFERENCES, ORDER_REFERENCES } from './complete';
import { ITEM, ORDER_SUMMARY, SERVICE } from './line';
import { customField, extrinsic, paymentTerm, untaxed } from './words';
import { BUYER, PAYEE, REPRESENTATIVE, SELLERS, SHIP_TO } from './parties';

const HEADER = 'InvoiceDetailRequestHeader';
const SUMMARY = 'InvoiceDetailSummary';
const ONLY_ORDER = '.[not(InvoiceDetailOrder[2])]/InvoiceDetailOrder/InvoiceDetailOrderInfo';
const ONLY_HEADER_ORDER = '.[not(InvoiceDetailHeaderOrder[2])]/InvoiceDetailHeaderOrder/InvoiceDetailOrderInfo';

/** `purpose` → UNTDID 1001 (cXML Reference Guide, InvoiceDetailRequestHeader). */
const PURPOSES: ReadonlyMap<string, string> = new Map([
	['standard', '380'],
	['creditMemo', '381'],
	['lineLevelCreditMemo', '381'],
	['debitMemo', '383'],
	['lineLevelDebitMemo', '383'],
]);

const purpose = ({ attributes }: XmlElement): string => {
	const own = attributes.get('purpose')?.trim() ?? 'standard';
	return PURPOSES.get(own) ?? own;
};

/** cXML InvoiceDetailRequest (cXML Reference Guide 1.2). Its elements have no namespace; its DTD is named, never fetched. */
export const cxml: SyntaxTable = {
	syntax: 'cXML',
	title: 'cXML InvoiceDetailRequest',
	namespaces: { c: [''] },
	roots: ['c:cXML'],
	documents: 'Request/InvoiceDetailRequest',
	doctype: /^\s*cXML\s+SYSTEM\s+["']https?:\/\/xml\.cxml\.org\/[\w./-]*\.dtd["']\s*$/i,
	dateOf: ({ text }) => isoDay(text),
	terms: [
		term('BT-1', `${HEADER}/@invoiceID`),
		term('BT-2', `${HEADER}/@invoiceDate`),
		term('BT-3', HEADER, { value: purpose, only: true }),
		term('XT-document-type', `${HEADER}/@purpose`),
		term('BT-5', `${SUMMARY}/NetAmount/Money/@currency`),
		term('BT-5', `${SUMMARY}/DueAmount/Money/@currency`),
		term('BT-5', `${SUMMARY}/SubtotalAmount/Money/@currency`),
		term('BT-10', `${HEADER}/Extrinsic[@name='buyerReference']`),
		// Where there are several orders each is that of its own lines only, and so is its contract.
		...ORDER_REFERENCES.flatMap((path) => [ONLY_ORDER, ONLY_HEADER_ORDER].map((order) => term('BT-13', `${order}/${path}`))),
		term('XT-order-date', `${ONLY_ORDER}/OrderReference/@orderDate`),
		term('XT-order-date', `${ONLY_HEADER_ORDER}/OrderReference/@orderDate`),
		...CONTRACT_REFERENCES.flatMap((path) => [ONLY_ORDER, ONLY_HEADER_ORDER].map((order) => term('BT-12', `${order}/${path}`))),
		term('BT-14', 'InvoiceDetailOrder/InvoiceDetailOrderInfo/SupplierOrderInfo/@orderID'),
		term('BT-16', `${HEADER}/ShipNoticeIDInfo/@shipNoticeID`),
		term('BT-20', `${HEADER}/PaymentTerm`, { value: paymentTerm }),
		term('BT-20', `${HEADER}/InvoiceDetailPaymentTerm`, { value: paymentTerm }),
	],
	groups: [
		group('BG-1', `${HEADER}/Comments`, [term('BT-22', '.')]),
		group('BG-1', `${HEADER}/Extrinsic[@name!='buyerReference'][@name!='supplierVatID'][@name!='buyerVatID'][not(IdReference)]`, [
			term('BT-22', '.', { value: extrinsic }),
		]),
		group('BG-1', `${HEADER}/Extrinsic/IdReference`, [term('BT-22', '.', { value: customField })]),
		group('BG-1', `${SUMMARY}/Tax[not(TaxDetail)]/Description`, [term('BT-22', '.')]),
		group('BG-2', '/.', [term('BT-24', '/@version')]),
		group('BG-3', `${HEADER}/InvoiceIDInfo`, [term('BT-25', '@invoiceID'), term('BT-26', '@invoiceDate')]),
		...SELLERS,
		BUYER,
		PAYEE,
		REPRESENTATIVE,
		SHIP_TO,
		group('BG-14', `${HEADER}/Period`, [term('BT-73', '@startDate'), term('BT-74', '@endDate')]),
		group('BG-21', `${SUMMARY}/ShippingAmount[Money]`, [
			term('BT-99', 'Money'),
			term('BT-104', '.', { value: () => 'Shipping', only: true }),
			term('BT-105', '.', { value: () => 'FC', only: true }),
		]),
		group('BG-21', `${SUMMARY}/SpecialHandlingAmount[Money]`, [
			term('BT-99', 'Money'),
			term('BT-104', 'Description'),
			term('BT-105', '.', { value: () => 'HD', only: true }),
		]),
		group('BG-20', `${SUMMARY}/InvoiceDetailDiscount[Money]`, [
			term('BT-92', 'Money'),
			term('BT-94', '@percentageRate'),
			term('BT-97', '.', { value: () => 'Discount', only: true }),
		]),
		group('BG-20', `${SUMMARY}/InvoiceHeaderModifications/Modification[AdditionalDeduction]`, [
			term('BT-92', 'AdditionalDeduction/DeductionAmount/Money'),
			term('BT-97', 'ModificationDetail/Description'),
			term('BT-97', 'ModificationDetail/@name'),
		]),
		group('BG-21', `${SUMMARY}/InvoiceHeaderModifications/Modification[AdditionalCost]`, [
			term('BT-99', 'AdditionalCost/Money'),
			term('BT-104', 'ModificationDetail/Description'),
			term('BT-104', 'ModificationDetail/@name'),
		]),
		group('BG-22', SUMMARY, [
			term('BT-106', 'SubtotalAmount/Money'),
			term('BT-107', 'TotalAllowances/Money'),
			term('BT-108', 'TotalCharges/Money'),
			term('BT-109', 'TotalAmountWithoutTax/Money'),
			term('BT-110', 'Tax/Money'),
			term('BT-112', 'NetAmount/Money'),
			term('BT-113', 'DepositAmount/Money'),
			term('BT-115', 'DueAmount/Money'),
		]),
		group('BG-23', `${SUMMARY}/Tax/TaxDetail[@category!='withholdingTax'][@purpose!='shippingTax'][@purpose!='specialHandlingTax']`, [
			term('BT-116', 'TaxableAmount/Money'),
			term('BT-117', 'TaxAmount/Money'),
			term('BT-118', '.', { value: untaxed, only: true }),
			term('BT-119', '@percentageRate'),
			term('BT-120', 'TaxExemption/ExemptReason'),
			term('BT-121', 'TaxExemption/@exemptCode'),
			term('BT-120', 'Description'),
		]),
		group('XG-withholding', `${SUMMARY}/Tax/TaxDetail[@category='withholdingTax']`, [
			term('XT-withholding-amount', 'TaxAmount/Money'),
			term('XT-withholding-rate', '@percentageRate'),
		]),
		ITEM,
		SERVICE,
		ORDER_SUMMARY,
	],
	ignored: [
		'Header',
		// Said by amounts and rates, or by the description of a single tax.
		`Request/InvoiceDetailRequest/${SUMMARY}/Tax/Description`,
		`Request/InvoiceDetailRequest/${SUMMARY}/Tax/TaxDetail/TaxLocation`,
		`Request/InvoiceDetailRequest/${SUMMARY}/Tax/TaxDetail/TaxableAmount`,
		`Request/InvoiceDetailRequest/${SUMMARY}/GrossAmount`,
		...['InvoiceDetailItem', 'InvoiceDetailServiceItem'].flatMap((line) =>
			['Tax/Description', 'Tax/TaxDetail/TaxLocation', 'Tax/TaxDetail/TaxableAmount', 'NetAmount'].map(
				(part) => `Request/InvoiceDetailRequest/InvoiceDetailOrder/${line}/${part}`,
			),
		),
		'Request/InvoiceDetailRequest/InvoiceDetailRequestHeader/InvoiceDetailHeaderIndicator',
		'Request/InvoiceDetailRequest/InvoiceDetailRequestHeader/InvoiceDetailLineIndicator',
	],
	complete: completeCxml,
};
