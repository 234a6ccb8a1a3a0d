import { parseDecimal, recordsAt, textAt, valueAt, type CoupaRecord, type Decimal } from '../../../../lib/core';
import type { Company } from '../company';
import { timestamp } from '../time';
import { findOrderLine } from './order-lines';
import { amount } from './totals';

/** Coupa's code values are not public (rules.md §12): these are plainly the sandbox's own. */
const CODES = { price: 'SANDBOX_PRICE', quantity: 'SANDBOX_QUANTITY' };

interface Breach {
	code: string;
	found: Decimal;
	limit: Decimal;
	detail: string;
}

/**
 * What an invoice's PO-backed lines exceed: the PO line's price, or what is left of its quantity (of its total on amount
 * lines), each widened by the tolerance of the settings.
 * @returns records of the definition Invoice-FailedTolerance, new ids included
 */
export function failedTolerances(company: Company, invoice: CoupaRecord): CoupaRecord[] {
	return recordsAt(invoice, 'invoice-lines').flatMap((line) =>
		breachesOf(company, line).map((breach) => toleranceRecord(company, invoice, line, breach)),
	);
}

function breachesOf({ records, settings }: Company, line: CoupaRecord): Breach[] {
	const orderLine = findOrderLine(records, line, false)?.line;
	if (orderLine === undefined) return [];
	const place = `line ${textAt(line, 'line-num') ?? '?'}`;
	const open = amount(orderLine, line.type === 'InvoiceAmountLine' ? 'total' : 'quantity').minus(amount(orderLine, 'invoiced'));
	if (line.type === 'InvoiceAmountLine') {
		return exceeds(CODES.price, amount(line, 'price'), widened(open, settings.priceTolerancePercent), `amount of ${place}`);
	}
	return [
		...exceeds(
			CODES.price,
			amount(line, 'price'),
			widened(amount(orderLine, 'price'), settings.priceTolerancePercent),
			`price of ${place}`,
		),
		...exceeds(CODES.quantity, amount(line, 'quantity'), widened(open, settings.quantityTolerancePercent), `quantity of ${place}`),
	];
}

function widened(ordered: Decimal, percent: string | null): Decimal | null {
	const tolerance = percent === null ? null : parseDecimal(percent);
	return tolerance === null ? null : ordered.plus(ordered.times(tolerance).div(100));
}

function exceeds(code: string, found: Decimal, limit: Decimal | null, what: string): Breach[] {
	return limit === null || found.lte(limit)
		? []
		: [{ code, found, limit, detail: `${what}: ${found.toFixed()} is above ${limit.toFixed()}` }];
}

function toleranceRecord({ records, settings }: Company, invoice: CoupaRecord, line: CoupaRecord, breach: Breach): CoupaRecord {
	const now = timestamp(settings.utcOffset);
	return {
		id: records.nextId('Invoice-FailedTolerance'),
		'created-at': now,
		'updated-at': now,
		code: breach.code,
		resolved: false,
		'resolution-strategy': null,
		'breach-amount': breach.found.toFixed(),
		'breach-limit': breach.limit.toFixed(),
		'breach-detail-1': breach.detail,
		'breach-detail-2': null,
		'breach-detail-3': null,
		'breach-detail-4': null,
		'failable-id': line.id ?? null,
		'failable-type': 'InvoiceLine',
		'account-type-id': valueAt(invoice, 'account-type', 'id') ?? null,
	};
}
