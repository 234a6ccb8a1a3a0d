import { isRecord, noteWithMark, ownValue, recordsAt, textAt, valueAt, type CoupaRecord } from '../../core';
import { decimalAt, lineAmount } from './amounts';
import { withPercents } from './allocations';
import { accountCodeOf, chartOf, needsAccount } from './accounts';
import { lineClassOf } from './line-class';
import type { References } from './references';
import type { ImportSettings } from './settings';
import { matchRemitTo, REMIT_TO_KEYS, remitToBody } from './remit-to';
import { withTags } from './tags';

/** Keys of a line that say which PO line is meant; the numbers are documented as output only (rules.md §9 ⚠). */
const ORDER_KEYS = ['order-line-id', 'order-header-num', 'order-line-num', 'po-number'];

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
 * The body of POST /api/invoices: the record with the import mark; supplier, remit-to address, chart, accounts and PO lines by the ids under
 * which they were looked up, so that Coupa takes what was checked. Other references stay natural keys as the file gives them (rules.md §9).
 */
export function invoiceBody(
	invoice: CoupaRecord,
	key: string,
	references: References,
	settings: ImportSettings,
	replacedKeys: string[],
	imageHash: string | null = null,
): InvoiceBody {
	const chart = chartOf(invoice);
	const match = references.suppliers.match(invoice);
	const lines = recordsAt(invoice, 'invoice-lines');
	const numbered = lines.some((line) => valueAt(line, 'line-num') !== undefined);
	const sent = lines.map((line, index) => lineBody(line, numbered ? null : index + 1, references, settings, chart));
	const body: CoupaRecord = {
		...(match.kind === 'found' ? withSupplier(withTags(invoice, settings.tagForm), match.supplier) : withTags(invoice, settings.tagForm)),
		'internal-note': noteWithMark(textAt(invoice, 'internal-note'), key, replacedKeys, imageHash),
		'invoice-lines': sent.map((line) => line.body),
	};
	if (chart !== null) body['account-type'] = references.accounts.chartReference(chart);
	if (Array.isArray(invoice['invoice-charges']))
		body['invoice-charges'] = recordsAt(invoice, 'invoice-charges').map((charge) => chargeBody(charge, references, chart));
	return {
		body,
		supplierId: match.kind === 'found' ? (textAt(match.supplier, 'id') ?? null) : null,
		orderLineIds: sent.map((line) => line.orderLineId),
	};
}

/**
 * By id: a name may be that of another supplier as well, and what was checked is what has to be sent. What a milder level lets in goes
 * without an address that nobody may pay to.
 */
function withSupplier(invoice: CoupaRecord, supplier: CoupaRecord): CoupaRecord {
	const remitTos = REMIT_TO_KEYS.flatMap((key): Array<[string, CoupaRecord]> => {
		const given = invoice[key];
		const remitTo = remitToBody(matchRemitTo(supplier, invoice, key), isRecord(given) ? given : {});
		return remitTo === null ? [] : [[key, remitTo]];
	});
	return { ...without(invoice, REMIT_TO_KEYS), supplier: { id: supplier.id ?? null }, ...Object.fromEntries(remitTos) };
}

function chargeBody(charge: CoupaRecord, references: References, chart: string | null): CoupaRecord {
	if (!Array.isArray(charge['account-allocations'])) return withAccounts(charge, references, chart);
	return withAccounts(
		{ ...charge, 'account-allocations': withPercents(recordsAt(charge, 'account-allocations'), decimalAt(charge, 'total')) },
		references,
		chart,
	);
}

function lineBody(line: CoupaRecord, lineNumber: number | null, references: References, settings: ImportSettings, chart: string | null) {
	const match = references.orders.match(line);
	const orderLine = match.kind === 'matched' ? match.orderLine : null;
	const orderLineId = textAt(orderLine ?? undefined, 'id') ?? null;
	let body: CoupaRecord = { ...withTags(line, settings.tagForm), ...classed(line, orderLine) };
	if (lineNumber !== null) body['line-num'] = lineNumber;
	if (orderLine !== null)
		body = { ...without(body, ORDER_KEYS), ...orderReference(match.kind === 'matched' ? match.order : null, orderLine, settings) };
	// Where a check lets a line in whose PO line is not found, it goes without: nobody has checked the line that it may mean.
	else body = without(body, settings.matchPurchaseOrdersBy === 'orderLineId' ? ORDER_KEYS : ['order-line-id']);
	const standard = chart === null ? undefined : ownValue(settings.defaultAccounts, chart);
	if (standard !== undefined && needsAccount(line)) body.account = { code: standard };
	if (body.type === 'InvoiceAmountLine') body = without(body, ['quantity', 'uom']);
	if (Array.isArray(line['account-allocations']))
		body['account-allocations'] = withPercents(recordsAt(line, 'account-allocations'), lineAmount(line));
	return { body: withAccounts(body, references, chart), orderLineId };
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

/** Accounts are known by code within a chart: each one goes by the id that its code has there, else with its chart. */
function withAccounts(owner: CoupaRecord, references: References, chart: string | null): CoupaRecord {
	const copy: CoupaRecord = { ...owner };
	const account = valueAt(owner, 'account');
	const code = accountCodeOf(owner);
	if (isRecord(account) && code !== null) copy.account = chart === null ? { code } : references.accounts.reference(chart, code);
	if (Array.isArray(owner['account-allocations']))
		copy['account-allocations'] = recordsAt(owner, 'account-allocations').map((allocation) => withAccounts(allocation, references, chart));
	return copy;
}

function without(record: CoupaRecord, keys: readonly string[]): CoupaRecord {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
