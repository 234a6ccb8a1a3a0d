import type { XmlElement } from '../../markup/tree';
import { group, term, type GroupRow, type TermRow } from '../table';
import { untaxed } from './words';

const TAX = 'Tax/TaxDetail';

/** A credit for a price alone has no quantity in the sense of the order; cXML gives it as an attribute all the same. */
const amounts: TermRow[] = [
	term('BT-131', 'SubtotalAmount/Money'),
	term('XT-line-gross', 'GrossAmount/Money'),
	term('XT-line-vat', 'Tax/Money'),
];

const commentText = ({ text }: XmlElement): string => text;

const taxes: GroupRow = group('BG-30', `${TAX}[@category!='withholdingTax']`, [
	term('BT-151', '.', { value: untaxed, only: true }),
	term('BT-152', '@percentageRate'),
]);

const extrinsics: GroupRow = group('BG-32', 'Extrinsic[@name][not(IdReference)]', [term('BT-160', '@name'), term('BT-161', '.')]);

const customFields: GroupRow = group('BG-32', 'Extrinsic/IdReference', [term('BT-160', '@identifier'), term('BT-161', 'Description')]);

const allowances: GroupRow[] = [
	group('BG-27', 'InvoiceDetailDiscount[Money]', [
		term('BT-136', 'Money'),
		term('BT-138', '@percentageRate'),
		term('BT-139', '.', { value: () => 'Discount', only: true }),
	]),
	group('BG-27', 'InvoiceItemModifications/Modification[AdditionalDeduction]', [
		term('BT-136', 'AdditionalDeduction/DeductionAmount/Money'),
		term('BT-139', 'ModificationDetail/Description'),
		term('BT-139', 'ModificationDetail/@name'),
	]),
	group('BG-28', 'InvoiceItemModifications/Modification[AdditionalCost]', [
		term('BT-141', 'AdditionalCost/Money'),
		term('BT-144', 'ModificationDetail/Description'),
		term('BT-144', 'ModificationDetail/@name'),
	]),
	group('BG-28', 'InvoiceDetailLineShipping[Money]', [
		term('BT-141', 'Money'),
		term('BT-144', '.', { value: () => 'Shipping', only: true }),
		term('BT-145', '.', { value: () => 'FC', only: true }),
	]),
	group('BG-28', 'InvoiceDetailLineSpecialHandling[Money]', [
		term('BT-141', 'Money'),
		term('BT-144', 'Description'),
		term('BT-145', '.', { value: () => 'HD', only: true }),
	]),
];

const period: GroupRow = group('BG-26', 'Period', [term('BT-134', '@startDate'), term('BT-135', '@endDate')]);

const price: GroupRow = group('BG-29', '.', [
	term('BT-146', 'UnitPrice/Money'),
	term('BT-149', 'PriceBasisQuantity/@quantity'),
	term('BT-150', 'PriceBasisQuantity/UnitOfMeasure'),
]);

/** Goods: `InvoiceDetailItem`. */
export const ITEM = group(
	'BG-25',
	'InvoiceDetailOrder/InvoiceDetailItem',
	[
		term('BT-126', '@invoiceLineNumber'),
		term('BT-127', 'Comments', { value: commentText, only: true }),
		term('BT-129', '@quantity'),
		term('BT-130', 'UnitOfMeasure'),
		term('BT-132', 'InvoiceDetailItemReference/@lineNumber'),
		...amounts,
	],
	[
		period,
		...allowances,
		price,
		taxes,
		extrinsics,
		customFields,
		group(
			'BG-31',
			'InvoiceDetailItemReference',
			[
				term('BT-153', 'Description/ShortName'),
				term('BT-153', 'Description'),
				term('BT-155', 'ItemID/SupplierPartID'),
				term('BT-156', 'ItemID/BuyerPartID'),
				term('BT-157', 'InvoiceDetailItemReferenceIndustry/InvoiceDetailItemReferenceRetail/EANID'),
				term('BT-158', 'Classification', { scheme: 'domain' }),
				term('BT-159', 'Country/@isoCountryCode'),
			],
			[group('BG-32', 'ManufacturerPartID', [term('BT-160', '.', { value: () => 'Manufacturer part', only: true }), term('BT-161', '.')])],
		),
	],
);

/** Services: `InvoiceDetailServiceItem`. */
export const SERVICE = group(
	'BG-25',
	'InvoiceDetailOrder/InvoiceDetailServiceItem',
	[
		term('BT-126', '@invoiceLineNumber'),
		term('BT-127', 'Comments', { value: commentText, only: true }),
		term('BT-129', '@quantity'),
		term('BT-130', 'UnitOfMeasure'),
		term('BT-132', 'InvoiceDetailServiceItemReference/@lineNumber'),
		...amounts,
	],
	[
		period,
		...allowances,
		price,
		taxes,
		extrinsics,
		customFields,
		group('BG-31', 'InvoiceDetailServiceItemReference', [
			term('BT-153', 'Description/ShortName'),
			term('BT-153', 'Description'),
			term('BT-155', 'ItemID/SupplierPartID'),
			term('BT-156', 'ItemID/BuyerPartID'),
			term('BT-158', 'Classification', { scheme: 'domain' }),
		]),
	],
);

/** Invoices of orders as a whole: one line for each order. */
export const ORDER_SUMMARY = group(
	'BG-25',
	'InvoiceDetailHeaderOrder/InvoiceDetailOrderSummary',
	[term('BT-126', '@invoiceLineNumber'), term('BT-127', 'Comments', { value: commentText, only: true }), ...amounts],
	[period, ...allowances, taxes],
);
