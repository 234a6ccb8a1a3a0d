import {
	type GraphQLFieldConfig,
	GraphQLError,
	GraphQLID,
	GraphQLList,
	GraphQLNonNull,
	GraphQLObjectType,
	GraphQLSchema,
	GraphQLString,
	graphqlSync,
} from 'graphql';
import { isRecord, textAt, type CoupaRecord, type Json } from '../../../../lib/core';
import { heldAs, openingScopes } from '../../../../lib/coupa';
import type { Company } from '../company';
import type { Answer } from '../http/answer';
import { singularOf } from '../http/xml';
import { listIds } from '../query/list';
import { readListQuery } from '../query/parameters';
import { jsonOf, type Call } from '../records/target';
import { Refusal } from '../refusal';
import { RESOURCES } from '../resources';
import { fieldName } from './names';
import { ObjectTypes, type Asking } from './types';

/**
 * POST /api/graphql (page 0013): read-only queries over the collections, one record by `invoice(id: 1)`, many by
 * `invoices(query: "id[lt_or_eq]=5")`, with introspection. Errors, of mutations as well, come inside an answer of status 200.
 */
export function answerGraphql(company: Company, { method, body, scopes }: Call): Answer {
	if (method !== 'POST') throw new Refusal(404, [{ field: 'base', text: 'All requests of GraphQL are POST requests' }]);
	const sent = jsonOf(body);
	const { query, variables } = sent;
	if (typeof query !== 'string') throw new Refusal(400, [{ field: 'query', text: "can't be blank" }]);
	const operationName = textAt(sent, 'operationName');
	const result = graphqlSync({
		schema: schemaOf(company),
		source: query,
		contextValue: { company, scopes },
		...(isRecord(variables) && { variableValues: variables }),
		...(operationName !== undefined && { operationName }),
	});
	return { kind: 'plain', status: 200, value: JSON.parse(JSON.stringify(result)) as Json };
}

const schemas = new Map<string, GraphQLSchema>();

/** Making the types takes a while, and differs between companies in their custom fields only. */
function schemaOf({ settings }: Company): GraphQLSchema {
	const key = JSON.stringify(settings.customFields);
	const schema = schemas.get(key) ?? new GraphQLSchema({ query: queryType(new ObjectTypes(settings.customFields)) });
	schemas.set(key, schema);
	return schema;
}

type Field = GraphQLFieldConfig<unknown, Asking>;

function queryType(types: ObjectTypes): GraphQLObjectType<unknown, Asking> {
	const listed = Object.entries(RESOURCES).filter(([, { listed: isListed }]) => isListed);
	const fields = listed.flatMap(([resource, { definition }]): Array<[string, Field]> => {
		const type = types.of(definition);
		const many = {
			type: new GraphQLList(type),
			args: { query: { type: GraphQLString } },
			resolve: (_: unknown, { query }: { query?: string | null }, asking: Asking) => found(resource, query ?? '', asking),
		};
		const one = {
			type,
			args: { id: { type: new GraphQLNonNull(GraphQLID) } },
			resolve: (_: unknown, { id }: { id: string }, asking: Asking) => single(resource, Number(id), asking),
		};
		return [
			[fieldName(resource), many],
			[fieldName(singularOf(resource)), one],
		];
	});
	return new GraphQLObjectType<unknown, Asking>({ name: 'Query', fields: Object.fromEntries(fields) });
}

/** The value of `query` is what a list takes in its address. */
function found(resource: string, query: string, asking: Asking): CoupaRecord[] {
	needScope(resource, asking);
	const { database, records } = asking.company;
	const asked = asGraphql(() => readListQuery(resource, [...new URLSearchParams(query)]));
	return records.getAll(resource, listIds(database, resource, asked, { storedUntil: Number.MAX_SAFE_INTEGER }));
}

function single(resource: string, id: number, asking: Asking): CoupaRecord {
	needScope(resource, asking);
	const record = asking.company.records.get(resource, id);
	if (record === null) throw new GraphQLError(`No record of ${resource} has the ID ${id}`);
	return record;
}

function needScope(resource: string, { scopes }: Asking): void {
	const opening = openingScopes('GET', `/api/${resource}`);
	if (opening.length > 0 && !opening.some((scope) => heldAs(scope, scopes) !== null)) throw new GraphQLError('Not authorized');
}

function asGraphql<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw error instanceof Refusal ? new GraphQLError(error.message) : error;
	}
}
