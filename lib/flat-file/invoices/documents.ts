import { lookUpKey, type Sliced } from '../../core';
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

/** Doubts of an invoice that rows of other ones cast on it. */
const MOST_DOUBTS = 100;

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
export function* bindRows(
	rows: RawRow[],
	{ foreignKinds = {} }: Pick<FlatFileTable, 'foreignKinds'>,
): Sliced<{ groups: RowGroup[]; strays: StrayGroup[] }> {
	const groups: RowGroup[] = [];
	const index = new NumberIndexes();
	const first = new Map<string, RawRow>();
	for (const row of rows) {
		yield;
		if (row.kind !== invoiceHeaderRows || !row.header || numberOf(row) === '') continue;
		const group = newGroup(row);
		markTwin(group, first);
		index.add(group);
		groups.push(group);
	}
	const byHeader = new Map(groups.map((group) => [group.header, group]));
	const foreign = new Set(Object.keys(foreignKinds).map(keyOf));
	const strays = new Map<string, StrayGroup>();
	let above: RowGroup | undefined;
	for (const row of rows) {
		yield;
		const own = byHeader.get(row);
		if (row.kind === invoiceHeaderRows) above = own;
		if (own && row.damaged !== undefined) own.doubts.push({ row, reason: 'csvSyntax' });
		const place =
			own ?? (row.kind === null && foreign.has(keyOf(row.rowKind)) ? stray(row.rowKind, 'foreignKind') : yield* placeOf(row, index, above));
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
function markTwin(group: RowGroup, first: Map<string, RawRow>): void {
	const { number, supplierNumber, supplierName, header } = group;
	const supplier = supplierNumber === '' ? ['name', keyOf(supplierName)] : ['number', keyOf(supplierNumber)];
	const key = JSON.stringify([keyOf(number), ...supplier]);
	group.twinOf = first.get(key) ?? null;
	if (group.twinOf === null) first.set(key, header);
}

/** Characters of a number or name that are compared in the form of a key, which takes more than linear time to find. */
const LONGEST_KEY = 1000;

function keyOf(text: string): string {
	return text.length > LONGEST_KEY ? text : lookUpKey(text);
}

const stray = (number: string, reason: StrayGroup['reason']): StrayGroup => ({ number, rows: [], reason });

/** Finds the groups of a number: those that spell it the same, else those with the same key (lookUpKey). */
class NumberIndexes {
	private readonly exact = new Map<string, NumberIndex>();
	private readonly anyCase = new Map<string, NumberIndex>();

	/** Groups are added in file order. */
	add(group: RowGroup): void {
		addTo(this.exact, group, (text) => text);
		addTo(this.anyCase, group, keyOf);
	}

	of(number: string): NumberIndex | undefined {
		return this.exact.get(number) ?? this.anyCase.get(keyOf(number));
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
		const same = this.anyCase.get(keyOf(number));
		return same && nearest(candidates(same, row, keyOf), row.row);
	}
}

function addTo(index: Map<string, NumberIndex>, group: RowGroup, spell: (text: string) => string): void {
	const key = spell(group.number);
	const supplierNumber = spell(group.supplierNumber);
	const supplierName = spell(group.supplierName);
	const entry = index.get(key) ?? newIndex();
	index.set(key, entry);
	entry.all.push(group);
	if (group.supplierNumber === '') entry.withoutSupplierNumber.push(group);
	else append(entry.bySupplierNumber, supplierNumber, group);
	if (group.supplierNumber === '') append(entry.bySupplierNameOnly, supplierName, group);
	if (group.supplierName === '') entry.withoutSupplierName.push(group);
	else append(entry.bySupplierName, supplierName, group);
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

function* placeOf(row: RawRow, index: NumberIndexes, above: RowGroup | undefined): Sliced<RowGroup | StrayGroup> {
	if (row.damaged !== undefined) return yield* placeOfDamaged(row, row.damaged, index, above);
	if (!row.kind || !row.header) return yield* placeOfUnreadable(row, index);
	const number = numberOf(row);
	if (number === '') return doubtful(row, row.kind === invoiceHeaderRows ? undefined : above, 'numberMissing');
	return index.find(number, row) ?? stray(number, 'noSuchInvoice');
}

/** A row whose quotes are wrong is in doubt at every invoice that its text names; with the one above where it names none. */
function* placeOfDamaged(row: RawRow, damaged: string, index: NumberIndexes, above: RowGroup | undefined): Sliced<RowGroup | StrayGroup> {
	const number = numberOf(row);
	const named = new Set<RowGroup>();
	for (const cell of damaged.split(/[",\r\n]+/)) {
		yield;
		const meant = nearest((cell.trim() === '' ? undefined : index.of(cell.trim()))?.all ?? [], row.row);
		if (meant !== undefined) named.add(meant);
	}
	const [first] = named;
	const group = (number === '' ? undefined : index.find(number, row)) ?? first ?? (row.kind === invoiceHeaderRows ? undefined : above);
	// Of the other ones each only has to know that it is in doubt.
	for (const other of named) if (other !== group && other.doubts.length < MOST_DOUBTS) other.doubts.push({ row, reason: 'csvSyntax' });
	return doubtful(row, group, 'csvSyntax');
}

/** A row without header or of unknown kind: the cells that equal a document number say where it belongs. */
function* placeOfUnreadable(row: RawRow, index: NumberIndexes): Sliced<RowGroup | StrayGroup> {
	let named: NumberIndex | undefined;
	for (const cell of row.cells.slice(1)) {
		yield;
		named = index.of(cell.trim());
		if (named !== undefined) break;
	}
	const group = nearest(named?.all ?? [], row.row);
	return doubtful(row, group, row.kind ? 'dataBeforeHeader' : 'unknownRowKind');
}

function doubtful(row: RawRow, group: RowGroup | undefined, reason: RowGroup['doubts'][number]['reason']): RowGroup | StrayGroup {
	if (!group) return stray('', reason);
	group.doubts.push({ row, reason });
	return group;
}

function candidates(entry: NumberIndex, row: RawRow, spell: (text: string) => string): RowGroup[] {
	const supplierNumber = spell(cellOf(row, 'Supplier Number'));
	const supplierName = spell(cellOf(row, 'Supplier Name'));
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
