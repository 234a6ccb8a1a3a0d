import type { FieldType, ILoadOptionsFunctions, INodePropertyOptions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';

import {
	attributeLabel,
	type CustomField,
	customFieldsOf,
	type Entry,
	entryNamed,
	idIn,
	listPath,
	titleOf,
	type Writable,
	writableAttributes,
	type Writing,
} from '../../../lib/coupa';
import { ownValue } from '../../../lib/core';
import { asNodeError } from '../../common/errors';
import { furtherValues } from '../resources/invoice/furtherValues';
import { type CoupaSession, withCoupa } from '../session';

/** The fields that the resource mapper offers: what Coupa lets one write of the object, needed ones first, and this instance's custom fields. */
export async function writableFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const { entry, writing: given } = current(this);
	if (given === undefined) return { fields: [] };
	try {
		const custom = await withCoupa(this, async (session) => await customFields(this, session, entry));
		const fields = writableAttributes(entry, given).map((attribute) => attributeField(attribute, entry, given));
		return { fields: [...fields, ...custom.map(customFieldOf)], ...(custom.length === 0 && { emptyFieldsNotice: '' }) };
	} catch (error) {
		throw asNodeError(this.getNode(), error);
	}
}

/** The fields that link to other records, for picking these from a list. */
export async function writableLinks(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { entry, writing } = current(this);
	const links = writing === undefined ? [] : writableAttributes(entry, writing).filter(({ path }) => path.includes('.'));
	return await Promise.resolve(
		links.map(({ path }) => {
			const [field = ''] = path.split('.');
			return { name: attributeLabel(field), value: field, description: field };
		}),
	);
}

/** What the parameters Resource and Operation name. */
function current(context: ILoadOptionsFunctions): { entry: Entry; writing: Writing | undefined } {
	const entry = entryNamed(String(context.getCurrentNodeParameter('resource')));
	const operation = String(context.getCurrentNodeParameter('operation'));
	const writings = entry.writes ?? {};
	if (entry.name === 'invoice' && operation === 'create') return { entry, writing: furtherValues };
	return { entry, writing: operation === 'upsert' ? mergedWriting(writings) : ownValue(writings, operation) };
}

/** What either half of Create or Update writes. */
function mergedWriting({ create, update }: Record<string, Writing>): Writing | undefined {
	return create === undefined || update === undefined
		? undefined
		: { ...create, without: (create.without ?? []).filter((name) => update.without?.includes(name)) };
}

/** Below an owner that is not picked yet there are no records to look at. */
async function customFields(context: ILoadOptionsFunctions, { client }: CoupaSession, entry: Entry): Promise<CustomField[]> {
	const list = currentList(context, entry);
	return list === null ? [] : await customFieldsOf(client, entry, list);
}

function currentList(context: ILoadOptionsFunctions, entry: Entry): string | null {
	const [only] = entry.below?.of ?? [];
	if (only === undefined) return listPath(entry);
	const type = entry.below?.of.length === 1 ? only : String(context.getCurrentNodeParameter('ownerType'));
	const picked = context.getCurrentNodeParameter(type) as { value?: string | number } | undefined;
	const id = idIn(picked?.value);
	return id === null ? null : listPath(entry, { entry: entryNamed(type), id: String(id) });
}

function attributeField({ path, attribute, entry: named, needed }: Writable, entry: Entry, writing: Writing): ResourceMapperField {
	const required = needed && writing.kind === 'create';
	const isDay = entry.days?.includes(path) === true;
	return {
		id: path,
		displayName: `${attributeLabel(path)}${unitOf(attribute, named, isDay)}`,
		required,
		defaultMatch: false,
		display: true,
		removed: !required,
		type: fieldType(attribute, isDay),
		...(attribute.enum && { options: attribute.enum.map((value) => ({ name: titleOf(value.replaceAll('_', ' ')), value })) }),
	};
}

function customFieldOf({ path, label, attribute, isDay }: CustomField): ResourceMapperField {
	return {
		id: path,
		displayName: `${label} (Custom Field)`,
		required: false,
		defaultMatch: false,
		display: true,
		removed: true,
		type: fieldType(attribute, isDay),
	};
}

/** Decimals are text: a number field would round them. Days are text: a date field would add a time and a zone. */
function fieldType({ type, enum: choices }: Writable['attribute'], isDay: boolean): FieldType {
	if (choices !== undefined) return 'options';
	switch (type) {
		case 'boolean':
			return 'boolean';
		case 'integer':
			return 'number';
		case 'datetime':
			return isDay ? 'string' : 'dateTime';
		case 'list':
			return 'array';
		case 'object':
			return 'object';
		default:
			return 'string';
	}
}

function unitOf({ type, max }: Writable['attribute'], named: Entry | null, isDay: boolean): string {
	if (isDay) return ' (YYYY-MM-DD)';
	if (type === 'decimal') return ' (Decimal)';
	if (type === 'list') return ' (JSON List)';
	return named === null && max !== undefined && max < 20 ? ` (up to ${String(max)} characters)` : '';
}
