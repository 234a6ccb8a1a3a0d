import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty, outputBinaryField, pageProperties } from '../../../common/description';
import { offeredWhenAllowed } from '../../fields/finalOperations';

const writes = { show: { method: ['POST', 'PUT', 'PATCH', 'DELETE'] } };
const withBody = (kind: string) => ({ show: { ...writes.show, body: [kind] } });

const [returnAll, limit] = pageProperties({ show: { method: ['GET'], response: ['json'] } });

const queryParameters: INodeProperties = {
	displayName: 'Query Parameters',
	name: 'queryParameters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Parameter',
	default: {},
	options: [
		{
			displayName: 'Parameter',
			name: 'parameter',
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. updated_at[gt]' },
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

const formParts: INodeProperties = {
	displayName: 'Form Parts',
	name: 'formParts',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Part',
	default: {},
	displayOptions: withBody('form'),
	options: [
		{
			displayName: 'Part',
			name: 'part',
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. attachment[file]' },
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: [
						{ name: 'File', value: 'file' },
						{ name: 'Text', value: 'text' },
					],
					default: 'text',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. data',
					description: 'The text; of a file, the name of the input field that holds it',
				},
			],
		},
	],
};

/** The parameters of an API request. */
export const requestFields: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		noDataExpression: true,
		// What a request other than GET does, nobody knows beforehand: it counts as one that cannot be undone.
		options: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((method) => ({
			...{ name: method, value: method },
			...(method !== 'GET' && offeredWhenAllowed({ final: true })),
		})),
		default: 'GET',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. /api/invoices/123450',
		description: 'What follows the host of the instance; a whole address of this instance will do as well',
	},
	queryParameters,
	{
		displayName: 'Body',
		name: 'body',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Binary File', value: 'binary' },
			{ name: 'Form (Multipart)', value: 'form' },
			{ name: 'JSON', value: 'json' },
			{ name: 'None', value: 'none' },
		],
		default: 'none',
		displayOptions: writes,
	},
	{
		displayName: 'JSON',
		name: 'json',
		type: 'json',
		typeOptions: { rows: 8 },
		default: '{}',
		description: "The body as Coupa's API expects it, with dashed names. Numbers keep every digit.",
		displayOptions: withBody('json'),
	},
	{
		displayName: 'Input Binary Field',
		name: 'inputDataFieldName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that holds the file to send',
		displayOptions: withBody('binary'),
	},
	formParts,
	{
		displayName: 'Response',
		name: 'response',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'File', value: 'file', description: 'The bytes of a file, such as an image scan' },
			{ name: 'Full Response', value: 'full', description: 'One item with status, headers and body; lists are not read page by page' },
			{ name: 'JSON', value: 'json', description: 'One item for each record' },
		],
		default: 'json',
	},
	...[returnAll, limit].filter((property) => property !== undefined),
	{ ...outputBinaryField(), displayOptions: { show: { response: ['file'] } } },
	optionsProperty([
		{
			displayName: 'Pagination',
			name: 'pagination',
			type: 'options',
			options: [
				{ name: 'Automatic', value: 'automatic', description: 'Lists are read page by page, in order of their IDs' },
				{ name: 'Off', value: 'off', description: 'The request is sent once, as it is; Coupa returns at most 50 records' },
			],
			default: 'automatic',
			displayOptions: { show: { '/method': ['GET'], '/response': ['json'] } },
		},
	]),
];
