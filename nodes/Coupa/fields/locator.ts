import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { anyOf, CoupaError, type Entry, idIn, titleOf } from '../../../lib/coupa';
import { type CoupaRecord, lookUpKey, textAt } from '../../../lib/core';
import { asNodeError } from '../../common/errors';
import { ItemParameters } from '../../common/parameters';
import type { CoupaSession } from '../session';
import { idInLink } from './recordLink';
import { searchMethod } from './recordSearch';

/** Characters of an odd value that an error shows. */
const MOST_SHOWN = 80;

/** How a parameter that picks a record differs from that of the record an operation works on. */
export interface LocatorFace {
	/** Name of the parameter; default: that of the entry. */
	name?: string;
	displayName?: string;
	description?: string;
	/** Default true. */
	required?: boolean;
}

/** The parameter that picks one record: from a list, by Coupa's id, by the key people know it by, or by a link to it. */
export function recordLocator(entry: Entry, face: LocatorFace = {}): INodeProperties {
	const { one, key, webPath } = entry;
	const { name = entry.name, displayName = titleOf(one), description = `The ${one} to work on`, required = true } = face;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required && { required }),
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${anyOf(one)}...`,
				typeOptions: { searchListMethod: searchMethod(entry), searchable: true },
			},
			// No pattern here: n8n checks it before every run with a time limit that a busy machine misses; the operation checks it itself.
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 123450' },
			...(key ? [{ displayName: `By ${key.label}`, name: 'key', type: 'string' as const, placeholder: key.placeholder }] : []),
			...(webPath
				? [{ displayName: 'By URL', name: 'url', type: 'string' as const, placeholder: `e.g. https://acme.coupahost.com${webPath}/123450` }]
				: []),
		],
	};
}

/** The contexts of n8n that hold a locator. */
export type LocatorContext = Pick<IExecuteFunctions, 'getNode'> & {
	getNodeParameter(name: string, itemIndex: number, preset?: unknown): unknown;
};

/** Where a locator is, and where its record. */
interface Place {
	/** E.g. `fields.supplier` inside a collection; default: that of the entry. */
	parameterName?: string;
	/** The list that shows it; default: that of the entry. Records below others are looked for below their owner. */
	list?: string;
}

/**
 * Coupa's id of the record an item's locator names; a key is looked up, and must fit exactly one record.
 *
 */
export async function locatedId(
	context: LocatorContext,
	session: CoupaSession,
	entry: Entry,
	itemIndex: number,
	{ parameterName = entry.name, list = entry.path }: Place = {},
): Promise<string> {
	const { mode, value } = new ItemParameters(context, itemIndex, [recordLocator(entry, { name: parameterName })]).located(parameterName);
	if (mode === 'key' && entry.key) return await idByKey(context, session, { ...entry, path: list }, itemIndex, value);
	if (mode === 'url' || /^https?:\/\//i.test(value)) return idByLink(context, session, entry, itemIndex, value);
	if (idIn(value) !== null) return value;
	const byKey = entry.key
		? ` To use the ${entry.key.label.toLowerCase()}, choose "By ${entry.key.label}" in the parameter ${titleOf(entry.one)}.`
		: '';
	const what = value === '' ? `There is no ${entry.one} ID` : `"${value.slice(0, MOST_SHOWN)}" is not a Coupa ID`;
	throw new NodeOperationError(context.getNode(), `${what} [item ${itemIndex}]`, {
		itemIndex,
		description: `Coupa IDs are whole numbers above zero.${byKey}`,
	});
}

/** Whether the record an operation works on was picked from a list. */
export function isFromList(context: IExecuteFunctions, entry: Entry, itemIndex: number): boolean {
	return new ItemParameters(context, itemIndex, [recordLocator(entry)]).located(entry.name).mode === 'list';
}

/** Reads the record that a locator named. One picked from a list that Coupa no longer has is told as such. */
export async function readLocated<Result>(
	context: IExecuteFunctions,
	entry: Entry,
	itemIndex: number,
	read: () => Promise<Result>,
): Promise<Result> {
	try {
		return await read();
	} catch (error) {
		if (!isFromList(context, entry, itemIndex) || !(error instanceof CoupaError) || error.kind !== 'notFound')
			throw asNodeError(context.getNode(), error, itemIndex);
		const { value } = new ItemParameters(context, itemIndex, [recordLocator(entry)]).located(entry.name);
		throw new NodeOperationError(context.getNode(), `The ${entry.one} picked from the list is not in Coupa any more [item ${itemIndex}]`, {
			itemIndex,
			description: `Coupa has no ${entry.one} with the ID ${value}: it was deleted, the credential now leads to another instance, or may no longer see it. Pick it again.`,
		});
	}
}

function idByLink(context: LocatorContext, { address }: CoupaSession, entry: Entry, itemIndex: number, link: string): string {
	const id = idInLink(entry, link, address);
	if (typeof id === 'string') return id;
	throw new NodeOperationError(context.getNode(), `${id.message} [item ${itemIndex}]`, { itemIndex, description: id.hint });
}

/** Throws where Coupa answered with another record than the one asked for. `after`: what has been done by then, and what to look at. */
export function checkIsAsked(
	context: IExecuteFunctions,
	{ one }: Entry,
	id: string,
	record: CoupaRecord,
	itemIndex: number,
	after = '',
): void {
	if (idIn(record.id) === Number(id)) return;
	const answered = idIn(record.id) === null ? 'a record without an ID' : `${one} ${String(idIn(record.id))}`;
	throw new NodeOperationError(context.getNode(), `Coupa answered with ${answered} instead of ${one} ${id} [item ${itemIndex}]`, {
		itemIndex,
		description: `${after}Check that the instance address in the credential is that of Coupa itself, and that no response filter hides the ID.`,
	});
}

async function idByKey(
	context: LocatorContext,
	{ client }: CoupaSession,
	{ path, key, one }: Entry,
	itemIndex: number,
	value: string,
): Promise<string> {
	const { attribute, label } = key ?? { attribute: 'id', label: 'ID' };
	// Without a value the filter would fit any record, or those that have none.
	if (value === '') {
		throw new NodeOperationError(context.getNode(), `There is no ${label.toLowerCase()} to find the ${one} by [item ${itemIndex}]`, {
			itemIndex,
			description: `Enter it in the parameter ${titleOf(one)}; an expression there gives nothing for this item.`,
		});
	}
	const [record, second] = await client.listAll(path, {
		query: [[attribute.replaceAll('-', '_'), value]],
		fields: ['id', attribute],
		limit: 2,
	});
	if (record && !second) {
		const found = textAt(record, attribute) ?? '';
		const id = idIn(record.id);
		if (id !== null && lookUpKey(found) === lookUpKey(value)) return String(id);
		throw new NodeOperationError(
			context.getNode(),
			`Coupa found another ${one} for the ${label.toLowerCase()} "${value}" [item ${itemIndex}]`,
			{
				itemIndex,
				description: `It answered with the ${label.toLowerCase()} "${found.slice(0, MOST_SHOWN)}" and the ID ${String(id ?? 'left out')}, so nothing was done. Choose "By ID" in the parameter ${titleOf(one)}.`,
			},
		);
	}
	throw new NodeOperationError(
		context.getNode(),
		`${record ? 'More than one' : 'No'} ${one} has the ${label.toLowerCase()} "${value}" [item ${itemIndex}]`,
		{
			itemIndex,
			description: record
				? `Choose "By ID" in the parameter ${titleOf(one)}, or use Get Many with a filter.`
				: 'Check the spelling, and whether this credential is allowed to see it in Coupa.',
		},
	);
}
