import { chooseColumns, type ColumnChoice } from './choose-columns';
import { homesOf, listsTo, type Column, type FlatFileTable } from './table';

/**
 * The fields that a file needs of Coupa's answers, as dashed dotted paths (`order-lines.account.code`); `id` and `updated-at`
 * are always among them, because a delta counts on them. Custom fields come whole, as `custom-fields`: no other form is
 * documented (rules.md §2). Fields that Coupa takes but does not answer with are left out.
 * @throws FlatFileError for a choice of columns that cannot be followed
 */
export function fieldsFor(table: FlatFileTable, choice: ColumnChoice | string[] = {}): string[] {
	const chosen = chooseColumns(table, Array.isArray(choice) ? { columns: choice } : choice);
	const paths = chosen.flatMap(({ kind, columns }) =>
		homesOf(table, kind).flatMap(({ lists }) => columns.flatMap((column) => pathsOf(column, listsTo(column, kind, lists)))),
	);
	return [...new Set(['id', 'updated-at', ...paths])];
}

function pathsOf(column: Column, lists: readonly string[] | null): string[] {
	if (column.inputOnly || lists === null) return [];
	if (column.computed) return column.computed.needs.map((name) => [...lists, name].join('.'));
	if (column.path === null) return [];
	if (column.custom) return [[...lists, 'custom-fields'].join('.')];
	return [[...lists, ...column.steps.map(String), ...(column.type.kind === 'list' ? [column.type.of] : [])].join('.')];
}
