import { group, term, type GroupRow } from '../table';
import { ALLOWANCE, CHARGE, PRICE_DISCOUNT } from './allowance';
import type { CiiNames } from './names';
import { VAT_OR_OTHER } from './tax';

const ITEM = group(
	'BG-31',
	'ram:SpecifiedTradeProduct',
	[
		term('BT-153', 'ram:Name'),
		term('BT-154', 'ram:Description'),
		term('BT-155', 'ram:SellerAssignedID'),
		term('BT-156', 'ram:BuyerAssignedID'),
		term('BT-157', 'ram:GlobalID'),
		term('BT-158', 'ram:DesignatedProductClassification/ram:ClassCode', { scheme: 'listID' }),
		term('BT-159', 'ram:OriginTradeCountry/ram:ID'),
	],
	[group('BG-32', 'ram:ApplicableProductCharacteristic', [term('BT-160', 'ram:Description'), term('BT-161', 'ram:Value')])],
);

/** A line. */
export function lineRow(names: CiiNames): GroupRow {
	const { lineAgreement: agreement, lineDelivery: delivery, lineSettlement: settlement, lineSums, rate, reference } = names;
	// Document type code (UNTDID 1001) of the object that a line is about.
	const object = `${settlement}/ram:AdditionalReferencedDocument[ram:TypeCode='130']`;
	return group(
		'BG-25',
		`${names.transaction}/ram:IncludedSupplyChainTradeLineItem`,
		[
			term('BT-126', 'ram:AssociatedDocumentLineDocument/ram:LineID'),
			// EXTENDED: lines may belong to others; those that only group or inform are not counted in the sum of lines.
			term('XT-line-parent', 'ram:AssociatedDocumentLineDocument/ram:ParentLineID'),
			term('XT-line-status', 'ram:AssociatedDocumentLineDocument/ram:LineStatusCode'),
			term('XT-line-type', 'ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode'),
			term('BT-127', 'ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content'),
			term('BT-128', `${object}/${reference}`, { schemePath: `${object}/ram:ReferenceTypeCode` }),
			term('BT-129', `${delivery}/ram:BilledQuantity`),
			term('BT-130', `${delivery}/ram:BilledQuantity/@unitCode`),
			term('BT-131', `${settlement}/${lineSums}/ram:LineTotalAmount`),
			term('XT-line-vat', `${settlement}/${lineSums}/ram:TaxTotalAmount`),
			term('XT-line-gross', `${settlement}/${lineSums}/ram:GrandTotalAmount`),
			term('BT-132', `${agreement}/ram:BuyerOrderReferencedDocument/ram:LineID`),
			term('BT-133', `${settlement}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID`),
			term('BT-133', `${settlement}/ram:SpecifiedTradeAccountingAccount/ram:ID`),
			term('XT-line-order', `${agreement}/ram:BuyerOrderReferencedDocument/${reference}`),
			term('XT-line-contract', `${agreement}/ram:ContractReferencedDocument/${reference}`),
			term('XT-line-despatch', `${delivery}/ram:DespatchAdviceReferencedDocument/${reference}`),
			term('XT-line-despatch', `${delivery}/ram:DeliveryNoteReferencedDocument/${reference}`),
		],
		[
			group('BG-26', `${settlement}/ram:BillingSpecifiedPeriod`, [
				term('BT-134', 'ram:StartDateTime/udt:DateTimeString'),
				term('BT-135', 'ram:EndDateTime/udt:DateTimeString'),
			]),
			group('BG-27', `${settlement}/${ALLOWANCE}`, [
				term('BT-136', 'ram:ActualAmount'),
				term('BT-137', 'ram:BasisAmount'),
				term('BT-138', 'ram:CalculationPercent'),
				term('BT-139', 'ram:Reason'),
				term('BT-140', 'ram:ReasonCode'),
			]),
			group('BG-28', `${settlement}/${CHARGE}`, [
				term('BT-141', 'ram:ActualAmount'),
				term('BT-142', 'ram:BasisAmount'),
				term('BT-143', 'ram:CalculationPercent'),
				term('BT-144', 'ram:Reason'),
				term('BT-145', 'ram:ReasonCode'),
			]),
			group('BG-29', agreement, [
				term('BT-146', 'ram:NetPriceProductTradePrice/ram:ChargeAmount'),
				term('BT-147', `ram:GrossPriceProductTradePrice/${PRICE_DISCOUNT}/ram:ActualAmount`),
				term('BT-148', 'ram:GrossPriceProductTradePrice/ram:ChargeAmount'),
				term('BT-149', 'ram:NetPriceProductTradePrice/ram:BasisQuantity'),
				term('BT-149', 'ram:GrossPriceProductTradePrice/ram:BasisQuantity'),
				term('BT-150', 'ram:NetPriceProductTradePrice/ram:BasisQuantity/@unitCode'),
				term('BT-150', 'ram:GrossPriceProductTradePrice/ram:BasisQuantity/@unitCode'),
			]),
			...VAT_OR_OTHER.map((which) =>
				group('BG-30', `${settlement}/ram:ApplicableTradeTax${which}`, [term('BT-151', 'ram:CategoryCode'), term('BT-152', rate)]),
			),
			ITEM,
		],
	);
}
