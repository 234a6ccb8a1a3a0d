import { DEFAULT_SCOPES } from '../../lib/coupa';
import { code, type DocumentedOperation, type DocumentedResource } from './operations-document';
import { pageOf, TEMPLATES } from './template-pages';
import type { TemplateUse } from './template-uses';

const SWITCHED_OFF = 'only for the part that is switched off';

/**
 * A row for each template: its scopes that the credential asks for by itself, those to be added, and those that only an option or a part of it needs.
 *
 * @param folder where the pages are, seen from the document that holds the table, such as `docs/`
 * @throws Error where a template uses what the node does not have
 */
export function templateScopes(resources: DocumentedResource[], uses: TemplateUse[], folder: string): string {
	const rows = TEMPLATES.flatMap((file) => {
		const own = uses.filter((use) => use.file === file);
		const [first] = own;
		return first === undefined ? [] : [`| [${first.template}](${folder}${pageOf(file)}) | ${cells(resources, own).join(' | ')} |`];
	});
	return ['| Template | Preset in the credential | Add | Add only if needed |', '|---|---|---|---|', ...rows].join('\n');
}

function cells(resources: DocumentedResource[], uses: TemplateUse[]): string[] {
	const found = uses.map((use) => ({ isOff: use.isOff, ...operationOf(resources, use) }));
	const needed = [...new Set(found.filter(({ isOff }) => !isOff).flatMap(({ scopes }) => scopes))].sort();
	return [
		list(needed.filter((scope) => DEFAULT_SCOPES.includes(scope))),
		list(needed.filter((scope) => !DEFAULT_SCOPES.includes(scope))),
		Array.from(inSomeCases(found, needed), ([why, scopes]) => `${list([...scopes].sort())} (${why})`).join('; '),
	];
}

function operationOf(resources: DocumentedResource[], { file, resource, operation }: TemplateUse): DocumentedOperation {
	const found = resources.find(({ entry }) => entry.name === resource)?.operations.find(({ face }) => face.value === operation);
	if (found === undefined) throw new Error(`${file} uses ${resource} → ${operation}, which the Coupa node does not have.`);
	return found;
}

/** Scopes that are not needed anyway, by the case that needs them. */
function inSomeCases(operations: Array<DocumentedOperation & { isOff: boolean }>, needed: string[]): Map<string, Set<string>> {
	const cases = operations.flatMap(({ isOff, scopes, optionalScopes = {} }) => [
		...Object.entries(optionalScopes),
		...(isOff ? scopes.map((scope): [string, string] => [scope, SWITCHED_OFF]) : []),
	]);
	const scopesBy = new Map<string, Set<string>>();
	for (const [scope, why] of cases) if (!needed.includes(scope)) scopesBy.set(why, (scopesBy.get(why) ?? new Set()).add(scope));
	return scopesBy;
}

function list(scopes: string[]): string {
	return scopes.map(code).join(', ');
}
