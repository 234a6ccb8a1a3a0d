import { group, term, type GroupRow, type SyntaxTable } from '../table';
import { ciiDate } from './dates';
import { LINE } from './line';
import { addressRows, BUYER, SELLER, TAX_REPRESENTATIVE } from './parties';
import { SETTLEMENT, SETTLEMENT_GROUPS, SETTLEMENT_TERMS } from './settlement';

const TRANSACTION = 'rsm:SupplyChainTradeTransaction';
const AGREEMENT = `${TRANSACTION}/ram:ApplicableHeaderTradeAgreement`;
const DELIVERY = `${TRANSACTION}/ram:ApplicableHeaderTradeDelivery`;
const CONTEXT = 'rsm:ExchangedDocumentContext';
const DOCUMENT = 'rsm:ExchangedDocument';

/** Document type codes (UNTDID 1001): a tender or lot, an object that the invoice is about. */
const TENDER = `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode='50']`;
const OBJECT = `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode='130']`;

const inAgreement = (row: GroupRow): GroupRow => ({ ...row, path: `${AGREEMENT}/${row.path}` });

const LINE_PRICES = `${LINE.path}/ram:SpecifiedLineTradeAgreement`;

/** CII D16B and later as EN 16931 binds it (CEN/TS 16931-3-3), with what the profile EXTENDED of Factur-X adds for what Coupa knows. */
export const cii: SyntaxTable = {
	syntax: 'CII',
	title: 'UN/CEFACT Cross Industry Invoice (XRechnung, ZUGFeRD 2, Factur-X)',
	namespaces: {
		rsm: ['urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'],
		ram: ['urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100'],
		udt: ['urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100'],
		qdt: ['urn:un:unece:uncefact:data:standard:QualifiedDataType:100'],
	},
	roots: ['rsm:CrossIndustryInvoice'],
	dateOf: ciiDate,
	terms: [
		term('BT-1', `${DOCUMENT}/ram:ID`),
		term('BT-2', `${DOCUMENT}/ram:IssueDateTime/udt:DateTimeString`),
		term('BT-3', `${DOCUMENT}/ram:TypeCode`),
		...SETTLEMENT_TERMS,
		term('BT-10', `${AGREEMENT}/ram:BuyerReference`),
		term('BT-11', `${AGREEMENT}/ram:SpecifiedProcuringProject/ram:ID`),
		term('BT-12', `${AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID`),
		term('BT-13', `${AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`),
		term('XT-order-date', `${AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:FormattedIssueDateTime/qdt:DateTimeString`),
		term('BT-14', `${AGREEMENT}/ram:SellerOrderReferencedDocument/ram:IssuerAssignedID`),
		term('BT-15', `${DELIVERY}/ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID`),
		term('BT-16', `${DELIVERY}/ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID`),
		term('BT-16', `${DELIVERY}/ram:DeliveryNoteReferencedDocument/ram:IssuerAssignedID`),
		term('BT-17', `${TENDER}/ram:IssuerAssignedID`),
		term('BT-18', `${OBJECT}/ram:IssuerAssignedID`, { schemePath: `${OBJECT}/ram:ReferenceTypeCode` }),
	],
	groups: [
		group('BG-1', `${DOCUMENT}/ram:IncludedNote`, [term('BT-21', 'ram:SubjectCode'), term('BT-22', 'ram:Content')]),
		group('BG-2', CONTEXT, [
			term('BT-23', 'ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID'),
			term('BT-24', 'ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'),
		]),
		...[SELLER, BUYER, TAX_REPRESENTATIVE].map(inAgreement),
		group(
			'BG-13',
			TRANSACTION,
			[
				term('BT-70', 'ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:Name'),
				term('BT-71', 'ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID'),
				term('BT-71', 'ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:ID'),
				term('BT-72', 'ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString'),
			],
			[
				group('BG-14', 'ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod', [
					term('BT-73', 'ram:StartDateTime/udt:DateTimeString'),
					term('BT-74', 'ram:EndDateTime/udt:DateTimeString'),
				]),
				group(
					'BG-15',
					'ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:PostalTradeAddress',
					addressRows(['BT-75', 'BT-76', 'BT-165', 'BT-77', 'BT-78', 'BT-79', 'BT-80']),
				),
			],
		),
		...SETTLEMENT_GROUPS,
		group('BG-24', `${AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode!='50'|'130']`, [
			term('BT-122', 'ram:IssuerAssignedID'),
			term('BT-123', 'ram:Name'),
			term('BT-124', 'ram:URIID'),
			term('BT-125', 'ram:AttachmentBinaryObject'),
		]),
		LINE,
	],
	ignored: [
		// The name of a project is required by the schema and says nothing where its number is given; the base quantity is that of the net price.
		`${AGREEMENT}/ram:SpecifiedProcuringProject[ram:ID]/ram:Name`,
		`${AGREEMENT}/ram:AdditionalReferencedDocument/ram:TypeCode`,
		`${LINE_PRICES}[ram:NetPriceProductTradePrice/ram:BasisQuantity]/ram:GrossPriceProductTradePrice/ram:BasisQuantity`,
		`${SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate`,
		`${SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode`,
	],
};
