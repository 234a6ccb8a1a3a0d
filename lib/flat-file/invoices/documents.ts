import { lookUpKey } from '../../core';
import { cellOf, type RawRow } from '../sort-rows';
import type { FlatFileTable } from '../table';
import { invoiceHeaderRows } from '../tables/invoices';

/** The rows of one invoice: its header row first in meaning, all rows in file order. */
export interface RowGroup {
	number: string;
	supplierNumber: string;
	supplierName: string;
	header: RawRow;
	rows: RawRow[];
	/** Rows that could only be placed by guess, and why they make the document unsafe. */
	doubts: Array<{ row: RawRow; reason: 'dataBeforeHeader' | 'unknownRowKind' | 'numberMissing' | 'csvSyntax' }>;
	/** The first header row of the file with this number and supplier, where this is a later one. */
	twinOf: RawRow | null;
}

/** Rows that belong to no invoice of the file. */
export interface StrayGroup {
	number: string;
	rows: RawRow[];
	reason: 'noSuchInvoice' | 'unknownRowKind' | 'dataBeforeHeader' | 'foreignKind' | 'numberMissing' | 'csvSyntax';
}

/** Groups of one number by what a row may say about its supplier, each in file order. */
interface NumberIndex {
	all: RowGroup[];
	bySupplierNumber: Map<string, RowGroup[]>;
	bySupplierName: Map<string, RowGroup[]>;
	bySupplierNameOnly: Map<string, RowGroup[]>;
	withoutSupplierNumber: RowGroup[];
	withoutSupplierName: RowGroup[];
}

/**
 * Places every row by number and supplier (csv/invoices_import.json, `keys`: Supplier Number first, then Supplier Name; a row
 * without supplier goes to the nearest header row of that number above it). Rows that cannot be read are placed at the
 * invoice they name, so that it is not imported without them.
 */
export function bindRows(
	rows: RawRow[],
	{ foreignKinds = {} }: Pick<FlatFileTable, 'foreignKinds'>,
): { groups: RowGroup[]; strays: StrayGroup[] } {
	const groups = rows.filter((row) => row.kind === invoiceHeaderRows && row.header && numberOf(row) !== '').map(newGroup);
	markTwins(groups);
	const index = new NumberIndexes(groups);
	const byHeader = new Map(groups.map((group) => [group.header, group]));
	const foreign = new Set(Object.keys(foreignKinds).map(lookUpKey));
	const strays = new Map<string, StrayGroup>();
	let above: RowGroup | undefined;
	for (const row of rows) {
		const own = byHeader.get(row);
		if (row.kind === invoiceHeaderRows) above = own;
		if (own && row.damaged !== undefined) own.doubts.push({ row, reason: 'csvSyntax' });
		const place =
			own ?? (row.kind === null && foreign.has(lookUpKey(row.rowKind)) ? stray(row.rowKind, 'foreignKind') : placeOf(row, index, above));
		if ('header' in place) place.rows.push(row);
		else strayLike(strays, place).rows.push(row);
	}
	return { groups, strays: [...strays.values()] };
}

/** The stray group that the given one joins: one for each reason and number. */
function strayLike(strays: Map<string, StrayGroup>, group: StrayGroup): StrayGroup {
	const key = `${group.reason}\n${group.number}`;
	const existing = strays.get(key);
	if (!existing) strays.set(key, group);
	return existing ?? group;
}

const newGroup = (header: RawRow): RowGroup => ({
	number: numberOf(header),
	supplierNumber: cellOf(header, 'Supplier Number'),
	supplierName: cellOf(header, 'Supplier Name'),
	header,
	rows: [],
	doubts: [],
	twinOf: null,
});

function numberOf(row: RawRow): string {
	return cellOf(row, row.kind?.keyColumns[0] ?? '');
}

/** Of invoices with the same number and supplier the first one counts (docs/import.md#one-number); a number wins over a name. */
function markTwins(groups: RowGroup[]): void {
	const first = new Map<string, RawRow>();
	for (const group of groups) {
		const { number, supplierNumber, supplierName, header } = group;
		const supplier = supplierNumber === '' ? ['name', lookUpKey(supplierName)] : ['number', lookUpKey(supplierNumber)];
		const key = JSON.stringify([lookUpKey(number), ...supplier]);
		group.twinOf = first.get(key) ?? null;
		if (group.twinOf === null) first.set(key, header);
	}
}

const stray = (number: string, reason: StrayGroup['reason']): StrayGroup => ({ number, rows: [], reason });

/** Finds the groups of a number: those that spell it the same, else those with the same key (lookUpKey). */
class NumberIndexes {
	private readonly exact: Map<string, NumberIndex>;
	private readonly anyCase: Map<string, NumberIndex>;

	constructor(groups: RowGroup[]) {
		this.exact = indexed(groups, (number) => number);
		this.anyCase = indexed(groups, lookUpKey);
	}

