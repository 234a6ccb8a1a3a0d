import { group, term, type GroupRow, type TermRow } from '../table';

/** Amounts of tax in the currency of the invoice, those in the accounting currency, and those that name neither. */
const IN_INVOICE_CURRENCY = 'cac:TaxTotal[cbc:TaxAmount/@currencyID=/cbc:DocumentCurrencyCode]';
const IN_ACCOUNTING_CURRENCY = 'cac:TaxTotal[cbc:TaxAmount/@currencyID=/cbc:TaxCurrencyCode]';
const IN_OTHER_CURRENCY =
	'cac:TaxTotal[cbc:TaxAmount/@currencyID!=/cbc:DocumentCurrencyCode][cbc:TaxAmount/@currencyID!=/cbc:TaxCurrencyCode]';

const CATEGORIES = ["cac:TaxCategory[cac:TaxScheme/cbc:ID='VAT'|'GST']", 'cac:TaxCategory'];

/** A row per way to the category: the first looks at the scheme, so that it is not left over; the second takes any. */
const category = (...rows: readonly TermRow[]): TermRow[] =>
	CATEGORIES.flatMap((from) => rows.map((row) => ({ ...row, path: `${from}/${row.path}` })));

const BREAKDOWN: readonly TermRow[] = [
	term('BT-116', 'cbc:TaxableAmount'),
	term('BT-117', 'cbc:TaxAmount'),
	...category(
		term('BT-118', 'cbc:ID'),
		term('BT-119', 'cbc:Percent'),
		term('BT-120', 'cbc:TaxExemptionReason'),
		term('BT-121', 'cbc:TaxExemptionReasonCode'),
	),
	// UBL 2.0
	term('BT-119', 'cbc:Percent'),
];

/** Allowances, charges, tax and totals. */
export const MONEY: readonly GroupRow[] = [
	group('BG-20', "cac:AllowanceCharge[cbc:ChargeIndicator='false'|'0']", [
		term('BT-92', 'cbc:Amount'),
		term('BT-93', 'cbc:BaseAmount'),
		term('BT-94', 'cbc:MultiplierFactorNumeric'),
		...category(term('BT-95', 'cbc:ID'), term('BT-96', 'cbc:Percent')),
		term('BT-97', 'cbc:AllowanceChargeReason'),
		term('BT-98', 'cbc:AllowanceChargeReasonCode'),
		term('XT-allowance-vat', 'cac:TaxTotal/cbc:TaxAmount'),
	]),
	group('BG-21', "cac:AllowanceCharge[cbc:ChargeIndicator='true'|'1']", [
		term('BT-99', 'cbc:Amount'),
		term('BT-100', 'cbc:BaseAmount'),
		term('BT-101', 'cbc:MultiplierFactorNumeric'),
		...category(term('BT-102', 'cbc:ID'), term('BT-103', 'cbc:Percent')),
		term('BT-104', 'cbc:AllowanceChargeReason'),
		term('BT-105', 'cbc:AllowanceChargeReasonCode'),
		term('XT-allowance-vat', 'cac:TaxTotal/cbc:TaxAmount'),
	]),
	group('BG-22', '.', [
		term('BT-106', 'cac:LegalMonetaryTotal/cbc:LineExtensionAmount'),
		term('BT-107', 'cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount'),
		term('BT-108', 'cac:LegalMonetaryTotal/cbc:ChargeTotalAmount'),
		term('BT-109', 'cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount'),
		term('BT-110', `${IN_INVOICE_CURRENCY}/cbc:TaxAmount`),
		term('BT-110', `${IN_OTHER_CURRENCY}/cbc:TaxAmount`),
		term('BT-111', `${IN_ACCOUNTING_CURRENCY}/cbc:TaxAmount`),
		term('BT-112', 'cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount'),
		term('BT-113', 'cac:LegalMonetaryTotal/cbc:PrepaidAmount'),
		term('BT-114', 'cac:LegalMonetaryTotal/cbc:PayableRoundingAmount'),
		term('BT-115', 'cac:LegalMonetaryTotal/cbc:PayableAmount'),
	]),
	group('BG-23', `${IN_INVOICE_CURRENCY}/cac:TaxSubtotal`, BREAKDOWN),
	group('BG-23', `${IN_OTHER_CURRENCY}/cac:TaxSubtotal`, BREAKDOWN),
	group('XG-withholding', 'cac:WithholdingTaxTotal', [
		term('XT-withholding-amount', 'cbc:TaxAmount'),
		term('XT-withholding-rate', 'cac:TaxSubtotal/cac:TaxCategory/cbc:Percent'),
		term('XT-withholding-type', 'cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID'),
	]),
];
