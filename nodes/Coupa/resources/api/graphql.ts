import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isRecord } from '../../../../lib/core';
import { graphqlData, graphqlRows } from '../../../../lib/coupa';
import { optionsProperty, pageProperties } from '../../../common/description';
import { ItemParameters } from '../../../common/parameters';
import type { CoupaOperation } from '../../operations/operation';
import { jsonOf } from './body';

const ofCollection = { show: { output: ['collection'] } };

const properties: INodeProperties[] = [
	{
		displayName: 'Query',
		name: 'query',
		type: 'string',
		typeOptions: { rows: 8 },
		default: '',
		required: true,
		placeholder: 'e.g. query { invoices(query: "status=approved") { invoiceNumber } }',
		description: 'Queries only: mutations and subscriptions are not sent',
	},
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'json',
		default: '{}',
		description: 'Values for the variables of the query, by name',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'One Item', value: 'data', description: 'The whole data of the answer' },
			{ name: 'One Item per Row', value: 'collection', description: 'The rows of one list in the answer' },
		],
		default: 'data',
	},
	{
		displayName: 'Collection',
		name: 'collection',
		type: 'string',
		default: '',
		placeholder: 'e.g. invoices',
		description: 'Name of the list, with dots between levels. May stay empty when the query has one field only.',
		displayOptions: ofCollection,
	},
	{
		displayName: 'Page Variable',
		name: 'pageVariable',
		type: 'string',
		default: '',
		placeholder: 'e.g. page',
		description:
			'Name of a String variable that the collection takes as its argument "query", as in query ($page: String) { invoices(query: $page) { … } }. With it all pages are read, in order of IDs; its value under Variables is kept as a filter. If empty, the query is sent once.',
		displayOptions: ofCollection,
	},
	...pageProperties(ofCollection),
	optionsProperty([
		{
			displayName: 'Operation Name',
			name: 'operationName',
			type: 'string',
			default: '',
			description: 'Which query to carry out when there are several',
		},
	]),
];

/** A GraphQL query (page 0013): reads only, with errors inside an answer as errors. */
export const graphqlQuery: CoupaOperation = {
	face: {
		value: 'graphql',
		name: 'GraphQL Query',
		action: 'Send a GraphQL query',
		description: 'Read several objects at once, with only the fields that are needed',
	},
	scopes: [],
	description: properties,
	async execute(context, { client }, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const variables = jsonOf(parameters, 'variables', 'Variables');
		if (!isRecord(variables)) {
			throw parameters.failure('"Variables" is not a JSON object', 'Enter the values by name, for example {"id": 12}.');
		}
		const { operationName } = parameters.collection<{ operationName: string }>('options');
		const query = parameters.requiredText('query', 'Enter a GraphQL query, such as query { invoices { id } }.');
		const asked = { query, variables, ...(operationName !== undefined && operationName !== '' && { operationName }) };
		if (parameters.choice('output') === 'data') return [{ json: (await graphqlData(client, asked)) as IDataObject }];
		const rows = await graphqlRows(client, asked, {
			at: parameters.text('collection'),
			pageVariable: parameters.text('pageVariable').replace(/^\$/, ''),
			...(!parameters.flag('returnAll') && { limit: parameters.number('limit') }),
		});
		return rows.map((row) => ({ json: (isRecord(row) ? row : { data: row }) as IDataObject }));
	},
};
