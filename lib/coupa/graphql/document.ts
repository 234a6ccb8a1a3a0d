// Not by the index of the package: that holds all of GraphQL, of which a client needs the parser only.
import { GraphQLError } from 'graphql/error/GraphQLError';
import { OperationTypeNode, type DocumentNode, type SelectionSetNode } from 'graphql/language/ast';
import { Kind } from 'graphql/language/kinds';
import { parse } from 'graphql/language/parser';

import { Failure, isSecretName } from '../../core';

/** Words and signs of a query: the one that reads Coupa's whole schema has some hundred. */
const MOST_TOKENS = 10_000;
/** Levels of brackets: Coupa's own records have some ten. The parser goes into each one by a call of its own. */
const DEEPEST = 100;

/** What is known of a query before it is sent. */
export interface QueryDocument {
	/** Keys of the answer that hold secrets or bank data, whatever the query calls them. */
	secretKeys: ReadonlySet<string>;
	/** Names of all variables. */
	variables: string[];
	/** Keys of the answer itself. */
	fields: string[];
}

/**
 * Reads a query, so that nothing but a query is sent: Coupa supports read scopes only, and its mutations "should not be used" (page 0013).
 *
 * @throws Failure for what is no GraphQL, with the place, and for a mutation or subscription
 */
export function readDocument(text: string): QueryDocument {
	const document = parsed(text);
	const secretKeys = new Set<string>();
	const variables: string[] = [];
	const fields: string[] = [];
	for (const definition of document.definitions) {
		if (definition.kind === Kind.FRAGMENT_DEFINITION) noteSecrets(definition.selectionSet, secretKeys);
		if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
		if (definition.operation !== OperationTypeNode.QUERY) {
			throw new Failure(`A GraphQL ${definition.operation} is not sent: only queries are`, 'query', {
				hint: 'Coupa supports reading only through GraphQL. To write, use the operations of the object, or API, Request.',
			});
		}
		noteSecrets(definition.selectionSet, secretKeys);
		variables.push(...(definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value));
		for (const one of definition.selectionSet.selections) if (one.kind === Kind.FIELD) fields.push((one.alias ?? one.name).value);
	}
	return { secretKeys, variables, fields };
}

function parsed(text: string): DocumentNode {
	checkDepth(text);
	try {
		return parse(text, { maxTokens: MOST_TOKENS, noLocation: true });
	} catch (error) {
		if (!(error instanceof GraphQLError)) throw error;
		const [place] = error.locations ?? [];
		const where = place === undefined ? '' : ` in line ${place.line}, column ${place.column}`;
		throw new Failure(`The query is not GraphQL: ${error.message.replace(/^Syntax Error: |\.$/g, '')}${where}`, 'query', {
			hint: 'Write it like query { invoices(query: "status=approved") { id invoiceNumber } }.',
		});
	}
}

/** Texts in quotes and comments, which may hold brackets of their own; and brackets. A text without an end is taken whole, so that time stays linear. */
const TEXTS_AND_BRACKETS = /"""[^"]*"""|"(?:[^"\\\n]|\\.)*"?|#[^\n]*|[[\](){}]/g;

function checkDepth(text: string): void {
	let depth = 0;
	for (const [found] of text.matchAll(TEXTS_AND_BRACKETS)) {
		if ('[({'.includes(found)) depth++;
		else if (found.length === 1) depth--;
		if (depth > DEEPEST)
			throw new Failure(`The query nests more than ${DEEPEST} levels of brackets, so it was not sent`, 'query', {
				hint: 'Ask for less at once, or for what lies deeper by its own ID.',
			});
	}
}

/** Another name for a field must not let out what its own name keeps in. */
function noteSecrets(selection: SelectionSetNode | undefined, keys: Set<string>): void {
	for (const one of selection?.selections ?? []) {
		if (one.kind === Kind.FRAGMENT_SPREAD) continue;
		if (one.kind === Kind.FIELD && isSecretName(one.name.value)) keys.add((one.alias ?? one.name).value);
		noteSecrets(one.selectionSet, keys);
	}
}
