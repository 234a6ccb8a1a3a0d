import { cellOf, type RawRow } from './raw-rows';
import type { RowKind } from './table';

/** The rows of one document: its header row first in meaning, all rows in file order. */
export interface RowGroup {
	number: string;
	supplierNumber: string;
	supplierName: string;
	header: RawRow;
	rows: RawRow[];
	/** Rows that could only be placed by guess, and why they make the document unsafe. */
	doubts: Array<{ row: RawRow; reason: 'dataBeforeHeader' | 'unknownRowKind' | 'numberMissing' }>;
	/** Another header row of the same file has this number and supplier. */
	duplicate: boolean;
}

/** Rows that belong to no document of the file. */
export interface StrayGroup {
	number: string;
	rows: RawRow[];
	reason: 'noSuchInvoice' | 'unknownRowKind' | 'dataBeforeHeader' | 'foreignKind' | 'numberMissing';
}

/** Groups by what a row may say about its supplier, each in file order. */
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
 * document they name, so that it is not imported without them.
 */
export function bindRows(
	rows: RawRow[],
	main: RowKind,
	foreignKinds: Readonly<Record<string, string>>,
): { groups: RowGroup[]; strays: StrayGroup[] } {
	const groups = rows.filter((row) => row.kind === main && row.header && cellOf(row, main.keyColumn) !== '').map(newGroup(main));
	const index = indexed(groups);
	const byHeader = new Map(groups.map((group) => [group.header, group]));
	const foreign = new Set(Object.keys(foreignKinds).map((name) => name.toLowerCase()));
	const strays = new Map<string, StrayGroup>();
	let above: RowGroup | undefined;
	for (const row of rows) {
		const own = byHeader.get(row);
		if (row.kind === main) above = own;
		const place = own ?? (foreign.has(row.rowKind.toLowerCase()) ? stray(row.rowKind, 'foreignKind') : placeOf(row, index, above, main));
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

const newGroup =
	(main: RowKind) =>
	(header: RawRow): RowGroup => ({
		number: cellOf(header, main.keyColumn),
		supplierNumber: cellOf(header, 'Supplier Number'),
		supplierName: cellOf(header, 'Supplier Name'),
		header,
		rows: [],
		doubts: [],
		duplicate: false,
	});

const stray = (number: string, reason: StrayGroup['reason']): StrayGroup => ({ number, rows: [], reason });

function indexed(groups: RowGroup[]): Map<string, NumberIndex> {
	const index = new Map<string, NumberIndex>();
	for (const group of groups) {
		const entry = index.get(group.number) ?? newIndex();
		index.set(group.number, entry);
		entry.all.push(group);
		if (group.supplierNumber === '') entry.withoutSupplierNumber.push(group);
		else append(entry.bySupplierNumber, group.supplierNumber, group);
		if (group.supplierNumber === '') append(entry.bySupplierNameOnly, group.supplierName, group);
		if (group.supplierName === '') entry.withoutSupplierName.push(group);
		else append(entry.bySupplierName, group.supplierName, group);
	}
	for (const entry of index.values()) markDuplicates(entry);
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

function markDuplicates(entry: NumberIndex): void {
	for (const same of [...entry.bySupplierNumber.values(), ...entry.bySupplierNameOnly.values()]) {
		if (same.length > 1) same.forEach((group) => (group.duplicate = true));
	}
}

function placeOf(row: RawRow, index: Map<string, NumberIndex>, above: RowGroup | undefined, main: RowKind): RowGroup | StrayGroup {
	if (!row.kind || !row.header) return placeOfUnreadable(row, index);
	const number = cellOf(row, row.kind.keyColumn);
	if (number === '') return doubtful(row, row.kind === main ? undefined : above, 'numberMissing');
	const entry = index.get(number);
	if (!entry) return stray(number, 'noSuchInvoice');
	return nearest(candidates(entry, row), row.row) ?? stray(number, 'noSuchInvoice');
}

/** A row without header or of unknown kind: the cells that equal a document number say where it belongs. */
function placeOfUnreadable(row: RawRow, index: Map<string, NumberIndex>): RowGroup | StrayGroup {
	const number = row.cells
		.slice(1)
		.map((cell) => cell.trim())
		.find((cell) => index.has(cell));
	const group = number === undefined ? undefined : nearest(index.get(number)?.all ?? [], row.row);
	return doubtful(row, group, row.kind ? 'dataBeforeHeader' : 'unknownRowKind');
}

function doubtful(row: RawRow, group: RowGroup | undefined, reason: RowGroup['doubts'][number]['reason']): RowGroup | StrayGroup {
	if (!group) return stray('', reason);
	group.doubts.push({ row, reason });
	return group;
}

function candidates(entry: NumberIndex, row: RawRow): RowGroup[] {
	const supplierNumber = cellOf(row, 'Supplier Number');
	const supplierName = cellOf(row, 'Supplier Name');
	if (supplierNumber !== '') {
		return entry.bySupplierNumber.get(supplierNumber) ?? entry.bySupplierNameOnly.get(supplierName) ?? entry.withoutSupplierNumber;
	}
	return supplierName === '' ? entry.all : (entry.bySupplierName.get(supplierName) ?? entry.withoutSupplierName);
}

/** The last group above the row; the first one below where none is above. Groups stand in file order. */
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
