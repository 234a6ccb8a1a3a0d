import {
	chooseColumns,
	fieldsFor,
	fileName,
	flatFileTables,
	FlatFileError,
	purchaseOrdersExport,
	supplierExport,
	type FlatFileTable,
} from '../../../lib/flat-file';
import { fieldsParameter } from '../../../lib/coupa/query';
import { readShape } from '../../../tools/sandbox/coupa/query/fields';
import { defaultSettings } from '../../../tools/sandbox/coupa/settings';
import documented from '../facts/documented-columns.json';

const facts: Record<string, Record<string, string[]>> = documented;
const tables = Object.values(flatFileTables).map((table): [string, FlatFileTable] => [table.name, table]);
const withFacts = tables.filter(([name]) => name in facts);

describe('the column tables', () => {
	test.each(withFacts)('%s has every documented column verbatim and in order', (name, table) => {
		const found = Object.fromEntries(
			table.rowKinds.map((kind) => [
				kind.name,
				[
					...(table.kindColumn === null ? [] : [table.kindColumn]),
					...kind.columns.filter(({ position }) => position !== null).map(({ header }) => header),
				],
			]),
		);
		expect(found).toEqual(facts[name]);
	});

	test.each(withFacts)('%s numbers them as the documents do', (name, table) => {
		for (const kind of table.rowKinds) {
			for (const { position, header } of kind.columns) if (position !== null) expect(facts[name]?.[kind.name]?.[position - 1]).toBe(header);
		}
	});

	test('all documented tables are there', () => {
		expect(withFacts.map(([name]) => name).sort()).toEqual(Object.keys(facts).sort());
	});

	test.each(tables)('%s: key columns are columns, required ones too', (_, table) => {
		for (const kind of table.rowKinds) expect(kind.keyColumns.filter((key) => !kind.columns.some(({ name }) => name === key))).toEqual([]);
	});
});

describe('secrets', () => {
	const secretNames = ['PO cXML Secret', 'cXML Invoicing Shared Key', 'PO cXML HTTP Basic Auth Password'];

	test.each(tables)('%s: the default choice has none', (_, table) => {
		const headers = chooseColumns(table, { includeSecrets: true }).flatMap(({ columns }) => columns.map(({ name }) => name));
		expect(headers.length).toBeGreaterThan(5);
		expect(headers.filter((name) => /secret|shared key|password|bank|iban|swift|routing/i.test(name))).toEqual([]);
	});

	test.each(secretNames)('%s is refused by name and allowed with includeSecrets', (name) => {
		expect(() => chooseColumns(supplierExport, { columns: ['Name', name] })).toThrow(`“${name}” contains a shared secret`);
		expect(
			chooseColumns(supplierExport, { columns: ['Name', name.toLowerCase()], includeSecrets: true })[0]?.columns.map(
				(column) => column.name,
			),
		).toEqual(['Name', name]);
	});

	test.each(tables)('%s: fields never ask for secrets by default', (_, table) => {
		expect(fieldsFor(table).filter((path) => /secret|password/.test(path))).toEqual([]);
	});

	test('a secret that is named is asked for', () => {
		expect(fieldsFor(supplierExport, { columns: ['Name', 'PO cXML Secret'], includeSecrets: true })).toEqual([
			'id',
			'updated-at',
			'name',
			'cxml-secret',
		]);
	});
});

