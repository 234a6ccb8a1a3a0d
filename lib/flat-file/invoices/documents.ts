import { lookUpKey, type Sliced } from '../../core';
import type { InvoiceLimits } from '../csv-limits';
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
	/** Rows that could only be placed by guess, and why they make the document unsafe; of an invoice with too many rows not all of them. */
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
interface SupplierIndex {
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
	{ maxInvoiceRows }: Pick<InvoiceLimits, 'maxInvoiceRows'>,
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
	yield* index.close();
	const foreign = new Set(Object.keys(foreignKinds).map(keyOf));
	const strays = new Map<string, StrayGroup>();
	let above: RowGroup | undefined;
	let begun = 0;
	for (const row of rows) {
		yield;
		const own = groups[begun]?.header === row ? groups[begun++] : undefined;
		if (row.kind === invoiceHeaderRows) above = own;
		if (own && row.damaged !== undefined) own.doubts.push({ row, reason: 'csvSyntax' });
		const place =
			own ?? (row.kind === null && foreign.has(keyOf(row.rowKind)) ? stray(row.rowKind, 'foreignKind') : yield* placeOf(row, index, above));
		if (!('header' in place)) strayLike(strays, place).rows.push(row);
		// Of an invoice with too many rows nothing but that is told.
		else if (place.rows.push(row) > maxInvoiceRows) place.doubts.length = 0;
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

/**
 * Finds the groups of a number: those that spell it the same, else those with the same key (lookUpKey). Nearly every number has one
 * group; only where there are several are they looked up by their suppliers: maps for each number would take more memory than its rows.
 */
class NumberIndexes {
	private readonly exact = new Map<string, RowGroup[]>();
	private readonly anyCase = new Map<string, RowGroup[]>();
	private readonly bySupplier = new Map<RowGroup[], SupplierIndex>();

	/** Groups are added in file order. */
	add(group: RowGroup): void {
		append(this.exact, group.number, group);
		append(this.anyCase, keyOf(group.number), group);
	}

	/** To be called when all groups are added, before the first one is looked for. */
	*close(): Sliced<void> {
		for (const groups of this.exact.values())
			if (groups.length > 1) this.bySupplier.set(groups, yield* supplierIndex(groups, (text) => text));
		for (const groups of this.anyCase.values()) if (groups.length > 1) this.bySupplier.set(groups, yield* supplierIndex(groups, keyOf));
	}

	of(number: string): RowGroup[] | undefined {
		return this.exact.get(number) ?? this.anyCase.get(keyOf(number));
	}

	/** The group that a row means: of those spelled like it, else of those with the same keys. */
	find(number: string, row: RawRow): RowGroup | undefined {
		const found = nearest(
			this.candidates(this.exact.get(number), row, (text) => text),
			row.row,
		);
		return found ?? nearest(this.candidates(this.anyCase.get(keyOf(number)), row, keyOf), row.row);
	}

	private candidates(groups: RowGroup[] = [], row: RawRow, spell: (text: string) => string): RowGroup[] {
		const supplierNumber = spell(cellOf(row, 'Supplier Number'));
		const supplierName = spell(cellOf(row, 'Supplier Name'));
		const index = this.bySupplier.get(groups);
		if (index === undefined) return groups.filter((group) => isOf(group, supplierNumber, supplierName, spell));
		if (supplierNumber !== '') {
			return index.bySupplierNumber.get(supplierNumber) ?? index.bySupplierNameOnly.get(supplierName) ?? index.withoutSupplierNumber;
		}
		return supplierName === '' ? groups : (index.bySupplierName.get(supplierName) ?? index.withoutSupplierName);
	}
}

/** Whether a row of this supplier can belong to the group: the group says the same of it, or nothing. */
function isOf(group: RowGroup, supplierNumber: string, supplierName: string, spell: (text: string) => string): boolean {
	if (supplierNumber !== '') return group.supplierNumber === '' || spell(group.supplierNumber) === supplierNumber;
	return supplierName === '' || group.supplierName === '' || spell(group.supplierName) === supplierName;
}

function* supplierIndex(groups: RowGroup[], spell: (text: string) => string): Sliced<SupplierIndex> {
	const index: SupplierIndex = {
		bySupplierNumber: new Map(),
		bySupplierName: new Map(),
		bySupplierNameOnly: new Map(),
		withoutSupplierNumber: [],
		withoutSupplierName: [],
	};
	for (const group of groups) {
		yield;
		const supplierName = spell(group.supplierName);
		if (group.supplierNumber === '') {
			index.withoutSupplierNumber.push(group);
			append(index.bySupplierNameOnly, supplierName, group);
		} else append(index.bySupplierNumber, spell(group.supplierNumber), group);
		if (group.supplierName === '') index.withoutSupplierName.push(group);
		else append(index.bySupplierName, supplierName, group);
	}
	return index;
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
		const meant = nearest((cell.trim() === '' ? undefined : index.of(cell.trim())) ?? [], row.row);
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
	let named: RowGroup[] | undefined;
	for (const cell of row.cells.slice(1)) {
		yield;
		named = index.of(cell.trim());
		if (named !== undefined) break;
	}
	const group = nearest(named ?? [], row.row);
	return doubtful(row, group, row.kind ? 'dataBeforeHeader' : 'unknownRowKind');
}

function doubtful(row: RawRow, group: RowGroup | undefined, reason: RowGroup['doubts'][number]['reason']): RowGroup | StrayGroup {
	if (!group) return stray('', reason);
	group.doubts.push({ row, reason });
	return group;
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
