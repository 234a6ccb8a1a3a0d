import type { IExecuteFunctions, ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type Entry, entryNamed, listPath, type Owner, titleOf } from '../../../lib/coupa';
import { ItemParameters } from '../../common/parameters';
import type { CoupaSession } from '../session';
import { locatedId, type LocatorContext, recordLocator } from './locator';

/** Which kind of record owns the ones worked on, where there are several kinds. */
function ownerChoice({ name, many, below }: Entry): INodeProperties {
	const [first = ''] = below?.of ?? [];
	return {
		displayName: 'Belongs To',
		name: 'ownerType',
		type: 'options',
		noDataExpression: true,
		options: (below?.of ?? []).map((owner) => ({ name: titleOf(entryNamed(owner).one), value: owner })),
		default: first,
		description: `The kind of record whose ${many} to work on`,
		displayOptions: { show: { resource: [name] } },
	};
}

/** Owners that Coupa does not list are named by their ID only. */
function ownerLocator(entry: Entry): INodeProperties {
	const locator = recordLocator(entry);
	if (entry.unlisted !== true) return locator;
	return { ...locator, default: { mode: 'id', value: '' }, modes: (locator.modes ?? []).filter(({ name }) => name === 'id') };
}

/** The parameters that say below which record an entry's records lie; none for entries with a list of their own. */
export function ownerProperties(entry: Entry): INodeProperties[] {
	const owners = entry.below?.of ?? [];
	const choice = owners.length > 1 ? [ownerChoice(entry)] : [];
	return [
		...choice,
		...owners.map((owner) => ({
			...ownerLocator(entryNamed(owner)),
			description: `The ${entryNamed(owner).one} that the ${entry.many} belong to`,
			displayOptions: { show: { resource: [entry.name], ...(choice.length > 0 && { ownerType: [owner] }) } },
		})),
	];
}

/** The record that an item's parameters name as owner; for entries whose records lie below others. */
export async function ownerOf(context: LocatorContext, session: CoupaSession, entry: Entry, itemIndex: number): Promise<Owner> {
	const owner = ownerEntry(context, entry, itemIndex);
	return { entry: owner, id: await locatedId(context, session, owner, itemIndex) };
}

function ownerEntry(context: LocatorContext, entry: Entry, itemIndex: number): Entry {
	const owners = entry.below?.of ?? [];
	const [only = ''] = owners;
	return entryNamed(owners.length > 1 ? new ItemParameters(context, itemIndex, [ownerChoice(entry)]).choice('ownerType') : only);
}

/** Path of the list that an item's parameters are about: `/api/suppliers`, `/api/suppliers/7/addresses`. */
export async function listOf(context: LocatorContext, session: CoupaSession, entry: Entry, itemIndex: number): Promise<string> {
	return entry.below === undefined ? listPath(entry) : listPath(entry, await ownerOf(context, session, entry, itemIndex));
}

/** Path of the list that a pick list shows, of records below the one that is picked in the panel. */
export async function listToPickFrom(panel: ILoadOptionsFunctions, session: CoupaSession, entry: Entry): Promise<string> {
	if (entry.below === undefined) return listPath(entry);
	const context: LocatorContext = {
		getNode: () => panel.getNode(),
		getNodeParameter: (name, _itemIndex, preset) => panel.getCurrentNodeParameter(name) ?? preset,
	};
	const owner = ownerEntry(context, entry, 0);
	if (new ItemParameters(context, 0, [recordLocator(owner)]).located(owner.name).value === '')
		throw new NodeOperationError(panel.getNode(), `Choose the ${owner.one} first`, {
			description: `The list shows the ${entry.many} of one ${owner.one}.`,
		});
	return await listOf(context, session, entry, 0);
}

/** Path of the record that an item's parameters name, and its ID. */
export async function recordOf(
	context: IExecuteFunctions,
	session: CoupaSession,
	entry: Entry,
	itemIndex: number,
): Promise<{ list: string; id: string; path: string }> {
	const list = await listOf(context, session, entry, itemIndex);
	const id = await locatedId(context, session, entry, itemIndex, { list });
	return { list, id, path: `${list}/${id}` };
}
