import { parseDecimal, type Problem, type Sliced } from '../../../core';
import { isoDay } from '../iso-dates';
import { Group } from '../../terms';
import type { Completion } from '../table';
import { addTaxes } from './taxes';
import { addTotal } from './total';

const HEADER = 'InvoiceDetailRequestHeader';

/** Where `InvoiceDetailOrderInfo` names its order: suppliers of Coupa have its number where others name the message that it came with. */
export const ORDER_REFERENCES: readonly string[] = [
	'OrderReference/@orderID',
	'OrderIDInfo/@orderID',
	'OrderReference/DocumentReference/@payloadID',
];

/** Where it names its contract. */
export const CONTRACT_REFERENCES: readonly string[] = [
	'MasterAgreementReference/@agreementID',
	'MasterAgreementIDInfo/@agreementID',
	'MasterAgreementReference/DocumentReference/@payloadID',
];

/** Orders above their lines, accounts, discounts for early payment, taxes and totals. */
export function* completeCxml(reading: Completion): Sliced<Problem[]> {
	const { document } = reading;
	yield* addOrders(reading);
	yield* addAccounts(reading);
	for (const line of document.many('BG-25')) nameOfOrder(line);
	// Goods and services have elements of their own: the lines are in the order of their numbers, whatever the element.
	document.sort('BG-25', (one, other) => lineNumber(one) - lineNumber(other));
	yield* addDiscounts(reading);
	addSender(reading);
	addPreceding(reading);
	return [...noInvoice(reading), ...(yield* addTaxes(reading)), ...addTotal(reading)];
}

const lineNumber = (line: Group): number => Number(line.text('BT-126') ?? 0);

/** Several orders may be invoiced at once: each line has the order that it stands below, and its contract where it is not that of all. */
function* addOrders({ document, find, read }: Completion): Sliced<undefined> {
	const byPath = new Map(document.many('BG-25').map((line) => [line.path, line]));
	const orders = ['InvoiceDetailOrder', 'InvoiceDetailHeaderOrder'].flatMap((kind) => find(kind));
	for (const found of orders) {
		yield;
		const first = (id: 'XT-line-order' | 'XT-line-contract', paths: readonly string[]) =>
			paths.flatMap((path) => read(id, `InvoiceDetailOrderInfo/${path}`, found) ?? [])[0];
		const order = first('XT-line-order', ORDER_REFERENCES);
		const contract = orders.length > 1 ? first('XT-line-contract', CONTRACT_REFERENCES) : undefined;
		for (const name of ['InvoiceDetailItem', 'InvoiceDetailServiceItem', 'InvoiceDetailOrderSummary'])
			for (const { path } of find(name, found)) {
				if (order) byPath.get(path)?.add('XT-line-order', order);
				if (contract) byPath.get(path)?.add('XT-line-contract', contract);
			}
	}
	return undefined;
}

/** Bank details are references of the partner that is paid. */
function* addAccounts({ document, find, read }: Completion): Sliced<undefined> {
	for (const partner of find(`${HEADER}/InvoicePartner`)) {
		yield;
		const account =
			read('BT-84', "IdReference[@domain='ibanID']/@identifier", partner) ??
			read('BT-84', "IdReference[@domain='accountID']/@identifier", partner);
		const bic = read('BT-86', "IdReference[@domain='swiftID']/@identifier", partner);
		if (account === null) continue;
		const transfer = new Group('BG-17', account.path);
		transfer.add('BT-84', account);
		if (bic) transfer.add('BT-86', bic);
		const payment = new Group('BG-16', account.path);
		payment.addGroup(transfer);
		document.addGroup(payment);
	}
	return undefined;
}

/** The line of an order as a whole has no item: it is called by its order. */
function nameOfOrder(line: Group): void {
	const order = line.term('XT-line-order');
	if (line.group('BG-31') || !order) return;
	const item = new Group('BG-31', order.path);
	item.add('BT-153', { ...order, value: `Order ${order.value}` });
	line.addGroup(item);
}

/**
 * The first discount for early payment has terms of its own; others, one that is an amount, and what is put on for late payment, are named in the
 * payment terms. One of 0 % says only when payment is due.
 */
function* addDiscounts({ document, find, read }: Completion): Sliced<undefined> {
	for (const found of ['PaymentTerm', 'InvoiceDetailPaymentTerm'].flatMap((name) => find(`${HEADER}/${name}`))) {
		yield;
		const days =
			read('XT-discount-days', 'Discount/DiscountDueDays', found) ??
			read('XT-discount-days', '@payInNumberOfDays', found) ??
			read('XT-discount-days', '@payInNumberofDays', found);
		const percent =
			read('XT-discount-percent', 'Discount/DiscountPercent/@percent', found) ?? read('XT-discount-percent', '@percentageRate', found);
		const amount = percent === null ? read('BT-115', 'Discount/DiscountAmount/Money', found) : null;
		if (amount)
			document.add('BT-20', { ...amount, value: `discount of ${amount.value}${days === null ? '' : ` within ${days.value} days`}` });
		const share = parseDecimal(percent?.value ?? '');
		if (!percent || !days || !share || share.eq(0)) continue;
		if (share.lt(0) || document.term('XT-discount-percent'))
			document.add('BT-20', { ...percent, value: `${percent.value} % within ${days.value} days` });
		else {
			document.add('XT-discount-percent', percent);
			document.add('XT-discount-days', days);
		}
	}
	return undefined;
}

/** Who sends the invoice, where no partner is named as its issuer: the envelope says who that is. */
function addSender({ document, read }: Completion): void {
	const identity = document.group('BG-4') === undefined ? read('BT-34', '/Header/From/Credential/Identity') : null;
	if (identity === null) return;
	const seller = new Group('BG-4', identity.path);
	seller.add('BT-34', identity);
	document.addGroup(seller);
}

/** Fields of Coupa's own that name the invoice which is credited, where cXML's element for it is left out. */
function addPreceding({ document, find, read }: Completion): void {
	if (document.group('BG-3') !== undefined || document.text('BT-3') !== '381') return;
	const field = (name: string) => `${HEADER}/Extrinsic/IdReference[@identifier='${name}']/Description`;
	const number = read('BT-25', field('original_invoice')) ?? read('BT-25', `${HEADER}/DocumentReference/@payloadID`);
	const [date] = find(field('original_invoice_date'));
	const day = date === undefined ? null : isoDay(date.element.text);
	if (number === null) return;
	const preceding = new Group('BG-3', number.path);
	preceding.add('BT-25', number);
	if (date !== undefined && day !== null) preceding.add('BT-26', { value: day, path: date.path });
	document.addGroup(preceding);
}

/** A request may take an invoice back, or repeat it for information. */
function noInvoice({ find }: Completion): Problem[] {
	const [operation] = find(`${HEADER}/@operation`);
	const [information] = find(`${HEADER}/@isInformationOnly`);
	if (operation?.attribute === 'delete')
		return [
			notTaken(
				operation.path,
				'delete',
				'The document takes an invoice back that was sent before (operation “delete”). It is not taken as an invoice: see that the other one is not paid.',
			),
		];
	if (information?.attribute === 'yes')
		return [
			notTaken(
				information.path,
				'yes',
				'The document is for information only (isInformationOnly): it asks for no payment and is not taken as an invoice.',
			),
		];
	return [];
}

function notTaken(path: string, value: string, message: string): Problem {
	return { severity: 'error', code: 'noInvoice', column: 'BT-3', path, value, message };
}
