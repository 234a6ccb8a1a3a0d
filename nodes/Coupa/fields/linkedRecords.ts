import type { INodeProperties } from 'n8n-workflow';

import { attributeLabel, type Entry } from '../../../lib/coupa';
import type { ItemParameters } from '../../common/parameters';
import { linkedRecord } from './filters';
import { linkedRecordProperty } from './filters/properties';

/** Name of the method that lists the fields that link to other records and can be written. */
export const WRITABLE_LINKS = 'writableLinks';

/** Picks the records that the written one refers to. */
export const linkedProperty: INodeProperties = {
	displayName: 'Linked Records',
	name: 'linkedRecords',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Linked Record',
	default: {},
	description: 'Suppliers, payment terms and other records that this one refers to, picked from a list',
	options: [
		{
			displayName: 'Linked Record',
			name: 'linked',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'field',
					type: 'options',
					typeOptions: { loadOptionsMethod: WRITABLE_LINKS, loadOptionsDependsOn: ['resource', 'operation'] },
					default: '',
					description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				linkedRecordProperty,
			],
		},
	],
	displayOptions: { show: { specify: ['fields'] } },
};

/** The records picked under Linked Records, by attribute path: `payment-term.id`. Refuses two for one field. */
export function pickedRecords(parameters: ItemParameters, entry: Entry): Record<string, string> {
	const { linked = [] } = parameters.collection<{ linked: Array<{ field: string; record: unknown }> }>('linkedRecords');
	const fields = linked.map(({ field }) => field);
	const twice = fields.find((field, index) => fields.indexOf(field) !== index);
	if (twice !== undefined) throw setTwice(parameters, twice);
	return Object.fromEntries(
		linked.map((pick) => {
			const { path, value } = linkedRecord(parameters, entry, pick, linkedProperty);
			return [path, value];
		}),
	);
}

/** Refuses values that name the same record as a pick does: nobody could tell which one is meant. */
export function checkSetOnce(parameters: ItemParameters, values: Record<string, unknown>, picked: Record<string, string>): void {
	const isSet = ([path, value]: [string, unknown]) => value !== null && value !== '' && isOfPicked(path, picked);
	const [twice] = Object.entries(values).find(isSet) ?? [];
	if (twice !== undefined) throw setTwice(parameters, fieldOf(twice));
}

/** The values that an item has beside what is picked: the pick counts. */
export function besidePicked(values: Record<string, unknown>, picked: Record<string, string>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(values).filter(([path]) => !isOfPicked(path, picked)));
}

function isOfPicked(path: string, picked: Record<string, string>): boolean {
	return Object.keys(picked).some((other) => fieldOf(other) === fieldOf(path));
}

function fieldOf(path: string): string {
	return path.split('.')[0] ?? path;
}

function setTwice(parameters: ItemParameters, field: string): Error {
	return parameters.failure(
		`“${attributeLabel(field)}” is set twice`,
		'Set it either as a value or under Linked Records, and only once there.',
	);
}
