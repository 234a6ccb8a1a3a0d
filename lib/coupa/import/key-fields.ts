import { isRecord, type CoupaRecord, type Json } from '../../core';

/** A number or code of an invoice: what records are found by. */
export interface KeyField {
	/** `invoice-lines[0].account.code` */
	path: string;
	/** Column as the documents spell it, where it is one of the usual ones. */
	column?: string;
	value: string;
}

const IS_KEY = /^(?:number|code|(?:[a-z]+-)+(?:number|num|code)|segment-\d+)$/;
/** Free texts and what has rules of its own. */
const SKIPPED = new Set(['custom-fields', 'internal-note', 'supplier-note', 'description', 'taggings']);

const COLUMNS = new Map([
	['invoice-number', 'Invoice Number'],
	['supplier.number', 'Supplier Number'],
	['currency.code', 'Currency'],
	['remit-to-address.remit-to-code', 'Remit To Code'],
	['invoice-lines.order-header-num', 'PO Number'],
	['invoice-lines.po-number', 'PO Number'],
	['invoice-lines.order-line-num', 'PO Line Number'],
	['invoice-lines.source-part-num', 'Supplier Part Number'],
	['invoice-lines.account.code', 'Account Code'],
	['invoice-lines.uom.code', 'Unit of Measure'],
]);

/** Every number and code of an invoice, at whatever depth; blank ones are left out. */
export function keyFields(invoice: CoupaRecord): KeyField[] {
	const fields: KeyField[] = [];
	visit(invoice, '', fields);
	return fields;
}

function visit(record: CoupaRecord, prefix: string, fields: KeyField[]): void {
	for (const [key, value] of Object.entries(record)) {
		if (SKIPPED.has(key)) continue;
		const path = `${prefix}${key}`;
		if (typeof value === 'string') {
			if (IS_KEY.test(key) && value.trim() !== '') fields.push(fieldOf(path, value));
		} else visitInside(value, path, fields);
	}
}

function visitInside(value: Json, path: string, fields: KeyField[]): void {
	if (isRecord(value)) visit(value, `${path}.`, fields);
	if (!Array.isArray(value)) return;
	for (const [index, entry] of value.entries()) if (isRecord(entry)) visit(entry, `${path}[${index}].`, fields);
}

function fieldOf(path: string, value: string): KeyField {
	const column = COLUMNS.get(path.replace(/\[\d+\]/g, ''));
	return { path, value, ...(column === undefined ? {} : { column }) };
}
