import { columnOf, invoicesImport, type Column, type RowKind } from '../../lib/flat-file';
import apiInputs from './facts/api-inputs.json';
import documented from './facts/invoices-import-columns.json';

const facts: Record<string, { columns: string[]; required: string[]; alsoListed: string[] }> = documented;
const inputs: Record<string, string[]> = apiInputs;
const kinds = invoicesImport.rowKinds.map((kind): [string, RowKind] => [kind.name, kind]);

/** PO numbers are documented output only, yet connectors in production send them (rules.md §9); taggings take {tag: {name}}. */
const knownExceptions = ['order-header-num', 'order-line-num'];

describe('the column table of the Invoices Import', () => {
	test('has exactly the documented row kinds', () => {
		expect(invoicesImport.rowKinds.map((kind) => kind.name).sort()).toEqual(Object.keys(facts).sort());
	});

	test.each(kinds)('%s: every documented column, verbatim and in order', (name, kind) => {
		const ordered = kind.columns.filter((column) => column.position !== null);
		// The first one names the row kind and holds nothing else.
		expect([name, ...ordered.map((column) => column.header)]).toEqual(facts[name]?.columns);
		expect(ordered.map((column) => column.position)).toEqual(ordered.map((_, index) => index + 2));
	});

	test.each(kinds)('%s: the columns that stand only in older lists', (name, kind) => {
		for (const header of facts[name]?.alsoListed ?? [])
			expect([header, columnOf(kind, header)?.name]).toEqual([header, expect.any(String)]);
	});

	test.each(kinds)('%s: what the documents require is required, but for the known contradictions', (name, kind) => {
		const optional = (facts[name]?.required ?? []).filter(
			(header) => !columnOf(kind, header)?.required && columnOf(kind, header)?.requiredWith === undefined,
		);
		const expected: Record<string, string[]> = {
			Invoice: [
				'Local Currency Net',
				'Taxes In Origin Country Currency',
				'Local Currency Gross',
				'Original invoice number',
				'Original invoice date',
			],
		};
		expect(optional).toEqual(expected[name] ?? []);
	});

	test.each(kinds.filter(([name]) => name !== 'Tag'))('%s: every path begins with an input of Coupa’s API', (name, kind) => {
		const wrong = kind.columns.filter(
			(column) => column.path !== null && column.level === kind.level && !(inputs[name] ?? []).includes(String(column.steps[0])),
		);
		expect(wrong.map((column) => column.path)).toEqual(name === 'Invoice Line' ? knownExceptions : []);
	});

	const steps = (columns: readonly Column[], object: string): string[] =>
		columns.filter((column) => column.steps[0] === object && column.steps.length > 1).map((column) => String(column.steps[1]));

	test.each([
		['remit-to-address', 'remit-to-address'],
		['invoice-from-address', 'supplier-remit-to'],
		['ship-from-address', 'supplier-remit-to'],
	])('%s columns go to inputs of that address only', (object, fact) => {
		const header = invoicesImport.rowKinds[0];
		const used = steps(header?.columns ?? [], object);
		expect(used.length).toBeGreaterThan(6);
		expect(used.filter((step) => !(inputs[fact] ?? []).includes(step))).toEqual([]);
	});

	test('tax cells of lines and charges go to inputs of a tax line', () => {
		const used = invoicesImport.rowKinds.flatMap((kind) =>
			kind.columns.filter((column) => column.steps[0] === 'tax-lines').map((column) => String(column.steps[2])),
		);
		expect(used.length).toBeGreaterThan(10);
		expect(used.filter((step) => !(inputs['Invoice Tax Line'] ?? []).includes(step))).toEqual([]);
	});
});
