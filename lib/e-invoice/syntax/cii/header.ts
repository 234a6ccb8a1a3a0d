import { group, term, type GroupRow, type TermRow } from '../table';
import { lineRow } from './line';
import type { CiiNames } from './names';
import { addressRows, BUYER, SELLER, TAX_REPRESENTATIVE } from './parties';
import { settlementGroups, settlementTerms } from './settlement';

/** Document type codes (UNTDID 1001): a tender or lot, an object that the invoice is about, a supporting document. */
const TENDER = '50';
const OBJECT = '130';
const SUPPORTING = '916';

/** Terms of the document. */
export function documentTerms(names: CiiNames): TermRow[] {
	const agreement = `${names.transaction}/${names.agreement}`;
	const delivery = `${names.transaction}/${names.delivery}`;
	const tender = `${agreement}/ram:AdditionalReferencedDocument[ram:TypeCode='${TENDER}']`;
	const object = `${agreement}/ram:AdditionalReferencedDocument[ram:TypeCode='${OBJECT}']`;
	return [
		term('BT-1', `${names.document}/ram:ID`),
		term('BT-2', `${names.document}/ram:IssueDateTime/udt:DateTimeString`),
		term('BT-3', `${names.document}/ram:TypeCode`),
		term('XT-test', `${names.context}/ram:TestIndicator/udt:Indicator`),
		...settlementTerms(names),
		term('BT-10', `${agreement}/ram:BuyerReference`),
		term('BT-11', `${agreement}/ram:SpecifiedProcuringProject/ram:ID`),
		term('BT-12', `${agreement}/ram:ContractReferencedDocument/${names.reference}`),
		term('BT-13', `${agreement}/ram:BuyerOrderReferencedDocument/${names.reference}`),
		term('XT-order-date', `${agreement}/ram:BuyerOrderReferencedDocument/${names.referenceDate}`),
		term('BT-14', `${agreement}/ram:SellerOrderReferencedDocument/${names.reference}`),
		term('BT-15', `${delivery}/ram:ReceivingAdviceReferencedDocument/${names.reference}`),
		term('BT-16', `${delivery}/ram:DespatchAdviceReferencedDocument/${names.reference}`),
		term('BT-16', `${delivery}/ram:DeliveryNoteReferencedDocument/${names.reference}`),
		term('BT-17', `${tender}/${names.reference}`),
		term('BT-18', `${object}/${names.reference}`, { schemePath: `${object}/ram:ReferenceTypeCode` }),
	];
}

/** Groups of the document, lines last. */
export function documentGroups(names: CiiNames): GroupRow[] {
	const agreement = `${names.transaction}/${names.agreement}`;
	return [
		group('BG-1', `${names.document}/ram:IncludedNote`, [term('BT-21', 'ram:SubjectCode'), term('BT-22', 'ram:Content')]),
		group('BG-2', names.context, [
			term('BT-23', 'ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID'),
			term('BT-24', 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'),
		]),
		...[SELLER, BUYER, TAX_REPRESENTATIVE].map((row) => ({ ...row, path: `${agreement}/${row.path}` })),
		group(
			'BG-13',
			names.transaction,
			[
				term('BT-70', `${names.delivery}/ram:ShipToTradeParty/ram:Name`),
				term('BT-71', `${names.delivery}/ram:ShipToTradeParty/ram:GlobalID`),
				term('BT-71', `${names.delivery}/ram:ShipToTradeParty/ram:ID`),
				term('BT-72', `${names.delivery}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString`),
			],
			[
				group('BG-14', `${names.settlement}/ram:BillingSpecifiedPeriod`, [
					term('BT-73', 'ram:StartDateTime/udt:DateTimeString'),
					term('BT-74', 'ram:EndDateTime/udt:DateTimeString'),
				]),
				group(
					'BG-15',
					`${names.delivery}/ram:ShipToTradeParty/ram:PostalTradeAddress`,
					addressRows(['BT-75', 'BT-76', 'BT-165', 'BT-77', 'BT-78', 'BT-79', 'BT-80']),
				),
			],
		),
		...settlementGroups(names),
		group('BG-24', `${agreement}/ram:AdditionalReferencedDocument[ram:TypeCode!='${TENDER}'|'${OBJECT}']`, [
			term('BT-122', names.reference),
			term('BT-123', 'ram:Name'),
			term('BT-124', 'ram:URIID'),
			term('BT-125', 'ram:AttachmentBinaryObject'),
		]),
		lineRow(names),
	];
}

/** What says nothing to keep. */
export function passedOver(names: CiiNames): string[] {
	const { transaction, document, agreement, settlement, lineAgreement } = names;
	const prices = `${transaction}/ram:IncludedSupplyChainTradeLineItem/${lineAgreement}`;
	const rate = `${transaction}/${settlement}/ram:ApplicableTradeTax`;
	const exchange = `${transaction}/${settlement}/ram:TaxApplicableTradeCurrencyExchange`;
	return [
		// The document type in words.
		`${document}/ram:Name`,
		// The schema requires a name of a project, which says nothing where its number is given.
		`${transaction}/${agreement}/ram:SpecifiedProcuringProject[ram:ID]/ram:Name`,
		`${transaction}/${agreement}/ram:AdditionalReferencedDocument[ram:TypeCode='${SUPPORTING}']/ram:TypeCode`,
		// The base quantity is that of the net price.
		`${prices}[ram:NetPriceProductTradePrice/ram:BasisQuantity]/ram:GrossPriceProductTradePrice/ram:BasisQuantity`,
		// They stand in each rate.
		`${rate}/ram:TaxPointDate`,
		`${rate}/ram:DueDateTypeCode`,
		// The currencies of the invoice (BT-5) and of its VAT (BT-6) are those that a rate is between.
		`${exchange}/ram:SourceCurrencyCode[.=/${transaction}/${settlement}/ram:InvoiceCurrencyCode]`,
		`${exchange}/ram:TargetCurrencyCode[.=/${transaction}/${settlement}/ram:TaxCurrencyCode]`,
		// Parts of the taxable amount.
		`${rate}/ram:LineTotalBasisAmount`,
		`${rate}/ram:AllowanceChargeBasisAmount`,
	];
}
