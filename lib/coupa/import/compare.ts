import {
	HEADER_AMOUNTS,
	lookUpKey,
	isRecord,
	recordsAt,
	sameDecimal,
	textAt,
	valueAt,
	type CoupaRecord,
	type Json,
	type Problem,
	ownValue,
} from '../../core';
import type { InvoiceBody } from './body';
import { tagNames } from './tags';

/** References of the header that Coupa drops without a word when it does not know them (rules.md §2). */
const HEADER_REFERENCES = [
	'currency',
	'account-type',
	'remit-to-address',
	'payment-term',
	'shipping-term',
	'bill-to-address',
	'ship-to-address',
	'contract',
	'tax-code',
];
const COMPARED_AMOUNTS = ['supplier-total', 'tax-rate', ...HEADER_AMOUNTS];
const LINE_REFERENCES = ['account', 'uom', 'tax-code', 'commodity', 'contract', 'period'];
const LINE_AMOUNTS = ['price', 'quantity', 'tax-amount'];

/** Keys that a reference is known by, the telling one first. */
const NATURAL_KEYS = ['id', 'code', 'number', 'remit-to-code', 'name'];

/** Fields that every comparison needs, for a GET with explicit fields: a response filter may hide some of them. */
export const COMPARED_FIELDS = [
	'id',
	'status',
	'invoice-number',
	'supplier.id',
	'internal-note',
	'image-scan',
	'image-scan-file-name',
	'created-by.id',
	'created-by.login',
	'updated-by.id',
	'updated-by.login',
	...HEADER_REFERENCES.flatMap(referenceFields),
	...COMPARED_AMOUNTS,
	'tax-lines.amount',
	'tax-lines.tax-code.code',
	'tax-lines.tax-code.id',
	...['line-num', 'type', 'order-line-id', ...LINE_AMOUNTS, ...LINE_REFERENCES.flatMap(referenceFields), ...rowFields()].map(
		(field) => `invoice-lines.${field}`,
	),
	...['line-num', 'type', 'total', 'account.id', 'account.code', ...rowFields()].map((field) => `invoice-charges.${field}`),
];

/** Everything that is compared for what was sent. Tags are asked for, whole, only where there are any: their form is contradicted. */
export function comparedFields({ body }: InvoiceBody): string[] {
	const tagged = [
		...(body.taggings === undefined ? [] : ['taggings']),
		...(recordsAt(body, 'invoice-lines').some(({ taggings }) => taggings !== undefined) ? ['invoice-lines.taggings'] : []),
	];
	return [...COMPARED_FIELDS, ...tagged];
}

/** What Coupa kept otherwise than it was sent, and what its answer does not show. */
export interface Comparison {
	differences: Problem[];
	/** Paths whose keys are absent in the answer, which then says nothing about them. */
	notShown: string[];
}

/**
 * Compares an invoice in Coupa with what was sent: references, PO matches, accounts, tax codes, amounts and tags. Texts are
 * compared without case, decimals by value; zero and nothing are the same amount.
 */
export function compareWithSent(sent: InvoiceBody, got: CoupaRecord): Comparison {
	const comparison = new Comparer();
	const { body } = sent;
	if (sent.supplierId !== null)
		comparison.text(
			'supplier.id',
			sent.supplierId,
			valueAt(got, 'supplier') === undefined ? undefined : (valueAt(got, 'supplier', 'id') ?? null),
		);
	for (const key of HEADER_REFERENCES) comparison.reference(key, ownValue(body, key), ownValue(got, key));
	for (const key of COMPARED_AMOUNTS) comparison.decimal(key, ownValue(body, key), ownValue(got, key));
	comparison.tags('', body, got);
	comparison.rows('tax-lines', body, got, '', taxLine);
	comparison.rows('invoice-lines', body, got, '', (line, other, path, index) => {
		comparison.text(`${path}type`, textAt(line, 'type'), other.type);
		comparison.text(`${path}order-line-id`, sent.orderLineIds[index] ?? undefined, other['order-line-id']);
		for (const key of LINE_REFERENCES) comparison.reference(`${path}${key}`, ownValue(line, key), ownValue(other, key));
		for (const key of LINE_AMOUNTS) comparison.decimal(`${path}${key}`, ownValue(line, key), ownValue(other, key));
		comparison.tags(path, line, other);
		comparison.rows('account-allocations', line, other, path, allocation);
		comparison.rows('tax-lines', line, other, path, taxLine);
	});
	comparison.rows('invoice-charges', body, got, '', (charge, other, path) => {
		comparison.text(`${path}type`, textAt(charge, 'type'), other.type);
		comparison.decimal(`${path}total`, charge.total, other.total);
		comparison.reference(`${path}account`, charge.account, other.account);
		comparison.rows('account-allocations', charge, other, path, allocation);
		comparison.rows('tax-lines', charge, other, path, taxLine);
	});
	return comparison;

	function taxLine(row: CoupaRecord, other: CoupaRecord, path: string): void {
		comparison.decimal(`${path}amount`, row.amount, other.amount);
		comparison.reference(`${path}tax-code`, row['tax-code'], other['tax-code']);
	}

	function allocation(row: CoupaRecord, other: CoupaRecord, path: string): void {
		comparison.reference(`${path}account`, row.account, other.account);
		comparison.decimal(`${path}pct`, row.pct, other.pct);
		comparison.decimal(`${path}amount`, row.amount, other.amount);
	}
}

