import { inOrder, ownValue } from '../../lib/core';
import type { INodeProperties } from 'n8n-workflow';

import { ENTRIES, type Entry, titleOf } from '../../lib/coupa';
import { operationChoice, type OperationChoice, resourceChoice, shownFor } from '../common/description';
import { actionProperties } from './fields/actionFields';
import { filterLists, filterSearch } from './fields/filters/lists';
import { finalSwitch, offeredWhenAllowed } from './fields/finalOperations';
import { recordLocator } from './fields/locator';
import { writtenOutputProperties } from './fields/output';
import { listToPickFrom, ownerProperties } from './fields/owner';
import { recordSearch, searchMethod } from './fields/recordSearch';
import { type Served, sharedFields } from './fields/reading';
import { type Place, shownAt } from './fields/shown';
import { createOptions, deleteOptions, updateOptions, upsertOptions, valueFields } from './fields/writing';
import { actionOperations } from './operations/action';
import { createOperations } from './operations/create';
import { exportToFileOperations } from './operations/exportToFile';
import { getOperations } from './operations/get';
import { getManyOperations } from './operations/getMany';
import { markExportedOperations } from './operations/markExported';
import type { CoupaOperation } from './operations/operation';
import { deleteOperations, updateOperations } from './operations/update';
import { upsertOperations } from './operations/upsert';
import { specialOperations } from './resources';
import { apiEntry } from './resources/api';

/** One resource of the node with its operations, in the order of the list. */
interface Resource {
	entry: Entry;
	operations: CoupaOperation[];
}

const special = specialOperations(operationOf);

/** Everything the node offers: what the entries say, and the operations that no table can say. Resources in alphabetical order. */
export const resources: Resource[] = [...ENTRIES, apiEntry]
	.map((entry) => ({ entry, operations: operationsOf(entry) }))
	.filter(({ operations }) => operations.length > 0)
	.sort((left, right) => inOrder(left.entry.one, right.entry.one));

function operationsOf(entry: Entry): CoupaOperation[] {
	const kinds = [
		getOperations,
		getManyOperations,
		exportToFileOperations,
		createOperations,
		updateOperations,
		upsertOperations,
		deleteOperations,
		actionOperations,
		markExportedOperations,
	];
	// What needs code of its own stands in place of what the table says.
	const own = ownValue(special, entry.name) ?? [];
	const usual = kinds.flatMap((kind) => kind(entry)).filter(({ face }) => !own.some((operation) => operation.face.value === face.value));
	return [...usual, ...own].sort((left, right) => inOrder(left.face.name, right.face.name));
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
		...finalSwitch,
		resourceChoice(
			resources.map(({ entry }) => ({ name: titleOf(entry.one), value: entry.name })),
			'invoice',
		),
		...resources.map(({ entry, operations }) =>
			operationChoice(
				entry.name,
				operations.map((operation) => ({ ...choiceOf(operation), ...offeredWhenAllowed(operation) })),
				entry.preset ?? 'getAll',
			),
		),
		...resources.flatMap(({ entry }) => ownerProperties(entry)),
		...resources.flatMap(locator),
		...own(true),
		...resources.flatMap(({ entry }) => actionProperties(entry)),
		...shownForKinds(['create', 'update', 'upsert'], valueFields),
		...shownForKinds(['create', 'update', 'upsert', 'action'], writtenOutputProperties),
		...shownForKinds(['create'], createOptions),
		...shownForKinds(['update'], updateOptions),
		...shownForKinds(['upsert'], upsertOptions),
		...shownForKinds(['delete'], deleteOptions),
		...sharedFields(served()),
		...own(false),
	];
}

/** Methods that fill the pick lists of records, by name. */
export const listSearch = {
	...Object.fromEntries(
		ENTRIES.map((entry) => [
			searchMethod(entry),
			recordSearch(entry, async (panel, session) => await listToPickFrom(panel, session, entry)),
		]),
	),
	...filterSearch,
};

/** Methods that fill lists of fields and values, by name. */
export const loadOptions = filterLists;

/** Picks the record that some operations of a resource work on. */
function locator({ entry, operations }: Resource): INodeProperties[] {
	const picking = operations.filter(({ picksRecord }) => picksRecord === true).map(({ face }) => face.value);
	if (picking.length === 0) return [];
	return [{ ...recordLocator(entry), displayOptions: { show: { resource: [entry.name], operation: picking } } }];
}

function choiceOf({ face: { name, value, action, description } }: CoupaOperation): OperationChoice {
	return { name, value, action, description };
}

/** The fields of some kinds of operation, shown wherever there is such an operation. */
function shownForKinds(kinds: Array<CoupaOperation['kind']>, properties: INodeProperties[]): INodeProperties[] {
	const places = resources.flatMap(({ entry, operations }) =>
		operations.filter(({ kind }) => kinds.includes(kind)).map(({ face }): Place => ({ resource: entry.name, operation: face.value })),
	);
	return shownAt(places, properties);
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
	};
}
