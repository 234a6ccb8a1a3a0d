import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	autoMapped,
	bodyOf,
	type BodySource,
	checkedBody,
	customFieldsOf,
	definitionOf,
	type Entry,
	type Writing,
} from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { optionsProperty } from '../../common/description';
import { ItemParameters } from '../../common/parameters';
import type { CoupaSession } from '../session';
import { jsonRecord } from './jsonRecord';
import { besidePicked, checkSetOnce, linkedProperty, pickedRecords } from './linkedRecords';

/** Names that a hint lists. */
const MOST_NAMED = 15;

const EXAMPLE = 'one record in braces, for example {"name": "Office supplies"}';

const usingFields = { show: { specify: ['fields'] } };
const usingJson = { show: { specify: ['json'] } };

const specifyProperty: INodeProperties = {
	displayName: 'Specify Values',
	name: 'specify',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Using Fields Below', value: 'fields' },
		{ name: 'Using JSON', value: 'json' },
	],
	default: 'fields',
};

const mapper = {
	resourceMapperMethod: 'writableFields',
	mode: 'add' as const,
	valuesLabel: 'Values',
	fieldWords: { singular: 'field', plural: 'fields' },
	addAllFields: false,
	supportAutoMap: true,
	noFieldsError: 'There is nothing that could be written.',
};

const mapperProperty: INodeProperties = {
	displayName: 'Values to Send',
	name: 'values',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	typeOptions: {
		loadOptionsDependsOn: ['resource', 'operation'],
		resourceMapper: mapper,
	},
	description: 'Amounts and other decimals are sent exactly as they are written',
	displayOptions: usingFields,
};

const jsonProperty: INodeProperties = {
	displayName: 'Values (JSON)',
	name: 'json',
	type: 'json',
	typeOptions: { rows: 8 },
	default: '{}',
	required: true,
	description: "The values as Coupa's API expects them, with dashed names and decimals as text",
	displayOptions: usingJson,
};

export const ignoredProperty: INodeProperties = {
	displayName: 'If Coupa Ignores a Value',
	name: 'ignoredValues',
	type: 'options',
	options: [
		{ name: 'Stop With an Error', value: 'error', description: 'The record has been written by then; the error names it' },
		{ name: 'Show a Warning', value: 'warning' },
	],
	default: 'error',
	description:
		'Coupa leaves out what it does not know, such as an unknown payment term, without a word: its answer is compared with what was sent',
};

const emptyProperty: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	options: [
		{ name: 'Leave Out', value: 'leaveOut', description: 'What Coupa has stays as it is' },
		{ name: 'Clear in Coupa', value: 'clear', description: 'The fields are emptied' },
	],
	default: 'leaveOut',
	description: 'What to do with fields that are set here and have no value',
};

const unchangedProperty: INodeProperties = {
	displayName: 'Only If Unchanged Since',
	name: 'onlyIfUnchangedSince',
	type: 'string',
	default: '',
	placeholder: "e.g. {{ $json['updated-at'] }}",
	description: 'The updated-at of the record when it was read. If somebody has changed it since, nothing is written.',
};

/** What goes with a record whose usual values have fields of their own. */
export const furtherFields: INodeProperties[] = [
	{
		...mapperProperty,
		displayName: 'Further Values',
		typeOptions: { ...mapperProperty.typeOptions, resourceMapper: { ...mapper, supportAutoMap: false } },
		description: 'Other values to send, custom fields among them. Decimals are sent exactly as they are written.',
	},
	linkedProperty,
];
/** How the values of a write are given. */
export const valueFields: INodeProperties[] = [specifyProperty, mapperProperty, linkedProperty, jsonProperty];
export const createOptions: INodeProperties[] = [optionsProperty([ignoredProperty])];
export const updateOptions: INodeProperties[] = [optionsProperty([emptyProperty, ignoredProperty, unchangedProperty])];
export const upsertOptions: INodeProperties[] = [optionsProperty([emptyProperty, ignoredProperty])];
export const deleteOptions: INodeProperties[] = [optionsProperty([unchangedProperty])];

export interface WritingOptions {
	ignoredValues: 'error' | 'warning';
	emptyValues: 'leaveOut' | 'clear';
	onlyIfUnchangedSince: string;
}

export function writingOptions(context: IExecuteFunctions, itemIndex: number, properties: INodeProperties[]): Partial<WritingOptions> {
	return new ItemParameters(context, itemIndex, properties).collection<WritingOptions>('options');
}