const TAG_ADVICE = ' If Coupa stores none of your tags, choose the other form in the option "Tags Sent As" of Import.';

class Comparer implements Comparison {
	readonly differences: Problem[] = [];
	readonly notShown: string[] = [];

	text(path: string, sent: string | undefined, got: Json | undefined): void {
		if (sent === undefined) return;
		if (got === undefined) this.notShown.push(path);
		else if (lookUpKey(String(got ?? '')) !== lookUpKey(sent)) this.differ(path, sent, got);
	}

	decimal(path: string, sent: Json | undefined, got: Json | undefined): void {
		const text = scalarText(sent);
		if (text === null) return;
		const isNothing = sameDecimal(text, '0');
		if (got === undefined && !isNothing) this.notShown.push(path);
		else if (!sameDecimal(text, scalarText(got) ?? '0')) this.differ(path, text, got ?? null);
	}

	/** Compared by the telling key that was sent; an object where only other keys come back is not judged by them. */
	reference(path: string, sent: Json | undefined, got: Json | undefined): void {
		const key = isRecord(sent) ? NATURAL_KEYS.find((name) => scalarText(ownValue(sent, name)) !== null) : undefined;
		const text = isRecord(sent) && key !== undefined ? scalarText(ownValue(sent, key)) : scalarText(sent);
		if (text === null) return;
		const shown = isRecord(got) && key !== undefined ? ownValue(got, key) : got;
		const place = key === undefined ? path : `${path}.${key}`;
		if (shown === undefined) this.notShown.push(place);
		else if (lookUpKey(scalarText(shown) ?? '') !== lookUpKey(text)) this.differ(place, text, shown);
	}

	/** Every tag that was sent is there by its name, in whichever form Coupa shows tags. */
	tags(path: string, sent: CoupaRecord, got: CoupaRecord): void {
		const names = tagNames(sent) ?? [];
		const kept = tagNames(got)?.map(lookUpKey);
		if (names.length === 0) return;
		if (kept === undefined) this.notShown.push(`${path}taggings`);
		else for (const name of names) if (!kept.includes(lookUpKey(name))) this.differ(`${path}taggings`, name, null, TAG_ADVICE);
	}

	/** Rows by line number where both sides have one, else by place; Coupa must not have more or fewer of them. */
	rows(
		key: string,
		sent: CoupaRecord,
		got: CoupaRecord,
		prefix: string,
		compare: (row: CoupaRecord, other: CoupaRecord, path: string, index: number) => void,
	): void {
		const rows = recordsAt(sent, key);
		const others = recordsAt(got, key);
		if (rows.length > 0 && ownValue(got, key) === undefined) {
			this.notShown.push(`${prefix}${key}`);
			return;
		}
		if (rows.length > 0 && rows.length !== others.length) this.differ(`${prefix}${key}`, `${rows.length} rows`, `${others.length} rows`);
		for (const [index, row] of rows.entries()) {
			const other =
				others.find((candidate) => textAt(row, 'line-num') !== undefined && textAt(candidate, 'line-num') === textAt(row, 'line-num')) ??
				others[index];
			if (other !== undefined) compare(row, other, `${prefix}${key}[${index}].`, index);
		}
	}

	private differ(path: string, sent: string, got: Json, advice = ''): void {
		const kept = isRecord(got) || scalarText(got) === null ? 'nothing' : `"${scalarText(got)}"`;
		this.differences.push({
			severity: 'warning',
			code: 'notKept',
			path,
			value: sent,
			message: `"${sent}" was sent to Coupa for ${path}, but Coupa stored ${kept}: it drops what it does not know or does not allow. Correct the draft in Coupa and submit it there.${advice}`,
			keepsDraft: true,
		});
	}
}

function scalarText(value: Json | undefined): string | null {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function referenceFields(key: string): string[] {
	return NATURAL_KEYS.filter((name) => isKeyOf(key, name)).map((name) => `${key}.${name}`);
}

/** The keys that an object has at all: asking for others might be refused. */
function isKeyOf(object: string, key: string): boolean {
	const keys: Record<string, string[]> = {
		currency: ['id', 'code'],
		'account-type': ['id', 'name'],
		'remit-to-address': ['id', 'name', 'remit-to-code'],
		'bill-to-address': ['id', 'name'],
		'ship-to-address': ['id', 'name'],
		contract: ['id', 'number', 'name'],
		account: ['id', 'code', 'name'],
		uom: ['id', 'code'],
		commodity: ['id', 'name'],
		period: ['id', 'name'],
	};
	return (ownValue(keys, object) ?? ['id', 'code']).includes(key);
}

function rowFields(): string[] {
	return [
		'account-allocations.pct',
		'account-allocations.amount',
		'account-allocations.account.id',
		'account-allocations.account.code',
		'tax-lines.amount',
		'tax-lines.tax-code.id',
		'tax-lines.tax-code.code',
	];
}
