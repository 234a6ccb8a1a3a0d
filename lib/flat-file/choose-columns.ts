import { FlatFileError } from './flat-file-error';
import { columnsOf, headerKey, type Column, type CustomFieldColumn, type FlatFileTable, type RowKind } from './table';

/** Which columns a file has. */
export interface ColumnChoice {
	/**
	 * Header names in the wanted order, `*` and case aside. A name that several row kinds have means all of them; `Line: price`
	 * means that of one kind. Default: every documented column in its documented order, without secrets, each name once.
	 */
	columns?: string[];
	/**
	 * Custom fields as columns. One that has the name of a documented column without content (`custom-field-1`) takes its
	 * place, others follow the documented ones. Without `rowKind` it is in every row kind.
	 */
	customFields?: CustomFieldColumn[];
	/** Needed to name a column that holds a shared secret or password, and to keep secrets in XML. */
	includeSecrets?: boolean;
}

/** The chosen columns of one row kind, in order; kinds without any are left out of the file. */
export interface ChosenRows {
	kind: RowKind;
	columns: Column[];
}

/** @throws FlatFileError for a column that the table does not have, a secret that was not asked for, or a missing key column */
export function chooseColumns(table: FlatFileTable, choice: ColumnChoice): ChosenRows[] {
	const available = table.rowKinds.map((kind) => ({ kind, columns: columnsOf(kind, choice.customFields ?? []) }));
	if (choice.columns === undefined || choice.columns.length === 0)
		return available.map(({ kind, columns }) => ({ kind, columns: byDefault(columns) }));
	const names = choice.columns.map((name) => named(available, name));
	const unknown = choice.columns.find((_, index) => names[index]?.length === 0);
	if (unknown !== undefined) throw unknownColumn(table, unknown, available);
	const chosen = available.map(({ kind }) => ({
		kind,
		columns: [
			...new Set(
				names
					.flat()
					.filter((found) => found.kind === kind)
					.map(({ column }) => column),
			),
		],
	}));
	for (const rows of chosen) {
		refuseSecrets(rows, choice.includeSecrets ?? false);
		if (table.kindColumn !== null) requireKeys(rows);
	}
	return chosen.filter(({ columns }) => columns.length > 0);
}

function byDefault(columns: readonly Column[]): Column[] {
	const seen = new Set<string>();
	return columns.filter((column) => {
		const key = headerKey(column.header);
		if (column.secret || seen.has(key) || (column.position === null && !column.custom)) return false;
		seen.add(key);
		return true;
	});
}

type Available = Array<{ kind: RowKind; columns: readonly Column[] }>;

/** The columns that a name of the choice means, one for each row kind at most. */
function named(available: Available, name: string): Array<{ kind: RowKind; column: Column }> {
	const [prefix = '', ...rest] = name.split(':');
	const only = rest.length > 0 ? available.filter(({ kind }) => headerKey(kind.name) === headerKey(prefix)) : [];
	const [kinds, key] = only.length > 0 ? [only, headerKey(rest.join(':'))] : [available, headerKey(name)];
	return kinds.flatMap(({ kind, columns }) => {
		const column = columns.find((candidate) => headerKey(candidate.header) === key);
		return column === undefined ? [] : [{ kind, column }];
	});
}

function unknownColumn(table: FlatFileTable, name: string, available: Available): FlatFileError {
	const known = [...new Set(available.flatMap(({ columns }) => columns.map((column) => column.name)))];
	return new FlatFileError(
		`${table.title} has no column “${name}”.`,
		`Its columns are: ${known.join(', ')}. Columns of your own are custom fields.`,
	);
}

function refuseSecrets({ columns }: ChosenRows, includeSecrets: boolean): void {
	const found = columns.find((column) => column.secret);
	if (found === undefined || includeSecrets) return;
	throw new FlatFileError(`The column “${found.name}” contains a shared secret or password.`, 'Leave it out, or allow secrets explicitly.');
}

function requireKeys({ kind, columns }: ChosenRows): void {
	if (columns.length === 0) return;
	const missing = kind.keyColumns.filter((key) => !columns.some((column) => headerKey(column.header) === headerKey(key)));
	if (missing.length === 0) return;
	throw new FlatFileError(
		`The ${kind.name} rows need the column ${missing.map((name) => `“${name}”`).join(' and ')}, which ties them to their purchase order.`,
		`Add it, or choose no column of the ${kind.name} rows.`,
	);
}
