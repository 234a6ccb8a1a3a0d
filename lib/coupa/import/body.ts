import { isRecord, recordsAt, textAt, valueAt, type CoupaRecord, ownValue } from '../../core';
import { decimalAt, lineAmount } from './amounts';
import { withPercents } from './allocations';
import { accountCodeOf, chartOf, needsAccount } from './accounts';
import { lineClassOf } from './line-class';
import { noteWithMark } from './import-mark';
import type { References } from './references';
import type { ImportSettings } from './settings';
import { matchRemitTo } from './suppliers';
import { withTags } from './tags';

/** Keys of a line that say which PO line is meant; documented as output only (rules.md §9 ⚠). */
const ORDER_KEYS = ['order-header-num', 'order-line-num', 'po-number'];

/** What goes to Coupa for one invoice, and what the answer has to show for it. */
export interface InvoiceBody {
	/** Body of POST or PUT. */
	body: CoupaRecord;
	/** Coupa's id of the supplier the file names; null when it was not looked up. */
	supplierId: string | null;
	/** PO line ids by place of the line; null for an unbacked line. */
	orderLineIds: Array<string | null>;
}

/**
 * The body of POST /api/invoices: the record with the import mark, its lines matched to their PO lines, and accounts that name
 * their chart, the remit-to address by its id. Other references stay natural keys as the file gives them (rules.md §9).
 */
export function invoiceBody(
	invoice: CoupaRecord,
	key: string,
	references: References,
	settings: ImportSettings,
	replacedKeys: string[],
): InvoiceBody {
	const chart = chartOf(invoice);
	const match = references.suppliers.match(invoice);
	const lines = recordsAt(invoice, 'invoice-lines');
	const numbered = lines.some((line) => valueAt(line, 'line-num') !== undefined);
	const sent = lines.map((line, index) => lineBody(line, numbered ? null : index + 1, references, settings, chart));
	const body: CoupaRecord = {
		...withTags(invoice, settings.tagForm),
		'internal-note': noteWithMark(textAt(invoice, 'internal-note'), key, replacedKeys),
		'invoice-lines': sent.map((line) => line.body),
	};
	if (match.kind === 'found') {
		body.supplier = { [match.by]: valueAt(invoice, 'supplier', match.by) ?? null };
		const remitTo = matchRemitTo(match.supplier, invoice);
		// No natural key is documented for it (samples/invoice.post.json).
		if (remitTo.kind === 'found' && valueAt(remitTo.address, 'id') !== undefined)
			body['remit-to-address'] = { id: valueAt(remitTo.address, 'id') ?? null };
		// What a milder level lets in goes without an address that nobody may pay to any more.
		if (remitTo.kind === 'inactive') delete body['remit-to-address'];
	}
	if (Array.isArray(invoice['invoice-charges']))
		body['invoice-charges'] = recordsAt(invoice, 'invoice-charges').map((charge) => chargeBody(charge, chart));
	return {
		body,
		supplierId: match.kind === 'found' ? (textAt(match.supplier, 'id') ?? null) : null,
		orderLineIds: sent.map((line) => line.orderLineId),
	};
}

function chargeBody(charge: CoupaRecord, chart: string | null): CoupaRecord {
	if (!Array.isArray(charge['account-allocations'])) return withChart(charge, chart);
	return withChart(
		{ ...charge, 'account-allocations': withPercents(recordsAt(charge, 'account-allocations'), decimalAt(charge, 'total')) },
		chart,
	);
}

function lineBody(line: CoupaRecord, lineNumber: number | null, references: References, settings: ImportSettings, chart: string | null) {
	const match = references.orders.match(line);
	const orderLine = match.kind === 'matched' ? match.orderLine : null;
	const orderLineId = valueAt(orderLine ?? line, orderLine === null ? 'order-line-id' : 'id') ?? null;
	let body: CoupaRecord = { ...withTags(line, settings.tagForm), ...classed(line, orderLine) };
	if (lineNumber !== null) body['line-num'] = lineNumber;
	if (orderLine !== null)
		body = { ...without(body, ORDER_KEYS), ...orderReference(match.kind === 'matched' ? match.order : null, orderLine, settings) };
	// Where a check lets a line in whose PO line is not found, it goes without: Coupa's numbers of it are output only.
	else if (settings.matchPurchaseOrdersBy === 'orderLineId') body = without(body, ORDER_KEYS);
	const standard = chart === null ? undefined : ownValue(settings.defaultAccounts, chart);
	if (standard !== undefined && needsAccount(line)) body.account = { code: standard };
	if (body.type === 'InvoiceAmountLine') body = without(body, ['quantity', 'uom']);
	if (Array.isArray(line['account-allocations']))
		body['account-allocations'] = withPercents(recordsAt(line, 'account-allocations'), lineAmount(line));
	return { body: withChart(body, chart), orderLineId: orderLineId === null ? null : String(orderLineId) };
}

function classed(line: CoupaRecord, orderLine: CoupaRecord | null): CoupaRecord {
	const { type } = lineClassOf(line, orderLine);
	if (type === 'InvoiceQuantityLine') return { type };
	return { type, price: lineAmount(line)?.toFixed() ?? line.price ?? null };
}

function orderReference(order: CoupaRecord | null, orderLine: CoupaRecord, settings: ImportSettings): CoupaRecord {
	if (settings.matchPurchaseOrdersBy === 'orderLineId') return { 'order-line-id': orderLine.id ?? null };
	return { 'order-header-num': textAt(order ?? undefined, 'po-number') ?? null, 'order-line-num': textAt(orderLine, 'line-num') ?? null };
}

/** Accounts are known by code within a chart: each one names it (samples/invoice.post.json). */
function withChart(owner: CoupaRecord, chart: string | null): CoupaRecord {
	const copy: CoupaRecord = { ...owner };
	const account = valueAt(owner, 'account');
	const code = accountCodeOf(owner);
	if (isRecord(account) && code !== null) copy.account = { code, ...(chart === null ? {} : { 'account-type': { name: chart } }) };
	if (Array.isArray(owner['account-allocations']))
		copy['account-allocations'] = recordsAt(owner, 'account-allocations').map((allocation) => withChart(allocation, chart));
	return copy;
}

function without(record: CoupaRecord, keys: string[]): CoupaRecord {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
