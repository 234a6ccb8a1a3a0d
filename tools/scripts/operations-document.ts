import { DEFAULT_SCOPES, type Entry, titleOf } from '../../lib/coupa';

/** What the built Coupa node exports of each resource (nodes/Coupa/registry.ts). */
export interface DocumentedResource {
	entry: Entry;
	operations: DocumentedOperation[];
}

interface DocumentedOperation {
	face: { name: string; description: string };
	scopes: string[];
	optionalScopes?: Record<string, string>;
	allowedIn?: string[];
}

/** The page docs/operations.md: every operation of the Coupa node with scope, statuses and source. */
export function operationsDocument(resources: DocumentedResource[]): string {
	const sections = resources.map(({ entry, operations }) => {
		const rows = operations.map(
			({ face, scopes, allowedIn }) =>
				`| ${face.name} | ${face.description} | ${code(scopes)} | ${allowedIn ? allowedIn.join(', ') : ''} |`,
		);
		return `## ${titleOf(entry.one)}

\`${entry.path}\` · source: ${entry.source}

| Operation | What it does | Scopes | Only in status |
|---|---|---|---|
${rows.join('\n')}
`;
	});
	return `# Operations of the Coupa node

Made from the table entries in \`lib/coupa/resources\` by the build. “Only in status” is empty where any status will do, or where
Coupa's documents do not name one.

${sections.join('\n')}`;
}

/** The README's table: which scope opens which operations. */
export function scopesTable(resources: DocumentedResource[]): string {
	const uses = new Map<string, string[]>();
	const add = (scope: string, use: string) => uses.set(scope, [...(uses.get(scope) ?? []), use]);
	for (const { entry, operations } of resources) {
		for (const { face, scopes, optionalScopes = {} } of operations) {
			for (const scope of scopes) add(scope, `${titleOf(entry.one)} → ${face.name}`);
			for (const [scope, why] of Object.entries(optionalScopes)) add(scope, `${titleOf(entry.one)} → ${face.name} (${why})`);
		}
	}
	const rows = [...uses]
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.map(([scope, operations]) => {
			const preset = DEFAULT_SCOPES.includes(scope) ? 'yes' : 'add it';
			return `| \`${scope}\` | ${grouped(operations)} | ${preset} |`;
		});
	return ['| Scope | Opens | In the credential by default |', '|---|---|---|', ...rows].join('\n');
}

/** `Invoice → Get, Get Many; Supplier → Get`: each resource once. */
function grouped(operations: string[]): string {
	const byResource = new Map<string, string[]>();
	for (const operation of operations) {
		const [resource = '', name = ''] = operation.split(' → ');
		byResource.set(resource, [...(byResource.get(resource) ?? []), name]);
	}
	return Array.from(byResource, ([resource, names]) => `${resource} → ${names.join(', ')}`).join('; ');
}

function code(names: string[]): string {
	return names.map((name) => `\`${name}\``).join(', ');
}
