import type { TermId } from '../../terms';
import { group, term, type GroupRow, type TermRow } from '../table';
import { ALLOWANCE, CHARGE } from './allowance';
import type { CiiNames } from './names';
import { PAYEE } from './parties';
import { VAT_OR_OTHER } from './tax';

/** Path of the settlement from the root. */
const settlementOf = ({ transaction, settlement }: CiiNames): string => `${transaction}/${settlement}`;
/** Path of the payment terms from the root. */
const termsOf = (names: CiiNames): string => `${settlementOf(names)}/ram:SpecifiedTradePaymentTerms`;

/** Document terms that stand in the settlement. */
export function settlementTerms(names: CiiNames): TermRow[] {
	const settlement = settlementOf(names);
	const terms = termsOf(names);
	return [
		term('BT-5', `${settlement}/ram:InvoiceCurrencyCode`),
		term('BT-6', `${settlement}/ram:TaxCurrencyCode`),
		term('XT-exchange-rate', `${settlement}/ram:TaxApplicableTradeCurrencyExchange/ram:ConversionRate`),
		term('BT-7', `${settlement}/ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString`),
		term('BT-8', `${settlement}/ram:ApplicableTradeTax/ram:DueDateTypeCode`),
		term('BT-9', `${terms}/ram:DueDateDateTime/udt:DateTimeString`),
		term('BT-19', `${settlement}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID`),
		term('BT-19', `${settlement}/ram:SpecifiedTradeAccountingAccount/ram:ID`),
		term('BT-20', `${terms}/ram:Description`),
		term('XT-discount-percent', `${terms}/ram:ApplicableTradePaymentDiscountTerms/ram:CalculationPercent`),
		term('XT-discount-days', `${terms}/ram:ApplicableTradePaymentDiscountTerms/ram:BasisPeriodMeasure[@unitCode='DAY']`),
	];
}

const taxOf = (names: CiiNames, category: TermId, rate: TermId, element: string): TermRow[] =>
	VAT_OR_OTHER.flatMap((which) => [term(category, `${element}${which}/ram:CategoryCode`), term(rate, `${element}${which}/${names.rate}`)]);

function paymentGroups(names: CiiNames): GroupRow[] {
	const settlement = settlementOf(names);
	const terms = termsOf(names);
	const remittance = term('BT-83', `/${settlement}/ram:PaymentReference`);
	return [
		group(
			'BG-16',
			`${settlement}/ram:SpecifiedTradeSettlementPaymentMeans`,
			[term('BT-81', 'ram:TypeCode'), term('BT-82', 'ram:Information'), remittance],
			[
				group('BG-17', '.', [
					term('BT-84', 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID'),
					term('BT-84', 'ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID'),
					term('BT-85', 'ram:PayeePartyCreditorFinancialAccount/ram:AccountName'),
					term('BT-86', 'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID'),
				]),
				group('BG-18', 'ram:ApplicableTradeSettlementFinancialCard', [term('BT-87', 'ram:ID'), term('BT-88', 'ram:CardholderName')]),
				group('BG-19', 'ram:PayerPartyDebtorFinancialAccount', [
					term('BT-89', `/${terms}/ram:DirectDebitMandateID`),
					term('BT-90', `/${settlement}/ram:CreditorReferenceID`),
					term('BT-91', 'ram:IBANID'),
					term('BT-91', 'ram:ProprietaryID'),
				]),
				group('BG-19', '.[not(ram:PayerPartyDebtorFinancialAccount)]', [
					term('BT-89', `/${terms}/ram:DirectDebitMandateID`),
					term('BT-90', `/${settlement}/ram:CreditorReferenceID`),
				]),
			],
		),
		group('BG-16', `.[not(${settlement}/ram:SpecifiedTradeSettlementPaymentMeans)]`, [remittance]),
	];
}

function allowanceGroups(names: CiiNames): GroupRow[] {
	const settlement = settlementOf(names);
	return [
		group('BG-20', `${settlement}/${ALLOWANCE}`, [
			term('BT-92', 'ram:ActualAmount'),
			term('BT-93', 'ram:BasisAmount'),
			term('BT-94', 'ram:CalculationPercent'),
			...taxOf(names, 'BT-95', 'BT-96', 'ram:CategoryTradeTax'),
			term('BT-97', 'ram:Reason'),
			term('BT-98', 'ram:ReasonCode'),
		]),
		group('BG-21', `${settlement}/${CHARGE}`, [
			term('BT-99', 'ram:ActualAmount'),
			term('BT-100', 'ram:BasisAmount'),
			term('BT-101', 'ram:CalculationPercent'),
			...taxOf(names, 'BT-102', 'BT-103', 'ram:CategoryTradeTax'),
			term('BT-104', 'ram:Reason'),
			term('BT-105', 'ram:ReasonCode'),
		]),
		// EXTENDED: freight and the like, counted among the charges.
		group('BG-21', `${settlement}/ram:SpecifiedLogisticsServiceCharge`, [
			term('BT-99', 'ram:AppliedAmount'),
			...taxOf(names, 'BT-102', 'BT-103', 'ram:AppliedTradeTax'),
			term('BT-104', 'ram:Description'),
		]),
	];
}

function totals(names: CiiNames): GroupRow {
	const settlement = settlementOf(names);
	const invoiceCurrency = `/${settlement}/ram:InvoiceCurrencyCode`;
	const taxCurrency = `/${settlement}/ram:TaxCurrencyCode`;
	return group('BG-22', `${settlement}/${names.sums}`, [
		term('BT-106', 'ram:LineTotalAmount'),
		term('BT-107', 'ram:AllowanceTotalAmount'),
		term('BT-108', 'ram:ChargeTotalAmount'),
		term('BT-109', 'ram:TaxBasisTotalAmount'),
		term('BT-110', `ram:TaxTotalAmount[@currencyID=${invoiceCurrency}]`),
		term('BT-110', `ram:TaxTotalAmount[@currencyID!=${taxCurrency}]`),
		term('BT-111', `ram:TaxTotalAmount[@currencyID=${taxCurrency}]`),
		term('BT-112', 'ram:GrandTotalAmount'),
		term('BT-113', 'ram:TotalPrepaidAmount'),
		term('BT-114', 'ram:RoundingAmount'),
		term('BT-115', 'ram:DuePayableAmount'),
	]);
}

/** Groups that stand in the settlement. */
export function settlementGroups(names: CiiNames): GroupRow[] {
	const settlement = settlementOf(names);
	return [
		group('BG-3', `${settlement}/ram:InvoiceReferencedDocument`, [term('BT-25', names.reference), term('BT-26', names.referenceDate)]),
		{ ...PAYEE, path: `${settlement}/${PAYEE.path}` },
		...paymentGroups(names),
		...allowanceGroups(names),
		totals(names),
		...VAT_OR_OTHER.map((which) =>
			group('BG-23', `${settlement}/ram:ApplicableTradeTax${which}`, [
				term('BT-116', 'ram:BasisAmount'),
				term('BT-117', 'ram:CalculatedAmount'),
				term('BT-118', 'ram:CategoryCode'),
				term('BT-119', names.rate),
				term('BT-120', 'ram:ExemptionReason'),
				term('BT-121', 'ram:ExemptionReasonCode'),
			]),
		),
	];
}
