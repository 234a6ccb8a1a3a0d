import { attributeLabel } from '../label';
import type { Attribute } from '../schema';

/** One custom field of an instance. */
export interface CustomField {
	/** `custom-fields.region`; of old ones, which lie at the record itself, `region` (rules.md §2). */
	path: string;
	label: string;
	attribute: Attribute;
	/** A calendar day: sent without a time. */
	isDay: boolean;
}

/** A custom field from its name and what the source calls its type: `Date`, `StringValue`, `decimal`; a look-up or user is a record. */
export function customField(name: string, type: string, label?: string, isOfRecord = false): CustomField {
	const key = name
		.replaceAll('_', '-')
		.replace(/([a-z\d])([A-Z])/g, '$1-$2')
		.toLowerCase();
	const kind = type.replace(/Value$/, '').toLowerCase();
	return {
		path: isOfRecord ? key : `custom-fields.${key}`,
		label: label ?? attributeLabel(key),
		attribute: { type: attributeType(kind) },
		isDay: kind === 'date',
	};
}

function attributeType(kind: string): Attribute['type'] {
	if (/bool|checkbox/.test(kind)) return 'boolean';
	if (/^int|integer|^id$/.test(kind)) return 'integer';
	if (/decimal|float|money|currency|number|amount/.test(kind)) return 'decimal';
	if (/date|time/.test(kind)) return 'datetime';
	if (/list|array|multi/.test(kind)) return 'list';
	return /lookup|user|address|supplier|account|department|object|record/.test(kind) ? 'reference' : 'string';
}
