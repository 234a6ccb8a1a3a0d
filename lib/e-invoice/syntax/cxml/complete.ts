import { parseDecimal, type Problem, type Sliced } from '../../../core';
import { Group } from '../../terms';
import type { Completion } from '../table';

const HEADER = 'InvoiceDetailRequestHeader';

/** Orders above their lines, accounts, discounts and tax categories. */
export function* completeCxml(reading: Completion): Sliced<Problem[]> {
	const { document } = reading;
	yield* addOrders(reading);
	yield* addAccounts(reading);
	const taxed = [
		...document
			.many('BG-25')
			.flatMap((line) => line.many('BG-30').map((owner) => ({ owner, rate: 'BT-152', category: 'BT-151' }) as const)),
		...document.many('BG-23').map((owner) => ({ owner, rate: 'BT-119', category: 'BT-118' }) as const),
	];
	for (const { owner, rate, category } of taxed) {
		const found = owner.term(rate);
		if (found && parseDecimal(found.value)?.gt(0) === true) owner.add(category, { ...found, value: 'S' });
	}
	for (const line of document.many('BG-25')) nameOfOrder(line);
	// Goods and services have elements of their own: the lines are in the order of their numbers, whatever the element.
	document.sort('BG-25', (one, other) => lineNumber(one) - lineNumber(other));
	yield* addDiscounts(reading);
	if (document.group('BG-22')?.term('BT-112') === undefined) addTotal(reading);
	return [];
}

const lineNumber = (line: Group): number => Number(line.text('BT-126') ?? 0);

/** Several orders may be invoiced at once: each line has the order that it stands below. */
function* addOrders({ document, find, read }: Completion): Sliced<undefined> {
	const byPath = new Map(document.many('BG-25').map((line) => [line.path, line]));
	for (const found of ['InvoiceDetailOrder', 'InvoiceDetailHeaderOrder'].flatMap((kind) => find(kind))) {
		yield;
		const order =
			read('XT-line-order', 'InvoiceDetailOrderInfo/OrderReference/@orderID', found) ??
			read('XT-line-order', 'InvoiceDetailOrderInfo/OrderIDInfo/@orderID', found);
		if (order === null) continue;
		for (const name of ['InvoiceDetailItem', 'InvoiceDetailServiceItem', 'InvoiceDetailOrderSummary'])
			for (const { path } of find(name, found)) byPath.get(path)?.add('XT-line-order', order);
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

/** The first discount for early payment has terms of its own; others are named in the payment terms. One of 0 % says only when payment is due. */
function* addDiscounts({ document, find, read }: Completion): Sliced<undefined> {
	for (const found of find(`${HEADER}/PaymentTerm[Discount/DiscountPercent]`)) {
		yield;
		const percent = read('XT-discount-percent', 'Discount/DiscountPercent/@percent', found);
		const days = read('XT-discount-days', '@payInNumberOfDays', found) ?? read('XT-discount-days', '@payInNumberofDays', found);
		if (!percent || !days || parseDecimal(percent.value)?.eq(0) === true) continue;
		if (document.term('XT-discount-percent')) document.add('BT-20', { ...percent, value: `${percent.value} % within ${days.value} days` });
		else {
			document.add('XT-discount-percent', percent);
			document.add('XT-discount-days', days);
		}
	}
	return undefined;
}

/** `NetAmount` is left out by some: what is due then is the total, unless something was paid before. */
function addTotal({ document }: Completion): void {
	const totals = document.group('BG-22');
	const due = totals?.term('BT-115');
	if (totals && due && totals.term('BT-113') === undefined) totals.add('BT-112', due);
}
