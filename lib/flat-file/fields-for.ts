import { chooseColumns, type ColumnChoice } from './choose-columns';
import type { Column, FlatFileTable } from './table';
import { placeOf } from './xml-record';

/**
 * The fields that a file needs of Coupa's answers, as dashed dotted paths (`order-lines.account.code`); `id` and `updated-at`
 * are always among them, because a delta counts on them. Custom fields come whole, as `custom-fields`: no other form is
 * documented (rules.md §2). Fields that Coupa takes but does not answer with are left out.
 * @throws FlatFileError for a choice of columns that cannot be followed
 */
export function fieldsFor(table: FlatFileTable, choice: ColumnChoice | string[] = {}): string[] {
	const chosen = chooseColumns(table, Array.isArray(choice) ? { columns: choice } : choice);
	const paths = chosen.flatMap(({ columns }) => columns.flatMap((column) => pathsOf(table, column)));
	return [...new Set(['id', 'updated-at', ...paths])];
}

function pathsOf(table: FlatFileTable, column: Column): string[] {
	if (column.inputOnly) return [];
	if (column.computed) return column.computed.needs.map((name) => [...table.lists.slice(0, column.level), name].join('.'));
	if (column.path === null) return [];
	if (column.custom) return [[...table.lists.slice(0, column.level), 'custom-fields'].join('.')];
	const place = placeOf(table, column);
	return [[...place, ...(column.type.kind === 'list' ? [column.type.of] : [])].join('.')];
}
