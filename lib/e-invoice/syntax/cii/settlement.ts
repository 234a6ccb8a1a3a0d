import type { TermId } from '../../terms';
import { group, term, type GroupRow, type TermRow } from '../table';
import { ALLOWANCE, CHARGE } from './allowance';
import { PAYEE } from './parties';
import { VAT_OR_NOTHING } from './tax';

export const SETTLEMENT = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const TERMS = `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms`;
const SUMS = 'ram:SpecifiedTradeSettlementHeaderMonetarySummation';
const INVOICE_CURRENCY = `/${SETTLEMENT}/ram:InvoiceCurrencyCode`;
const TAX_CURRENCY = `/${SETTLEMENT}/ram:TaxCurrencyCode`;

/** Document terms that stand in the settlement. */
export const SETTLEMENT_TERMS: readonly TermRow[] = [
	term('BT-5', `${SETTLEMENT}/ram:InvoiceCurrencyCode`),
	term('BT-6', `${SETTLEMENT}/ram:TaxCurrencyCode`),
	term('XT-exchange-rate', `${SETTLEMENT}/ram:TaxApplicableTradeCurrencyExchange/ram:ConversionRate`),
	term('BT-7', `${SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString`),
	term('BT-8', `${SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode`),
	term('BT-9', `${TERMS}/ram:DueDateDateTime/udt:DateTimeString`),
	term('BT-19', `${SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID`),
	term('BT-20', `${TERMS}/ram:Description`),
	term('XT-discount-percent', `${TERMS}/ram:ApplicableTradePaymentDiscountTerms/ram:CalculationPercent`),
	term('XT-discount-days', `${TERMS}/ram:ApplicableTradePaymentDiscountTerms/ram:BasisPeriodMeasure[@unitCode='DAY']`),
];

const taxOf = (category: TermId, rate: TermId, element: string): TermRow[] =>
	VAT_OR_NOTHING.flatMap((which) => [
		term(category, `${element}${which}/ram:CategoryCode`),
		term(rate, `${element}${which}/ram:RateApplicablePercent`),
	]);

const REMITTANCE = term('BT-83', `/${SETTLEMENT}/ram:PaymentReference`);

const PAYMENT: readonly GroupRow[] = [
	group(
		'BG-16',
		`${SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans`,
		[term('BT-81', 'ram:TypeCode'), term('BT-82', 'ram:Information'), REMITTANCE],
		[
			group('BG-17', '.', [
				term('BT-84', 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID'),
				term('BT-84', 'ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID'),
				term('BT-85', 'ram:PayeePartyCreditorFinancialAccount/ram:AccountName'),
				term('BT-86', 'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID'),
			]),
			group('BG-18', 'ram:ApplicableTradeSettlementFinancialCard', [term('BT-87', 'ram:ID'), term('BT-88', 'ram:CardholderName')]),
			group('BG-19', 'ram:PayerPartyDebtorFinancialAccount', [
				term('BT-89', `/${TERMS}/ram:DirectDebitMandateID`),
				term('BT-90', `/${SETTLEMENT}/ram:CreditorReferenceID`),
				term('BT-91', 'ram:IBANID'),
				term('BT-91', 'ram:ProprietaryID'),
			]),
			group('BG-19', '.[not(ram:PayerPartyDebtorFinancialAccount)]', [
				term('BT-89', `/${TERMS}/ram:DirectDebitMandateID`),
				term('BT-90', `/${SETTLEMENT}/ram:CreditorReferenceID`),
			]),
		],
	),
	group('BG-16', `${SETTLEMENT}[not(ram:SpecifiedTradeSettlementPaymentMeans)]`, [REMITTANCE]),
];

const ALLOWANCES: readonly GroupRow[] = [
	group('BG-20', `${SETTLEMENT}/${ALLOWANCE}`, [
		term('BT-92', 'ram:ActualAmount'),
		term('BT-93', 'ram:BasisAmount'),
		term('BT-94', 'ram:CalculationPercent'),
		...taxOf('BT-95', 'BT-96', 'ram:CategoryTradeTax'),
		term('BT-97', 'ram:Reason'),
		term('BT-98', 'ram:ReasonCode'),
	]),
	group('BG-21', `${SETTLEMENT}/${CHARGE}`, [
		term('BT-99', 'ram:ActualAmount'),
		term('BT-100', 'ram:BasisAmount'),
		term('BT-101', 'ram:CalculationPercent'),
		...taxOf('BT-102', 'BT-103', 'ram:CategoryTradeTax'),
		term('BT-104', 'ram:Reason'),
		term('BT-105', 'ram:ReasonCode'),
	]),
	// EXTENDED: freight and the like, counted among the charges.
	group('BG-21', `${SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge`, [
		term('BT-99', 'ram:AppliedAmount'),
		...taxOf('BT-102', 'BT-103', 'ram:AppliedTradeTax'),
		term('BT-104', 'ram:Description'),
	]),
];

const TOTALS = group('BG-22', `${SETTLEMENT}/${SUMS}`, [
	term('BT-106', 'ram:LineTotalAmount'),
	term('BT-107', 'ram:AllowanceTotalAmount'),
	term('BT-108', 'ram:ChargeTotalAmount'),
	term('BT-109', 'ram:TaxBasisTotalAmount'),
	term('BT-110', `ram:TaxTotalAmount[@currencyID=${INVOICE_CURRENCY}]`),
	term('BT-110', `ram:TaxTotalAmount[@currencyID!=${TAX_CURRENCY}]`),
	term('BT-111', `ram:TaxTotalAmount[@currencyID=${TAX_CURRENCY}]`),
	term('BT-112', 'ram:GrandTotalAmount'),
	term('BT-113', 'ram:TotalPrepaidAmount'),
	term('BT-114', 'ram:RoundingAmount'),
	term('BT-115', 'ram:DuePayableAmount'),
]);

/** Groups that stand in the settlement. */
export const SETTLEMENT_GROUPS: readonly GroupRow[] = [
	group('BG-3', `${SETTLEMENT}/ram:InvoiceReferencedDocument`, [
		term('BT-25', 'ram:IssuerAssignedID'),
		term('BT-26', 'ram:FormattedIssueDateTime/qdt:DateTimeString'),
	]),
	{ ...PAYEE, path: `${SETTLEMENT}/${PAYEE.path}` },
	...PAYMENT,
	...ALLOWANCES,
	TOTALS,
	...VAT_OR_NOTHING.map((which) =>
		group('BG-23', `${SETTLEMENT}/ram:ApplicableTradeTax${which}`, [
			term('BT-116', 'ram:BasisAmount'),
			term('BT-117', 'ram:CalculatedAmount'),
			term('BT-118', 'ram:CategoryCode'),
			term('BT-119', 'ram:RateApplicablePercent'),
			term('BT-120', 'ram:ExemptionReason'),
			term('BT-121', 'ram:ExemptionReasonCode'),
		]),
	),
];
