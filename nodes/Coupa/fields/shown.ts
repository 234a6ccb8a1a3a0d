import type { INodeProperties } from 'n8n-workflow';

/** One operation of one resource, by the values of both parameters. */
export interface Place {
	resource: string;
	operation: string;
}

/**
 * Shows properties at exactly these places. Display options are lists of resources times lists of operations, so operations that the
 * same resources have share one copy.
 */
export function shownAt(places: Place[], properties: INodeProperties[]): INodeProperties[] {
	const resources = new Map<string, string[]>();
	for (const { resource, operation } of places) resources.set(operation, [...(resources.get(operation) ?? []), resource]);
	const groups = new Map<string, string[]>();
	for (const [operation, names] of resources) {
		const key = names.sort().join(' ');
		groups.set(key, [...(groups.get(key) ?? []), operation]);
	}
	return Array.from(groups, ([names, operation]) => ({ resource: names.split(' '), operation })).flatMap((show) =>
		properties.map((property) => ({
			...property,
			displayOptions: { ...property.displayOptions, show: { ...show, ...property.displayOptions?.show } },
		})),
	);
}