	of(number: string): NumberIndex | undefined {
		return this.exact.get(number) ?? this.anyCase.get(lookUpKey(number));
	}

	/** The group that a row means: of those spelled like it, else of those with the same keys. */
	find(number: string, row: RawRow): RowGroup | undefined {
		const exact = this.exact.get(number);
		const found =
			exact &&
			nearest(
				candidates(exact, row, (key) => key),
				row.row,
			);
		if (found) return found;
		const same = this.anyCase.get(lookUpKey(number));
		return same && nearest(candidates(same, row, lookUpKey), row.row);
	}
}

function indexed(groups: RowGroup[], keyOf: (number: string) => string): Map<string, NumberIndex> {
	const index = new Map<string, NumberIndex>();
	for (const group of groups) {
		const key = keyOf(group.number);
		const supplierNumber = keyOf(group.supplierNumber);
		const supplierName = keyOf(group.supplierName);
		const entry = index.get(key) ?? newIndex();
		index.set(key, entry);
		entry.all.push(group);
		if (group.supplierNumber === '') entry.withoutSupplierNumber.push(group);
		else append(entry.bySupplierNumber, supplierNumber, group);
		if (group.supplierNumber === '') append(entry.bySupplierNameOnly, supplierName, group);
		if (group.supplierName === '') entry.withoutSupplierName.push(group);
		else append(entry.bySupplierName, supplierName, group);
	}
	return index;
}

function newIndex(): NumberIndex {
	return {
		all: [],
		bySupplierNumber: new Map(),
		bySupplierName: new Map(),
		bySupplierNameOnly: new Map(),
		withoutSupplierNumber: [],
		withoutSupplierName: [],
	};
}

function append(map: Map<string, RowGroup[]>, key: string, group: RowGroup): void {
	const list = map.get(key);
	if (list) list.push(group);
	else map.set(key, [group]);
}

function placeOf(row: RawRow, index: NumberIndexes, above: RowGroup | undefined): RowGroup | StrayGroup {
	if (row.damaged !== undefined) return placeOfDamaged(row, row.damaged, index, above);
	if (!row.kind || !row.header) return placeOfUnreadable(row, index);
	const number = numberOf(row);
	if (number === '') return doubtful(row, row.kind === invoiceHeaderRows ? undefined : above, 'numberMissing');
	return index.find(number, row) ?? stray(number, 'noSuchInvoice');
}

/** A row whose quotes are wrong is in doubt at every invoice that its text names; with the one above where it names none. */
function placeOfDamaged(row: RawRow, damaged: string, index: NumberIndexes, above: RowGroup | undefined): RowGroup | StrayGroup {
	const number = numberOf(row);
	const cells = damaged.split(/[",\r\n]+/).map((cell) => cell.trim());
	const named = [...new Set(cells.flatMap((cell) => nearest((cell === '' ? undefined : index.of(cell))?.all ?? [], row.row) ?? []))];
	const group = (number === '' ? undefined : index.find(number, row)) ?? named[0] ?? (row.kind === invoiceHeaderRows ? undefined : above);
	for (const other of named) if (other !== group) other.doubts.push({ row, reason: 'csvSyntax' });
	return doubtful(row, group, 'csvSyntax');
}

/** A row without header or of unknown kind: the cells that equal a document number say where it belongs. */
function placeOfUnreadable(row: RawRow, index: NumberIndexes): RowGroup | StrayGroup {
	const named = row.cells
		.slice(1)
		.map((cell) => index.of(cell.trim()))
		.find((entry) => entry !== undefined);
	const group = nearest(named?.all ?? [], row.row);
	return doubtful(row, group, row.kind ? 'dataBeforeHeader' : 'unknownRowKind');
}

function doubtful(row: RawRow, group: RowGroup | undefined, reason: RowGroup['doubts'][number]['reason']): RowGroup | StrayGroup {
	if (!group) return stray('', reason);
	group.doubts.push({ row, reason });
	return group;
}

function candidates(entry: NumberIndex, row: RawRow, keyOf: (text: string) => string): RowGroup[] {
	const supplierNumber = keyOf(cellOf(row, 'Supplier Number'));
	const supplierName = keyOf(cellOf(row, 'Supplier Name'));
	if (supplierNumber !== '') {
		return entry.bySupplierNumber.get(supplierNumber) ?? entry.bySupplierNameOnly.get(supplierName) ?? entry.withoutSupplierNumber;
	}
	return supplierName === '' ? entry.all : (entry.bySupplierName.get(supplierName) ?? entry.withoutSupplierName);
}

/** The last group above the row; the first one below where none is above. Groups are in file order. */
function nearest(groups: RowGroup[], row: number): RowGroup | undefined {
	let low = 0;
	let high = groups.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((groups[middle]?.header.row ?? 0) < row) low = middle + 1;
		else high = middle;
	}
	return groups[Math.max(0, low - 1)];
}