describe('choice of columns', () => {
	test('order is the order of the choice; case and * do not count; a name given twice counts once', () => {
		const [rows] = chooseColumns(supplierExport, { columns: ['supplier number', 'NAME*', 'Status', 'Name'] });
		expect(rows?.columns.map(({ header }) => header)).toEqual(['Supplier Number', 'Name', 'Status']);
	});

	test('an unknown column is told with the known ones', () => {
		const attempt = (): unknown => chooseColumns(supplierExport, { columns: ['Name', 'Colour'] });
		expect(attempt).toThrow(FlatFileError);
		expect(attempt).toThrow('Suppliers (Supplier Export) has no column “Colour”.');
		expect(attempt).toThrow(expect.objectContaining({ hint: expect.stringContaining('Supplier Number') }) as Error);
	});

	test('one name means all row kinds, a prefix one of them', () => {
		const chosen = chooseColumns(purchaseOrdersExport, {
			columns: ['id', 'Header: status', 'Line:order-header-id', 'line-number', 'Line: type'],
		});
		expect(chosen.map(({ kind, columns }) => [kind.name, columns.map(({ name }) => name)])).toEqual([
			['Header', ['id', 'status']],
			['Line', ['id', 'order-header-id', 'line-number', 'type']],
		]);
	});

	test('rows of an order cannot lose what ties them to it', () => {
		expect(() => chooseColumns(purchaseOrdersExport, { columns: ['Header: id', 'Line: price'] })).toThrow(
			'“line-number” and “order-header-id”',
		);
	});

	test('a custom field takes the place of its placeholder, others stand behind', () => {
		const [rows] = chooseColumns(supplierExport, {
			customFields: [
				{ column: 'Region', field: 'cf-region' },
				{ column: 'custom-field-2', field: 'cf-tier' },
			],
		});
		const headers = rows?.columns.map(({ header, path }) => [header, path]) ?? [];
		expect(headers.find(([header]) => header === 'custom-field-2')).toEqual(['custom-field-2', 'custom-fields.cf-tier']);
		expect(headers.find(([header]) => header === 'custom-field-1')).toEqual(['custom-field-1', null]);
		expect(headers.at(-1)).toEqual(['Region', 'custom-fields.cf-region']);
		expect(new Set(headers.map(([header]) => header)).size).toBe(headers.length);
	});

	test('custom fields of one row kind only', () => {
		const chosen = chooseColumns(purchaseOrdersExport, { customFields: [{ column: 'Project', field: 'cf-project', rowKind: 'Line' }] });
		expect(chosen.map(({ kind, columns }) => [kind.name, columns.some(({ name }) => name === 'Project')])).toEqual([
			['Header', false],
			['Line', true],
			['Line Split', false],
		]);
	});
});

describe('fieldsFor', () => {
	const definitions: Record<string, string> = {
		accounts: 'Account',
		suppliers: 'Supplier',
		'order-headers': 'OrderHeader',
		'lookup-values': 'LookupValue',
		'invoice-headers': 'InvoiceHeader',
	};

	test.each(tables.filter(([, { xml }]) => xml !== null))('%s: Coupa knows every field that is asked for', (_, table) => {
		const everything = table.rowKinds.flatMap((kind) => kind.columns.map(({ name }) => `${kind.name}: ${name}`));
		const definition = definitions[table.xml?.list ?? ''];
		if (definition === undefined) throw new Error(`no definition of ${table.name}`);
		for (const columns of [undefined, everything]) {
			const query: Array<[string, string]> = [['fields', fieldsParameter(fieldsFor(table, { columns, includeSecrets: true }))]];
			expect(() => readShape({ resource: 'any', definition, query, settings: defaultSettings() })).not.toThrow();
		}
	});

	test('the paths of a choice, lists and custom fields', () => {
		expect(
			fieldsFor(purchaseOrdersExport, {
				columns: [
					'Header: id',
					'Line: order-header-id',
					'Line: line-number',
					'Line: segment-3',
					'Line: open-quantity-to-invoice',
					'Line: Project',
				],
				customFields: [{ column: 'Project', field: 'cf-project', rowKind: 'Line' }],
			}),
		).toEqual([
			'id',
			'updated-at',
			'order-lines.line-num',
			'order-lines.account.segment-3',
			...['status', 'type', 'quantity', 'price', 'total', 'received', 'invoiced', 'bulk-price'].map((name) => `order-lines.${name}`),
			'order-lines.custom-fields',
		]);
		expect(fieldsFor(supplierExport, ['Invoice Emails', 'Primary Contact Phone Work', 'Default Locale'])).toEqual([
			'id',
			'updated-at',
			'invoice-emails.email',
			'primary-contact.phone-work',
		]);
	});
});

describe('fileName', () => {
	const at = new Date('2026-02-13T06:57:27.999Z');

	test('the pattern of Coupa’s outbound files, in UTC', () => {
		expect(fileName(supplierExport, at)).toBe('Suppliers_20260213_065727Z.csv');
		expect(fileName('Accounts', new Date('2026-12-31T23:00:00-05:00'), { extension: 'xml' })).toBe('Accounts_20270101_040000Z.xml');
	});

	test('a taken name gets a number; all names sort by time', () => {
		const names: string[] = [];
		for (let index = 0; index < 12; index++)
			names.push(fileName(purchaseOrdersExport, at, { taken: names.map((name) => name.toUpperCase()) }));
		names.push(fileName(purchaseOrdersExport, new Date(at.getTime() + 1000), { taken: names }));
		expect(names.slice(0, 3)).toEqual([
			'PurchaseOrders_20260213_065727Z.csv',
			'PurchaseOrders_20260213_065727Z_002.csv',
			'PurchaseOrders_20260213_065727Z_003.csv',
		]);
		expect(new Set(names).size).toBe(13);
		expect([...names].sort()).toEqual(names);
	});
});
