import type { INodeProperties } from 'n8n-workflow';

import { type Entry, idIn } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import type { ItemParameters } from '../../common/parameters';
import { located } from '../../common/parameterValues';
import { idInLink } from './recordLink';

/** Characters of an odd value that an error shows. */
const MOST_SHOWN = 80;

/**
 * What a locator picks, as a request body refers to it: by ID where it was picked from the list, by its ID or by a link, else by the key
 * that people know it by, which Coupa looks up itself. An expression in place of the whole parameter is an ID, a key or a link.
 *
 * @param property the locator, as `recordLocator` makes it; `label` names it in errors where it stands inside a row
 * @param address of the instance, for links
 * @returns null where nothing is picked
 */
export function pickedReference(
	parameters: ItemParameters,
	entry: Entry,
	{
		property,
		given,
		address,
		label = property.displayName,
	}: { property: INodeProperties; given: unknown; address: string; label?: string },
): CoupaRecord | null {
	const { mode, value } = located(given, property);
	if (value === '') return null;
	if (mode === 'url' || /^https?:\/\//i.test(value)) {
		const id = idInLink(entry, value, address);
		if (typeof id !== 'string') throw parameters.failure(`"${label}": ${id.message}`, id.hint);
		return { id: Number(id) };
	}
	const { key } = entry;
	const id = mode === 'key' ? null : idIn(value);
	if (id !== null) return { id };
	if (key !== undefined && (mode === 'key' || mode === '')) return { [key.attribute]: value };
	const byKey = key === undefined ? '' : ` To use the ${key.label.toLowerCase()}, choose "By ${key.label}".`;
	throw parameters.failure(
		`"${label}" is not a Coupa ID: ${value.slice(0, MOST_SHOWN)}`,
		`Coupa IDs are whole numbers above zero. Pick the ${entry.one} from the list, or enter its ID.${byKey}`,
	);
}
