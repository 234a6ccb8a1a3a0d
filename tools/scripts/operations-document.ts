import { DEFAULT_SCOPES, type Entry, type Mark, titleOf } from '../../lib/coupa';

/** What the built Coupa node exports of each resource (nodes/Coupa/registry.ts). */
export interface DocumentedResource {
	entry: Entry;
	operations: DocumentedOperation[];
}

export interface DocumentedOperation {
	face: { name: string; value: string; description: string };
	scopes: string[];
	optionalScopes?: Record<string, string>;
	allowedIn?: string[];
	mark?: Mark;
	final?: true;
}

/** The page docs/operations.md: every operation of the Coupa node with scope, statuses, what cannot be undone, and how sure its facts are. */
export function operationsDocument(resources: DocumentedResource[]): string {
	const operations = resources.flatMap((resource) => resource.operations);
	const contents = resources.map(({ entry }) => `[${titleOf(entry.one)}](#${anchor(titleOf(entry.one))})`).join(' · ');
	return `# Operations of the Coupa node

Made from the table entries in \`lib/coupa/resources\` by the build: ${resources.length} resources, ${operations.length} operations.

* **Scopes**: what the OAuth client needs; in italics what it needs in some cases only. [The other way round](#scopes): what each scope opens.
* **Only in status**: statuses of the record in which Coupa takes it; empty where any will do, or where Coupa's documents name none.
* **Notes**: *Cannot be undone*: an AI agent is offered the operation only where *Allow What Cannot Be Undone* is on in its tool.
  *✔39*: only the definitions of release 39 have it, the current pages do not. *~*: known from third parties or by inference only. Nothing:
  it is on a current page of Coupa's documentation.

${contents}

${resources.map(section).join('\n')}
## Scopes

${scopesTable(resources)}
`;
}

function section({ entry, operations }: DocumentedResource): string {
	const rows = operations.map((operation) => {
		const { face, scopes, optionalScopes = {}, allowedIn = [] } = operation;
		const optional = Object.entries(optionalScopes).map(([scope, why]) => `*${code(scope)} ${why}*`);
		const cells = [
			face.name,
			face.description,
			[...scopes.map(code), ...optional].join(', '),
			allowedIn.join(', '),
			notes(operation, entry),
		];
		return `| ${cells.join(' | ')} |`;
	});
	return `## ${titleOf(entry.one)}

\`${entry.path}\` · source: ${entry.source}${entry.statuses === undefined ? '' : ` · statuses: ${entry.statuses.join(', ')}`}

| Operation | What it does | Scopes | Only in status | Notes |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function notes(operation: DocumentedOperation, entry: Entry): string {
	const fields = entry.actions?.[operation.face.value]?.fields ?? [];
	const unsure = fields.flatMap(({ mark, label }) => (mark === undefined ? [] : [`${mark} ${label}`]));
	return [markOf(operation, entry), ...unsure, ...(operation.final === true ? ['cannot be undone'] : [])]
		.filter((note) => note !== '✔')
		.join('; ');
}

/** What the entry names one by one is as sure as it says there; the rest, such as Get, as sure as the entry. */
function markOf({ face: { value }, mark }: DocumentedOperation, { mark: ofEntry = '✔', writes = {}, actions = {}, exported }: Entry): Mark {
	const isNamed = value in writes || value in actions || (exported !== undefined && /^mark(?:Not)?Exported$/.test(value));
	return mark ?? (isNamed ? '✔' : ofEntry);
}

/** Which scope opens which operations. */
function scopesTable(resources: DocumentedResource[]): string {
	const all = resources.flatMap(({ entry, operations }) => operations.map((operation) => ({ entry, operation })));
	const rows = Array.from(usesByScope(all), ([scope, uses]) => `| ${code(scope)} | ${grouped(uses)} | ${preset(scope)} |`);
	return ['| Scope | Opens | In the credential by default |', '|---|---|---|', ...rows].join('\n');
}

interface Use {
	entry: Entry;
	operation: DocumentedOperation;
}

/** `Invoice → Get` and the like by scope, both in order. */
function usesByScope(all: Use[]): Map<string, string[]> {
	const uses = new Map<string, string[]>();
	for (const { entry, operation } of all) {
		for (const [scope, use] of scopesOf(operation, `${titleOf(entry.one)} → ${operation.face.name}`))
			uses.set(scope, [...(uses.get(scope) ?? []), use]);
	}
	return new Map([...uses].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Each scope of an operation with the use it is for, and why, where it is needed in some cases only. */
function scopesOf({ scopes, optionalScopes = {} }: DocumentedOperation, use: string): Array<[scope: string, use: string]> {
	const optional = Object.entries(optionalScopes).map(([scope, why]): [string, string] => [scope, `${use} (${why})`]);
	return [...scopes.map((scope): [string, string] => [scope, use]), ...optional];
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

function preset(scope: string): string {
	return DEFAULT_SCOPES.includes(scope) ? 'yes' : 'add it';
}

/** As GitHub makes it of a heading. */
export function anchor(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\w\- ]/g, '')
		.replaceAll(' ', '-');
}

/** As Markdown shows a name. */
export function code(name: string): string {
	return `\`${name}\``;
}
