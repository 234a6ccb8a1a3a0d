import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type CoupaRecord, isRecord, isSecretName, type Json, shownNames } from '../../../lib/core';
import { type Entry, fieldsParameter, namedField, type QueryPair, simplify, withoutSecrets } from '../../../lib/coupa';
import type { OutputItem } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';

/** Name of the method that lists what can be returned. */
export const FIELDS_LIST = 'returnableFields';

type Form = 'simplified' | 'raw' | 'selected';

const FORMS: Record<Form, { name: string; description: string }> = {
	simplified: { name: 'Simplified', description: 'The most useful fields, flat: names and codes instead of nested records' },
	raw: { name: 'Raw', description: 'Everything that Coupa returns, nested as in its API' },
	selected: { name: 'Selected Fields', description: 'Only the fields you choose are read from Coupa, which is faster' },
};

function outputProperty(forms: Form[]): INodeProperties {
	return {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: forms.map((value) => ({ value, ...FORMS[value] })),
		default: forms[0] ?? 'raw',
		description: 'How much of each record to return',
	};
}

const fieldsProperty: INodeProperties = {
	displayName: 'Field Names or IDs',
	name: 'fields',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: FIELDS_LIST, loadOptionsDependsOn: ['resource'] },
	default: [],
	hint: 'As an expression: names separated by commas, with a dot for a field of a linked record, e.g. id, supplier.number',
	description: 'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	displayOptions: { show: { output: ['selected'] } },
};

/** How records are returned: parameters of every operation that answers with them. */
export const outputProperties: INodeProperties[] = [outputProperty(['simplified', 'raw', 'selected']), fieldsProperty];

/** The same for records that another step takes whole, such as those of a sync. */
export const wholeOutputProperties: INodeProperties[] = [outputProperty(['raw', 'selected']), fieldsProperty];

/** What an item's parameters ask for. */
export interface Output {
	form: Form;
	/** Of selected fields: as Coupa names them. */
	fields: string[];
}

/** Reads the parameters; a selected field that the attribute lists do not have is asked for all the same, and told in a hint. */
export function outputOf(
	context: IExecuteFunctions,
	itemIndex: number,
	entry: Entry,
	properties: INodeProperties[] = outputProperties,
): Output {
	const parameters = new ItemParameters(context, itemIndex, properties);
	const form = parameters.choice<Form>('output');
	if (form !== 'selected') return { form, fields: [] };
	const names = namesIn(parameters.json('fields'));
	if (names.length === 0)
		throw parameters.failure('No fields are selected', 'Choose at least one under Field Names or IDs, or set Output to Simplified.');
	const found = names.map((name) => ({ name, known: namedField(entry, name) }));
	const unknown = found.filter(({ known }) => known === null).map(({ name }) => name);
	if (unknown.length > 0)
		hint(
			context,
			`Coupa's documents name no such field of the ${entry.one}: ${shownNames(unknown)}. It was asked for all the same; check the spelling where it is missing in the output.`,
		);
	return { form, fields: found.map(({ name, known }) => known?.field ?? name) };
}

/** What an answer is to be limited to, beside its ID; empty for everything. */
export function fieldsQuery({ fields }: Output): QueryPair[] {
	return fields.length === 0 ? [] : [['fields', fieldsParameter(['id', ...fields])]];
}

/**
 * A record as an item shows it: secrets and bank data always left out.
 *
 * @param leftOut gets the names of those fields, where the record is otherwise shown as Coupa gives it (`hintAtLeftOut`)
 */
export function presented(record: CoupaRecord, entry: Entry, { form }: Output, leftOut?: Set<string>): CoupaRecord {
	const safe = withoutSecrets(record);
	if (form === 'simplified') return simplify(safe, entry);
	if (leftOut !== undefined && safe !== record) for (const name of secretsIn(record)) leftOut.add(name);
	return safe;
}

/** Tells which fields were left out of records. */
export function hintAtLeftOut(context: IExecuteFunctions, leftOut: ReadonlySet<string>): void {
	if (leftOut.size > 0) hint(context, `Left out because they hold secrets or bank data: ${shownNames([...leftOut].sort())}.`);
}

function* secretsIn(value: Json | undefined): Generator<string> {
	if (Array.isArray(value)) for (const entry of value) yield* secretsIn(entry);
	if (!isRecord(value)) return;
	for (const [key, inside] of Object.entries(value)) {
		if (isSecretName(key)) yield key;
		else if (typeof inside === 'object') yield* secretsIn(inside);
	}
}

/** `id, supplier.number`, or a list of names. */
function namesIn(value: unknown): string[] {
	const names = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : [];
	return names.map((name) => name.trim()).filter(Boolean);
}

function hint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, location: 'outputPane', type: 'info' });
}

/** How the record that was written is returned: Coupa answers with all of it. */
export const writtenOutputProperties: INodeProperties[] = [outputProperty(['simplified', 'raw'])];

/** The item that shows a record after it was written, as the parameters of an input item ask for. */
export function presentedItem(context: IExecuteFunctions, itemIndex: number, entry: Entry, record: CoupaRecord): OutputItem {
	// A choice that another operation offers may still stand in the workflow.
	const form = new ItemParameters(context, itemIndex, outputProperties).choice<Form>('output');
	return { json: presented(record, entry, { form, fields: [] }) as IDataObject };
}
