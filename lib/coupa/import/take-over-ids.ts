import { HEADER_AMOUNTS, recordsAt, textAt, type CoupaRecord, ownValue, setOwn } from '../../core';

/** Lists of an invoice whose rows have an id of their own, and the lists inside them. */
const NESTED: Record<string, string[]> = {
	'invoice-lines': ['account-allocations', 'tax-lines', 'withholding-tax-lines'],
	'invoice-charges': ['account-allocations', 'tax-lines'],
	'tax-lines': [],
	'withholding-tax-lines': [],
	'account-allocations': [],
};

/** Fields of a draft that the update needs: every id it holds, and what rows are matched by. */
export const ID_FIELDS = [
	'id',
	'tax-lines.id',
	'withholding-tax-lines.id',
	'invoice-lines.id',
	'invoice-lines.line-num',
	'invoice-lines.type',
	'invoice-lines.account-allocations.id',
	'invoice-lines.tax-lines.id',
	'invoice-lines.withholding-tax-lines.id',
	'invoice-charges.id',
	'invoice-charges.line-num',
	'invoice-charges.type',
	'invoice-charges.account-allocations.id',
	'invoice-charges.tax-lines.id',
	...HEADER_AMOUNTS,
];

const HEADER_LISTS = ['invoice-lines', 'invoice-charges', 'tax-lines', 'withholding-tax-lines'];

/**
 * The body of a PUT that turns a draft into the new version: rows take over the ids of the draft's rows (rules.md §9:
 * rows are updated by id inside the body), lines and charges by line number and class, the rest by place. Amounts the
 * new version no longer has become zero. Null when the draft has a row too many: a PUT cannot take rows away.
 */
export function withIdsOf(body: CoupaRecord, draft: CoupaRecord): CoupaRecord | null {
	const updated: CoupaRecord = { ...body };
	for (const key of HEADER_LISTS) {
		const rows = takeOver(recordsAt(body, key), recordsAt(draft, key), key);
		if (rows === null) return null;
		if (Array.isArray(ownValue(body, key))) setOwn(updated, key, rows);
	}
	for (const key of HEADER_AMOUNTS) {
		if (ownValue(updated, key) === undefined && Number(textAt(draft, key) ?? 0) !== 0) setOwn(updated, key, '0');
	}
	return updated;
}

function takeOver(rows: CoupaRecord[], old: CoupaRecord[], key: string): CoupaRecord[] | null {
	const free = [...old];
	const taken: CoupaRecord[] = [];
	for (const [place, row] of rows.entries()) {
		const match = takeMatch(free, row, place, key);
		const nested = match === undefined ? row : takeOverNested(row, match, key);
		if (nested === null) return null;
		taken.push(match?.id === undefined ? nested : { id: match.id, ...nested });
	}
	return free.length === 0 ? taken : null;
}

/** The draft's row that a new row takes the place of; a line of the other class cannot become it. */
function takeMatch(free: CoupaRecord[], row: CoupaRecord, place: number, key: string): CoupaRecord | undefined {
	const byNumber = key === 'invoice-lines' || key === 'invoice-charges';
	const number = textAt(row, 'line-num') ?? String(place + 1);
	const index = byNumber ? free.findIndex((old) => (textAt(old, 'line-num') ?? number) === number && sameType(old, row)) : 0;
	return index < 0 ? undefined : free.splice(index, 1)[0];
}

function sameType(old: CoupaRecord, row: CoupaRecord): boolean {
	const [left, right] = [textAt(old, 'type'), textAt(row, 'type')];
	return left === undefined || right === undefined || left === right;
}

function takeOverNested(row: CoupaRecord, old: CoupaRecord, key: string): CoupaRecord | null {
	const copy: CoupaRecord = { ...row };
	for (const list of ownValue(NESTED, key) ?? []) {
		const rows = takeOver(recordsAt(row, list), recordsAt(old, list), list);
		if (rows === null) return null;
		if (Array.isArray(ownValue(row, list))) setOwn(copy, list, rows);
	}
	return copy;
}
