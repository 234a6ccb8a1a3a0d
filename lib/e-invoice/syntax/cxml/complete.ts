import type { Problem, Sliced } from '../../../core';
import { isoDay } from '../iso-dates';
import { Group } from '../../terms';
import type { Completion } from '../table';
import { addTaxes } from './taxes';
import { addTotal } from './total';

const HEADER = 'InvoiceDetailRequestHeader';

/** Dates in attributes, orders above their lines, taxes and totals. */
export function* completeCxml(reading: Completion): Sliced<Problem[]> {
	const { document } = reading;
	const problems = addDates(reading);
	yield* addOrders(reading);
	yield* addAccounts(reading);
	for (const line of document.many('BG-25')) nameOfOrder(line);
	addSender(reading);
	addPreceding(reading);
	problems.push(...noInvoice(reading), ...addTaxes(reading), ...addTotal(reading));
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
			read('XT-line-order', 'InvoiceDetailOrderInfo/OrderIDInfo/@orderID', found) ??
			read('XT-line-order', 'InvoiceDetailOrderInfo/OrderReference/DocumentReference/@payloadID', found);
		const contract =
			read('XT-line-contract', 'InvoiceDetailOrderInfo/MasterAgreementReference/@agreementID', found) ??
			read('XT-line-contract', 'InvoiceDetailOrderInfo/MasterAgreementIDInfo/@agreementID', found) ??
			read('XT-line-contract', 'InvoiceDetailOrderInfo/MasterAgreementReference/DocumentReference/@payloadID', found);
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
