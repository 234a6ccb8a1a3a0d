import { ownValue } from '../../lib/core';
import type { INodeProperties } from 'n8n-workflow';

import { ENTRIES, type Entry, titleOf } from '../../lib/coupa';
import { operationChoice, resourceChoice, shownFor } from '../common/description';
import { recordLocator, recordSearch, searchMethod } from './fields/locator';
import { type Served, sharedFields } from './fields/reading';
import { actionOperations } from './operations/action';
import { exportToFileOperations } from './operations/exportToFile';
import { getOperations } from './operations/get';
import { getManyOperations } from './operations/getMany';
import type { CoupaOperation } from './operations/operation';
import { special } from './resources';
import { apiEntry } from './resources/api';

/** One resource of the node with its operations, in the order of the list. */
interface Resource {
	entry: Entry;
	operations: CoupaOperation[];
}

/** Everything the node offers: what the entries say, and the operations that no table can say. Resources in alphabetical order. */
export const resources: Resource[] = [...ENTRIES, apiEntry]
	.map((entry) => ({ entry, operations: operationsOf(entry) }))
	.filter(({ operations }) => operations.length > 0)
	.sort((left, right) => left.entry.one.localeCompare(right.entry.one));

function operationsOf(entry: Entry): CoupaOperation[] {
	const kinds = [getOperations, getManyOperations, exportToFileOperations, actionOperations];
	return [...kinds.flatMap((kind) => kind(entry)), ...(ownValue(special, entry.name) ?? [])].sort((left, right) =>
		left.face.name.localeCompare(right.face.name),
	);
}

/** The operation that the parameters Resource and Operation name; undefined where there is none. */
export function operationOf(resource: string, operation: string): CoupaOperation | undefined {
	return resources.find(({ entry }) => entry.name === resource)?.operations.find(({ face }) => face.value === operation);
}

/** All parameters of the node. */
export function nodeProperties(): INodeProperties[] {
	const own = (isOfKind: boolean) =>
		resources.flatMap(({ entry, operations }) =>
			operations
				.filter(({ kind }) => (kind !== undefined) === isOfKind)
				.flatMap(({ face, description }) => shownFor(entry.name, face.value, description)),
		);
	return [
		resourceChoice(
			resources.map(({ entry }) => ({ name: titleOf(entry.one), value: entry.name })),
			'invoice',
		),
		...resources.map(({ entry, operations }) =>
			operationChoice(
				entry.name,
				operations.map(({ face: { name, value, action, description } }) => ({ name, value, action, description })),
				entry.preset ?? 'getAll',
			),
		),
		...resources.flatMap(locator),
		...own(true),
		...sharedFields(served()),
		...own(false),
	];
}

/** Methods that fill the pick lists of records, by name. */
export const listSearch = Object.fromEntries(ENTRIES.map((entry) => [searchMethod(entry), recordSearch(entry)]));

/** Picks the record that some operations of a resource work on. */
function locator({ entry, operations }: Resource): INodeProperties[] {
	const picking = operations.filter(({ picksRecord }) => picksRecord === true).map(({ face }) => face.value);
	if (picking.length === 0) return [];
	return [{ ...recordLocator(entry), displayOptions: { show: { resource: [entry.name], operation: picking } } }];
}

function served(): Served {
	const having = (kind: CoupaOperation['kind']) =>
		resources.filter(({ operations }) => operations.some((operation) => operation.kind === kind));
	const names = (kind: CoupaOperation['kind']) => having(kind).map(({ entry }) => entry.name);
	return {
		get: names('get'),
		getMany: names('getMany'),
		changed: having('getMany')
			.filter(({ entry }) => entry.reads.includes('changed'))
			.map(({ entry }) => entry.name),
		exportToFile: names('exportToFile'),
		action: names('action'),
		actions: [...new Set(having('action').flatMap(({ entry }) => Object.keys(entry.actions ?? {})))],
	};
}
