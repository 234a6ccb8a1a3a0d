import { group, term, type GroupRow, type TermRow } from '../table';

const TERMS: readonly TermRow[] = [
	term('BT-126', 'cbc:ID'),
	term('BT-127', 'cbc:Note'),
	term('BT-128', "cac:DocumentReference[cbc:DocumentTypeCode='130']/cbc:ID"),
	term('BT-128', 'cac:DocumentReference[not(cbc:DocumentTypeCode)]/cbc:ID'),
	term('BT-129', 'cbc:InvoicedQuantity'),
	term('BT-129', 'cbc:CreditedQuantity'),
	term('BT-130', 'cbc:InvoicedQuantity/@unitCode'),
	term('BT-130', 'cbc:CreditedQuantity/@unitCode'),
	term('BT-131', 'cbc:LineExtensionAmount'),
	term('BT-132', 'cac:OrderLineReference/cbc:LineID'),
	term('BT-133', 'cbc:AccountingCost'),
	term('XT-line-order', 'cac:OrderLineReference/cac:OrderReference/cbc:ID'),
	term('XT-line-despatch', 'cac:DespatchLineReference/cac:DocumentReference/cbc:ID'),
	term('XT-line-vat', 'cac:TaxTotal/cbc:TaxAmount'),
];

const ALLOWANCE = "cac:AllowanceCharge[cbc:ChargeIndicator='false'|'0']";
/** A price has discounts only. */
const DISCOUNT = 'cac:AllowanceCharge[not(cbc:ChargeIndicator)]';
const CHARGE = "cac:AllowanceCharge[cbc:ChargeIndicator='true'|'1']";

/** UBL 2.0 (OIOUBL, Peppol BIS 2, countries outside Europe) has the VAT of a line with the line, not with the item. */
const LINE_TAX = '.[not(cac:Item/cac:ClassifiedTaxCategory)]/cac:TaxTotal/cac:TaxSubtotal';

const ITEM = group(
	'BG-31',
	'cac:Item',
	[
		term('BT-153', 'cbc:Name'),
		term('BT-154', 'cbc:Description'),
		term('BT-155', 'cac:SellersItemIdentification/cbc:ID'),
		term('BT-156', 'cac:BuyersItemIdentification/cbc:ID'),
		term('BT-157', 'cac:StandardItemIdentification/cbc:ID'),
		term('BT-158', 'cac:CommodityClassification/cbc:ItemClassificationCode', { scheme: 'listID' }),
		term('BT-159', 'cac:OriginCountry/cbc:IdentificationCode'),
	],
	[group('BG-32', 'cac:AdditionalItemProperty', [term('BT-160', 'cbc:Name'), term('BT-161', 'cbc:Value')])],
);

const GROUPS: readonly GroupRow[] = [
	group('BG-26', 'cac:InvoicePeriod', [term('BT-134', 'cbc:StartDate'), term('BT-135', 'cbc:EndDate')]),
	group('BG-27', ALLOWANCE, [
		term('BT-136', 'cbc:Amount'),
		term('BT-137', 'cbc:BaseAmount'),
		term('BT-138', 'cbc:MultiplierFactorNumeric'),
		term('BT-139', 'cbc:AllowanceChargeReason'),
		term('BT-140', 'cbc:AllowanceChargeReasonCode'),
	]),
	group('BG-28', CHARGE, [
		term('BT-141', 'cbc:Amount'),
		term('BT-142', 'cbc:BaseAmount'),
		term('BT-143', 'cbc:MultiplierFactorNumeric'),
		term('BT-144', 'cbc:AllowanceChargeReason'),
		term('BT-145', 'cbc:AllowanceChargeReasonCode'),
	]),
	group('BG-29', 'cac:Price', [
		term('BT-146', 'cbc:PriceAmount'),
		term('BT-147', `${ALLOWANCE}/cbc:Amount`),
		term('BT-148', `${ALLOWANCE}/cbc:BaseAmount`),
		term('BT-147', `${DISCOUNT}/cbc:Amount`),
		term('BT-148', `${DISCOUNT}/cbc:BaseAmount`),
		term('BT-149', 'cbc:BaseQuantity'),
		term('BT-150', 'cbc:BaseQuantity/@unitCode'),
	]),
	// The scheme is looked at so that it is not left over.
	group('BG-30', "cac:Item/cac:ClassifiedTaxCategory[cac:TaxScheme/cbc:ID='VAT'|'GST']", [
		term('BT-151', 'cbc:ID'),
		term('BT-152', 'cbc:Percent'),
	]),
	group('BG-30', "cac:Item/cac:ClassifiedTaxCategory[cac:TaxScheme/cbc:ID!='VAT'|'GST']", [
		term('BT-151', 'cbc:ID'),
		term('BT-152', 'cbc:Percent'),
	]),
	...['=', '!='].map((is) =>
		group('BG-30', `${LINE_TAX}[cac:TaxCategory/cac:TaxScheme/cbc:ID${is}'VAT'|'GST']`, [
			term('BT-151', 'cac:TaxCategory/cbc:ID'),
			term('BT-152', 'cac:TaxCategory/cbc:Percent'),
			term('BT-152', 'cbc:Percent'),
		]),
	),
	ITEM,
];

/** XRechnung's extension: a line is broken down into lines, which may be broken down again; the amount of the line has theirs in it. */
const SUB_LINE: GroupRow = { ...group('XG-sub-line', 'cac:SubInvoiceLine', TERMS, GROUPS), nests: true };

const LINE_PATHS = ['cac:InvoiceLine', 'cac:CreditNoteLine'] as const;

export const LINES: readonly GroupRow[] = LINE_PATHS.map((path) => group('BG-25', path, TERMS, [...GROUPS, SUB_LINE]));

/** The one tax of a line says in detail what its net amount, the category of its item and its total of tax say. */
export const LINE_REPEATS: readonly string[] = LINE_PATHS.flatMap((path) => {
	const only = 'cac:TaxTotal[not(cac:TaxSubtotal[2])]/cac:TaxSubtotal';
	return [`${path}[cac:Item/cac:ClassifiedTaxCategory]/${only}`, `${path}/${only}/cbc:TaxableAmount`, `${path}/${only}/cbc:TaxAmount`];
});
