import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { entryNamed, outputSchema } from '../../lib/coupa';

/** What the schemas go by of a built node. */
export interface DescribedNode {
	properties: Array<{
		name: string;
		default: unknown;
		options?: unknown;
		displayOptions?: { show?: Record<string, unknown[] | undefined> };
	}>;
}

/**
 * The operations of the Coupa node that return simplified records unless told otherwise, with their resource: those that show the parameter
 * Output with that preset.
 */
export function simplifyingOperations({ properties }: DescribedNode): Array<{ resource: string; operation: string }> {
	const simplifying = properties.filter((property) => property.name === 'output' && property.default === 'simplified');
	const offered = properties.filter(({ name }) => name === 'operation');
	const pairs = simplifying.flatMap(({ displayOptions }) => {
		const { resource = [], operation = [] } = displayOptions?.show ?? {};
		return resource.flatMap((one) => operation.map((other) => ({ resource: String(one), operation: String(other) })));
	});
	return pairs.filter(({ resource, operation }) =>
		offered.some(
			({ displayOptions, options }) =>
				displayOptions?.show?.resource?.includes(resource) === true &&
				(options as Array<{ value: string }>).some(({ value }) => value === operation),
		),
	);
}

/**
 * Writes what n8n shows of an operation's output before it has run: `__schema__/v1.0.0/<resource>/<operation>.json` beside the node, where
 * n8n looks for them (n8n-core, output-schema-resolver).
 *
 * @param folder of the built node
 */
export function writeOutputSchemas(node: DescribedNode, folder: string): void {
	for (const { resource, operation } of simplifyingOperations(node)) {
		const file = join(folder, '__schema__', 'v1.0.0', resource, `${operation}.json`);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, JSON.stringify(outputSchema(entryNamed(resource))));
	}
}
