import {
	accountImport,
	lookupValuesExport,
	flatFileTables,
	purchaseOrderLines,
	purchaseOrdersExport,
	readFlatFile,
	remitToExport,
	setAt,
	supplierExport,
	suppliersImport,
	type Column,
	type FlatFileTable,
} from '../../../lib/flat-file';
import { recordsAt, valueAt, type CoupaRecord, type Json } from '../../../lib/core';
import { fileOf, filled, seeded } from './support';

const recordsOf = async (
	bytes: Buffer,
	table: FlatFileTable,
	customFields?: Array<{ column: string; field: string }>,
): Promise<CoupaRecord[]> => {
	const file = await readFlatFile(bytes, table, { customFields });
	expect([file.fileProblems, file.entries.flatMap(({ problems }) => problems)]).toEqual([[], []]);
	return file.entries.map(({ record }) => record);
};

/** What a table's columns hold of a record, null and absent alike. */
function mapped(table: FlatFileTable, records: CoupaRecord[], columns?: (column: Column) => boolean): Json {
	const part = (value: CoupaRecord, level: number): CoupaRecord => {
		const result: CoupaRecord = {};
		for (const column of table.rowKinds.flatMap((kind) => kind.columns)) {
			if (column.level !== level || column.path === null || !(columns?.(column) ?? true)) continue;
			const found = valueAt(value, ...column.steps);
			const { type } = column;
			if (found === undefined) continue;
			setAt(
				result,
				column.steps,
				type.kind === 'list'
					? recordsAt(value, ...column.steps).map((member) => {
							const one: CoupaRecord = {};
							setAt(one, type.of.split('.'), valueAt(member, ...type.of.split('.')) ?? null);
							return one;
						})
					: found,
			);
		}
		const list = table.lists[level];
		if (list !== undefined) result[list] = recordsAt(value, list).map((member) => part(member, level + 1));
		return result;
	};
	return filled(records.map((record) => part(record, 0)));
}

const byDefault = (column: Column): boolean => column.position !== null && !column.secret;

describe('records → file → records', () => {
	test.each<[FlatFileTable, CoupaRecord[]]>([
		[accountImport, seeded('accounts')],
		[supplierExport, seeded('suppliers')],
		[suppliersImport, seeded('suppliers')],
		[remitToExport, seeded('suppliers')],
		[flatFileTables.remitToImport, seeded('suppliers')],
		[purchaseOrdersExport, seeded('purchase_orders')],
		[purchaseOrderLines, seeded('purchase_orders')],
	])('$name of the seed', async (table, records) => {
		const back = await recordsOf(fileOf(table, records), table);
		expect(back).toHaveLength(records.length);
		expect(filled(back)).toEqual(mapped(table, records, byDefault));
	});

	const texts = [
		'=1+1',
		'a,b',
		'say "hi"',
		'two\nlines',
		'two\r\nlines',
		' kept ',
		"'quoted'",
		'日本語',
		'😀',
		'007',
		'true',
		'-',
		'"',
		'null',
		'1e5',
		'Ünïcode; semicolon',
	];

	/** A value for every column of a table, other with each seed. */
	function full(table: FlatFileTable, seed: number, level = 0): CoupaRecord {
		let state = seed * 7919 + level * 31;
		const next = (bound: number): number => {
			state = (state * 48_271) % 2_147_483_647;
			return state % bound;
		};
		const any = (column: Column): Json => {
			switch (column.type.kind) {
				case 'decimal':
					return `${next(2) ? '-' : ''}${next(99)}.${String(next(100)).padStart(2, '0')}`;
				case 'integer':
					return next(100_000) + 1;
				case 'boolean':
					return next(2) === 1;
				case 'dateTime':
					return `2026-0${next(9) + 1}-1${next(9)}T10:3${next(9)}:00-0${next(9)}:00`;
				case 'list': {
					const of = column.type.of;
					return [0, 1, 2].slice(0, 1 + next(3)).map((index) => {
						const one: CoupaRecord = {};
						setAt(one, of.split('.'), `${texts[next(texts.length)]?.trim()}${index}`);
						return one;
					});
				}
				case 'phone':
					return { 'country-code': '49', 'area-code': '221', number: '555 0100', extension: '7' };
				default:
					return column.allowed?.[0] ?? texts[next(texts.length)] ?? '';
			}
		};
		const record: CoupaRecord = {};
		for (const column of table.rowKinds.flatMap((kind) => kind.columns)) {
			if (column.level === level && column.path !== null && next(4) > 0) setAt(record, column.steps, any(column));
		}
		if (level > 0 || table.lists.length > 0) record.id = seed * 10 + level;
		if (level === 1 && table.lists[0] === 'order-lines') record['line-num'] = String(seed);
		for (const kind of table.rowKinds)
			for (const column of kind.columns)
				if (column.required && column.level === level && valueAt(record, ...column.steps) === undefined)
					setAt(record, column.steps, any(column));
		const list = table.lists[level];
		if (list !== undefined) record[list] = [1, 2, 3].map((member) => full(table, seed * 3 + member, level + 1));
		return record;
	}

	// The invoices have made-up records of their own: write-invoices.test.ts, invoices-export.test.ts. Payments are only read.
	const { invoicesImport, invoicesExport, invoicePaymentImport } = flatFileTables;
	const ofTheirOwn: FlatFileTable[] = [invoicesImport, invoicesExport, invoicePaymentImport];
	const tables = Object.values(flatFileTables).filter((table) => !ofTheirOwn.includes(table));
	test.each(tables.map((table): [string, FlatFileTable] => [table.name, table]))(
		'%s: every column with awkward values',
		async (_, table) => {
			const columns = table.rowKinds.flatMap((kind) =>
				kind.columns.filter(({ computed }) => !computed).map(({ name }) => `${kind.name}: ${name}`),
			);
			const records = Array.from({ length: 30 }, (_unused, index) => full(table, index + 1));
			const back = await recordsOf(fileOf(table, records, { columns, includeSecrets: true }), table);
			expect(filled(back)).toEqual(mapped(table, records));
		},
	);

	test('custom fields', async () => {
		const customFields = [
			{ column: 'Region', field: 'cf-region' },
			{ column: 'custom-field-3', field: 'cf-third' },
		];
		const suppliers = seeded('suppliers').map((supplier, index): CoupaRecord => ({
			...supplier,
			'custom-fields': { 'cf-region': ` R${index}`, 'cf-third': '0' },
		}));
		expect(
			(await recordsOf(fileOf(supplierExport, suppliers, { customFields }), supplierExport, customFields)).map(
				(record) => record['custom-fields'],
			),
		).toEqual(suppliers.map((supplier) => supplier['custom-fields']));
	});

	test('orders without lines, and lines of lookup values', async () => {
		expect(await recordsOf(fileOf(purchaseOrdersExport, [{ id: 5, status: 'draft', 'order-lines': [] }]), purchaseOrdersExport)).toEqual([
			{ id: 5, status: 'draft' },
		]);
		expect(await recordsOf(fileOf(lookupValuesExport, [{ name: 'A', active: false, depth: 0 }]), lookupValuesExport)).toEqual([
			{ name: 'A', active: false, depth: 0 },
		]);
	});
});
