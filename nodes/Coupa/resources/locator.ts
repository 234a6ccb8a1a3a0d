import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type CoupaRecord, textAt } from '../../../lib/core';
import type { ResourceDefinition } from './definition';
import type { CoupaSession } from './session';

/** The parameter that picks one record: from a list, by Coupa's id, or by the key people know it by. */
export function recordLocator({ label, value, naturalKey }: ResourceDefinition): INodeProperties {
	return {
		displayName: label,
		name: value,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: `The ${label === 'GL Account' ? label : label.toLowerCase()} to work on`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select a ${label === 'GL Account' ? label : label.toLowerCase()}...`,
				typeOptions: { searchListMethod: `search_${value}`, searchable: true },
			},
			// No pattern here: n8n checks it before every run with a time limit that a busy machine misses; the operation checks it itself.
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 123450' },
			{ displayName: `By ${naturalKey.label}`, name: 'key', type: 'string', placeholder: naturalKey.placeholder },
		],
	};
}

/** Coupa's id of the record an item's locator names; a key is looked up, and must fit exactly one record. */
export async function locatedId(
	context: IExecuteFunctions,
	{ client }: CoupaSession,
	definition: ResourceDefinition,
	itemIndex: number,
): Promise<string> {
	const located = context.getNodeParameter(definition.value, itemIndex) as { mode: string; value: string | number };
	const wanted = String(located.value).trim();
	if (located.mode !== 'key') {
		if (/^\d+$/.test(wanted)) return wanted;
		throw new NodeOperationError(context.getNode(), `"${wanted}" is no Coupa ID [item ${itemIndex}]`, {
			itemIndex,
			description: `Coupa IDs are whole numbers. To go by ${definition.naturalKey.label.toLowerCase()}, choose "By ${definition.naturalKey.label}" in the parameter ${definition.label}.`,
		});
	}
	const { attribute, label } = definition.naturalKey;
	const found: CoupaRecord[] = [];
	for await (const record of client.list(definition.path, {
		query: [[attribute.replaceAll('-', '_'), wanted]],
		fields: definition.listFields,
		limit: 2,
	}))
		found.push(record);
	const [record, second] = found;
	if (record && !second) return textAt(record, 'id') ?? '';
	throw new NodeOperationError(
		context.getNode(),
		`${found.length === 0 ? 'No' : 'More than one'} ${definition.label.toLowerCase()} has the ${label.toLowerCase()} "${wanted}" [item ${itemIndex}]`,
		{
			itemIndex,
			description:
				found.length === 0
					? 'Check the spelling, and whether the credential may see it in Coupa.'
					: `Choose "By ID" in the parameter ${definition.label}, or use Get Many with a filter.`,
		},
	);
}