/** The value of a resource mapper, as the workflow holds it. */
interface Mapped {
	mappingMode?: unknown;
	value?: unknown;
}

type Source = Omit<BodySource, 'customFields'>;

/**
 * The bodies that the parameters of one item describe, one for each of the given ways to write; refused where a value does not fit its
 * attribute, before anything is sent.
 */
export async function writtenBodies<Name extends string>(
	context: IExecuteFunctions,
	session: CoupaSession,
	itemIndex: number,
	{ list, entry, writings }: { list: string; entry: Entry; writings: Record<Name, Writing> },
): Promise<Record<Name, CoupaRecord>> {
	const parameters = new ItemParameters(context, itemIndex, [...valueFields, ...updateOptions]);
	const isJson = parameters.choice('specify') === 'json';
	const mapped = isJson ? null : (parameters.json('values') as Mapped | null);
	const given = isJson ? jsonRecord(parameters, 'json', 'Values (JSON)', EXAMPLE) : givenValues(context, mapped, itemIndex);
	const picked = isJson ? {} : pickedRecords(parameters, entry);
	const isAutomatic = mapped?.mappingMode === 'autoMapInputData';
	if (!isAutomatic) checkSetOnce(parameters, given, picked);
	const customFields = !isJson && namesCustomFields(given, entry) ? await customFieldsOf(session.client, entry, list) : [];
	const clears = parameters.collection<WritingOptions>('options').emptyValues === 'clear';
	const left = new Set<string>();
	const bodies = Object.entries<Writing>(writings).map(([name, writing]) => {
		const source = { entry, writing, customFields, zone: context.getTimezone() };
		if (isJson) return [name, checkedBody(given as CoupaRecord, source)];
		const values = isAutomatic ? besidePicked(ofItem(given as CoupaRecord, source, left), picked) : given;
		return [name, bodyOf(withoutOthers({ ...values, ...picked }, source, Object.values(writings)), source, { clears })];
	});
	if (left.size > 0)
		context.addExecutionHints({
			message: `These fields of the items were left out, because ${entry.many} have no such field that could be written: ${[...left].slice(0, MOST_NAMED).join(', ')}${left.size > MOST_NAMED ? ' …' : ''}`,
			location: 'outputPane',
			type: 'info',
		});
	return Object.fromEntries(bodies) as Record<Name, CoupaRecord>;
}

/** What the fields for further values (`furtherFields`) hold of one item; empty where nothing is set. */
export async function furtherBody(
	context: IExecuteFunctions,
	session: CoupaSession,
	itemIndex: number,
	{ list, entry, writing }: { list: string; entry: Entry; writing: Writing },
): Promise<CoupaRecord> {
	const parameters = new ItemParameters(context, itemIndex, furtherFields);
	const values = givenValues(context, parameters.json('values') as Mapped | null, itemIndex);
	const isSet = Object.values(values).some((value) => value !== null && value !== '');
	if (!isSet && Object.keys(pickedRecords(parameters, entry)).length === 0) return {};
	return (await writtenBodies(context, session, itemIndex, { list, entry, writings: { body: writing } })).body;
}

function ofItem(json: CoupaRecord, source: BodySource, left: Set<string>): Record<string, unknown> {
	const { values, left: unknown } = autoMapped(json, source);
	for (const name of unknown) left.add(name);
	return values;
}

/** Create or Update has fields for both halves: each leaves out what only the other one can write. */
function withoutOthers(values: Record<string, unknown>, { writing: { without = [] } }: Source, all: Writing[]): Record<string, unknown> {
	const ofOthers = without.filter((name) => all.some((other) => other.without?.includes(name) !== true));
	return Object.fromEntries(Object.entries(values).filter(([path]) => !ofOthers.includes(path.split('.')[0] ?? '')));
}

/** By attribute path; mapped automatically, everything the item has. */
function givenValues(context: IExecuteFunctions, mapped: Mapped | null, itemIndex: number): Record<string, unknown> {
	if (mapped?.mappingMode === 'autoMapInputData') return context.getInputData()[itemIndex]?.json ?? {};
	return typeof mapped?.value === 'object' && mapped.value !== null ? (mapped.value as Record<string, unknown>) : {};
}

/** Whether any of the values may be of a custom field, so that Coupa has to be asked what it has. */
function namesCustomFields(given: Record<string, unknown>, { definition }: Entry): boolean {
	return Object.keys(given).some(
		(path) => path.startsWith('custom-fields') || !Object.hasOwn(definitionOf(definition), path.split('.')[0] ?? ''),
	);
}
