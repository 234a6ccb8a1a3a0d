import { documentedMethods } from './paths';
import { bodyProblems } from './body-problems';
import { INVOICE_ACTIONS } from '../invoice/actions';
import { placeOf } from '../paths';
import { ANSWER_PARAMETERS, readListQuery } from '../query/parameters';
import { actionFor, parametersOf } from '../records/act';
import { ownConditions } from '../records/listed-by';
import { extraParameters } from '../records/read';
import type { Asked } from '../records/target';
import type { Place } from '../paths';
import { Refusal } from '../refusal';
import { resourceNamed } from '../resources';
import type { RecordedRequest } from '../types';

/** What requests have that Coupa's documents do not; one line each: `PUT /api/invoices/7: the parameter colour is not documented`. */
export function contractProblems(requests: RecordedRequest[]): string[] {
	return requests
		.filter(({ operation }) => operation !== 'token')
		.flatMap((request) => problemsOf(request).map((problem) => `${request.method} ${request.path}: ${problem}`));
}

function problemsOf(request: RecordedRequest): string[] {
	const methods = documentedMethods(request.path);
	if (methods === null) return ['no such path is documented'];
	if (!methods.has(request.method)) return [`this path is documented with ${[...methods].join(', ')} only`];
	const place = placeOf(request.path);
	if (place === null) return [];
	const asked = askedBy(request, place);
	return [...parameterProblems(request, place, asked), ...bodyProblems(request, place, asked)];
}

function askedBy({ method, query, json, parts }: RecordedRequest, { entry, id, step }: Place): Asked {
	const body: Asked['body'] =
		json !== undefined
			? { kind: 'json', value: json }
			: parts === undefined
				? { kind: 'none' }
				: { kind: 'form', fields: new Map(), files: new Map() };
	return { method, query, body, entry, id, step };
}

function parameterProblems({ method, query }: RecordedRequest, place: Place, asked: Asked): string[] {
	const { resource, id, step } = place;
	if (method === 'GET' && id === null && step === '') return listProblems(place, query);
	const action = actionFor(asked);
	const ofInvoices = resource === 'invoices' && Object.hasOwn(INVOICE_ACTIONS, step) ? INVOICE_ACTIONS[step]?.parameters : undefined;
	const known = [
		...ANSWER_PARAMETERS,
		...(method === 'GET' ? extraParameters(resource) : []),
		...(step === '' && method !== 'GET' && resourceNamed(resource).exportable === true ? ['exported'] : []),
		...(action === null ? [] : parametersOf(action)),
		...(ofInvoices ?? []),
	];
	return query.filter(([name]) => !known.includes(name)).map(([name]) => `the parameter ${name} is not documented`);
}

/** Conditions go by the attributes of the definition (rules.md §3). */
function listProblems({ resource, entry }: Place, query: RecordedRequest['query']): string[] {
	try {
		const own = ownConditions({ resource, entry, query });
		readListQuery(resource, query, [...extraParameters(resource), ...(own?.names ?? [])]);
		return [];
	} catch (error) {
		if (error instanceof Refusal) return error.messages.map(({ field, text }) => `the parameter ${field} ${text}`);
		throw error;
	}
}
