import { parseDecimal, type Problem, type Sliced } from '../../../core';
import { isoDay } from '../iso-dates';
import { Group } from '../../terms';
import type { Completion } from '../table';

const HEADER = 'InvoiceDetailRequestHeader';

/** Dates in attributes, orders above their lines, and tax categories. */
export function* completeCxml(reading: Completion): Sliced<Problem[]> {
	const { document } = reading;
	const problems = addDates(reading);
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
	if (document.group('BG-22')?.term('BT-112') === undefined) addTotal(reading);
	return problems;
}

/** The attribute holds the day; an element has no text for `dateOf`. */
function addDates({ document, find }: Completion): Problem[] {
	const dates = [
		{ id: 'BT-2', path: `${HEADER}/@invoiceDate`, owner: document },
		{ id: 'BT-26', path: `${HEADER}/InvoiceIDInfo/@invoiceDate`, owner: document.group('BG-3') },
		{ id: 'XT-order-date', path: 'InvoiceDetailOrder/InvoiceDetailOrderInfo/OrderReference/@orderDate', owner: document },
		{ id: 'BT-72', path: `${HEADER}/InvoiceDetailShipping/@shippingDate`, owner: document.group('BG-13') },
	] as const;
	return dates.flatMap(({ id, path, owner }): Problem[] => {
		const [found] = find(path);
		if (found?.attribute === undefined || !owner) return [];
		const day = isoDay(found.attribute);
		if (day !== null) owner.add(id, { value: day, path: found.path });
		return day === null ? [notADay(id, found.path, found.attribute)] : [];
	});
}

function notADay(id: string, path: string, value: string): Problem {
	return {
		severity: 'error',
		code: 'notADate',
		column: id,
		path,
		value,
		message: `“${value.slice(0, 60)}” (${id}) is not a date of this format. Correct it and send the invoice again.`,
	};
}

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

/** `NetAmount` is left out by some: what is due then is the total, unless something was paid before. */
function addTotal({ document }: Completion): void {
	const totals = document.group('BG-22');
	const due = totals?.term('BT-115');
	if (totals && due && totals.term('BT-113') === undefined) totals.add('BT-112', due);
}
