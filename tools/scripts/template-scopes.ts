import { DEFAULT_SCOPES } from '../../lib/coupa';
import { code, type DocumentedOperation, type DocumentedResource } from './operations-document';
import { pageOf, TEMPLATES } from './template-pages';

/** Operations of the Coupa node that a template uses. */
export interface TemplateUses {
	/** Name of the file below workflows/. */
	file: string;
	/** As n8n shows it. */
	name: string;
	uses: Array<{ resource: string; operation: string }>;
}

/**
 * A row for each template: its scopes that the credential asks for by itself, those to be added, and those that only an option or a part of it needs.
 *
 * @param folder where the pages are, seen from the document that holds the table, such as `docs/`
 * @throws Error where a template uses what the node does not have
 */
export function templateScopes(resources: DocumentedResource[], templates: TemplateUses[], folder: string): string {
	const rows = [...templates]
		.sort((left, right) => TEMPLATES.indexOf(left.file) - TEMPLATES.indexOf(right.file))
		.map((template) => `| [${template.name}](${folder}${pageOf(template.file)}) | ${cells(resources, template).join(' | ')} |`);
	return ['| Template | Preset in the credential | Add | Add only if needed |', '|---|---|---|---|', ...rows].join('\n');
}

function cells(resources: DocumentedResource[], { file, uses }: TemplateUses): string[] {
	const operations = uses.map(({ resource, operation }) => {
		const found = resources.find(({ entry }) => entry.name === resource)?.operations.find(({ face }) => face.value === operation);
		if (found === undefined) throw new Error(`${file} uses ${resource} → ${operation}, which the Coupa node does not have.`);
		return found;
	});
	const needed = [...new Set(operations.flatMap(({ scopes }) => scopes))].sort();
	return [
		list(needed.filter((scope) => DEFAULT_SCOPES.includes(scope))),
		list(needed.filter((scope) => !DEFAULT_SCOPES.includes(scope))),
		[...inSomeCases(operations, needed)].map(([why, scopes]) => `${list([...scopes].sort())} (${why})`).join('; '),
	];
}

/** Scopes that are not needed anyway, by the case that needs them. */
function inSomeCases(operations: DocumentedOperation[], needed: string[]): Map<string, Set<string>> {
	const scopesBy = new Map<string, Set<string>>();
	for (const { optionalScopes = {} } of operations) {
		for (const [scope, why] of Object.entries(optionalScopes))
			if (!needed.includes(scope)) scopesBy.set(why, (scopesBy.get(why) ?? new Set()).add(scope));
	}
	return scopesBy;
}

function list(scopes: string[]): string {
	return scopes.map(code).join(', ');
}
