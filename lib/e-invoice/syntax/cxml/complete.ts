import { parseDecimal, type Problem } from '../../../core';
import { isoDay } from '../iso-dates';
import { Group } from '../../terms';
import type { Completion } from '../table';

const HEADER = 'InvoiceDetailRequestHeader';

/** Dates in attributes, orders above their lines, and tax categories. */
export function completeCxml(reading: Completion): Problem[] {
	const { document } = reading;
	const problems = addDates(reading);
	addOrders(reading);
	addAccounts(reading);
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
function addOrders({ document, find, read }: Completion): void {
	const byPath = new Map(document.many('BG-25').map((line) => [line.path, line]));
	for (const kind of ['InvoiceDetailOrder', 'InvoiceDetailHeaderOrder']) {
		find(kind).forEach((_, index) => {
			const at = `${kind}[${index + 1}]/InvoiceDetailOrderInfo`;
			const order = read('XT-line-order', `${at}/OrderReference/@orderID`) ?? read('XT-line-order', `${at}/OrderIDInfo/@orderID`);
			if (order === null) return;
			for (const name of ['InvoiceDetailItem', 'InvoiceDetailServiceItem', 'InvoiceDetailOrderSummary'])
				for (const { path } of find(`${kind}[${index + 1}]/${name}`)) byPath.get(path)?.add('XT-line-order', order);
		});
	}
}

/** Bank details are references of the partner that is paid. */
function addAccounts({ document, find, read }: Completion): void {
	find(`${HEADER}/InvoicePartner`).forEach((_, index) => {
		const at = `${HEADER}/InvoicePartner[${index + 1}]`;
		const account =
			read('BT-84', `${at}/IdReference[@domain='ibanID']/@identifier`) ??
			read('BT-84', `${at}/IdReference[@domain='accountID']/@identifier`);
		const bic = read('BT-86', `${at}/IdReference[@domain='swiftID']/@identifier`);
		if (account === null) return;
		const transfer = new Group('BG-17', account.path);
		transfer.add('BT-84', account);
		if (bic) transfer.add('BT-86', bic);
		const payment = new Group('BG-16', account.path);
		payment.addGroup(transfer);
		document.addGroup(payment);
	});
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
