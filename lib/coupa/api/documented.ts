import { ownValue } from '../../core';
import { entryAt, stepsOf } from '../entries';
import documented from '../schema/documented-paths.json';
import type { CoupaRequest } from '../transport';

/**
 * The verbs documented for a path below `/api`, on the current pages or in the definitions of release 39 (PUT stands for PATCH as well).
 *
 * @param pattern with `:id` for IDs, and `:any` for any object that has records
 */
function methodsOf(pattern: string): string[] | undefined {
	return ownValue(documented as Readonly<Record<string, string>>, pattern)?.split(' ');
}

/** What a documented path answers a GET with: rows of a list, one record, or a file; null where the documents do not tell. */
export function answerOf(path: string): 'list' | 'record' | 'file' | null {
	const [pattern = ''] = patternsOf(path);
	const isKnown = patternsOf(path).some((one) => methodsOf(one)?.includes('GET') === true);
	const last = stepsOf(path).at(-1) ?? '';
	if (/^(retrieve_|image$)/.test(last)) return 'file';
	if (pattern.endsWith('/:id')) return /\/attachments\/:id$/.test(pattern) ? 'file' : 'record';
	if (!isKnown) return null;
	return !pattern.includes('/') || patternsOf(path).some((one) => methodsOf(`${one}/:id`) !== undefined) ? 'list' : null;
}

/** Why a request is not among the documented ones, in the analyst's words; null for one that is. */
export function undocumented({ method, path }: Pick<CoupaRequest, 'method' | 'path'>): string | null {
	const methods = patternsOf(path).flatMap((pattern) => methodsOf(pattern) ?? []);
	if (methods.includes(method === 'PATCH' ? 'PUT' : method)) return null;
	const shown = `/api/${stepsOf(path).join('/')}`;
	if (methods.length > 0) return `Coupa's documents have no ${method} for ${shown}, only ${methods.join(', ')}.`;
	const isObject = entryAt(path) !== null || methodsOf(stepsOf(path)[0] ?? '') !== undefined;
	return `Coupa's documents do not have the path ${shown}: check its spelling${isObject ? '' : ', and the name of the object in it'}.`;
}

/** `/api/invoices/7/attachments` → `invoices/:id/attachments`, `:any/:id/attachments`. */
function patternsOf(path: string): string[] {
	// Custom objects go by a name of the company's own.
	const steps = stepsOf(path).map((step, index, all) => (/^\d+$/.test(step) || all[index - 1] === 'custom_objects' ? ':id' : step));
	return [steps.join('/'), [':any', ...steps.slice(1)].join('/')];
}
