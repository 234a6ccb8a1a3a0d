import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type Json, isRecord } from '../../../../lib/core';
import {
	apiFile,
	apiResponse,
	apiRows,
	apiTarget,
	bodyWarnings,
	canPage,
	type CoupaRequest,
	type QueryPair,
	undocumented,
} from '../../../../lib/coupa';
import type { OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { checkAgentMay } from '../../fields/finalOperations';
import type { CoupaOperation } from '../../operations/operation';
import type { CoupaSession } from '../../session';
import { requestBody } from './body';
import { requestFields } from './fields';

/** Most records that Coupa gives at once (rules.md §3). */
const PAGE_SIZE = 50;

interface Options {
	pagination?: 'automatic' | 'off';
}

/** Any request below /api: for what the other operations do not offer. */
export const apiRequest: CoupaOperation = {
	face: {
		value: 'request',
		name: 'Request',
		action: 'Send an API request',
		description: "Send any request to Coupa's API, with paging, rate limit and retries as everywhere in this node",
	},
	scopes: [],
	description: requestFields,
	async execute(context, { client, address }, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, requestFields);
		const request = await requestOf(context, parameters, address);
		if (request.method !== 'GET') checkAgentMay(context, `A ${request.method} request may do what cannot be undone`, itemIndex);
		warnings(request).forEach((message) => {
			warn(context, message, itemIndex);
		});
		return await outputs(context, client, request, parameters);
	},
};

async function outputs(
	context: IExecuteFunctions,
	client: CoupaSession['client'],
	request: CoupaRequest,
	parameters: ItemParameters,
): Promise<OutputItem[]> {
	const response = parameters.choice<'file' | 'full' | 'json'>('response');
	if (response === 'file') {
		const field = parameters.outputField('binaryPropertyName');
		const { content, mimeType, fileName } = await apiFile(client, request);
		const binary = await context.helpers.prepareBinaryData(content, fileName ?? 'file', mimeType);
		return [{ json: { fileName: binary.fileName ?? null, mimeType, size: content.length }, binary: { [field]: binary } }];
	}
	if (response === 'full') {
		const { status, headers, body } = await apiResponse(client, request);
		return [{ json: { statusCode: status, headers, body } as IDataObject }];
	}
	const { pagination = 'automatic' } = parameters.collection<Options>('options');
	if (pagination === 'automatic' && canPage(request)) {
		return (await apiRows(client, request, parameters.flag('returnAll') ? undefined : parameters.number('limit'))).map(itemOf);
	}
	const { status, body } = await apiResponse(client, request);
	if (body === null) return [{ json: { success: true, statusCode: status } }];
	if (!Array.isArray(body)) return [itemOf(body)];
	if (request.method === 'GET' && body.length >= PAGE_SIZE) {
		warn(context, `Coupa returns at most ${PAGE_SIZE} records at once, so there may be more than these.`, parameters.itemIndex);
	}
	return body.map(itemOf);
}

async function requestOf(context: IExecuteFunctions, parameters: ItemParameters, address: string): Promise<CoupaRequest> {
	const method = parameters.choice<CoupaRequest['method']>('method');
	const written = parameters.requiredText('path', 'Enter what follows the host of the instance, such as /api/invoices/123450.');
	const { path, query } = apiTarget(written, address);
	const { parameter = [] } = parameters.collection<{ parameter: Array<{ name: string; value: string }> }>('queryParameters');
	const given = parameter.filter(({ name }) => name.trim() !== '').map(({ name, value }): QueryPair => [name.trim(), value]);
	const half = given.find((pair) => /\p{Cs}/u.test(pair.join('')));
	if (half !== undefined)
		throw parameters.failure(`The parameter "${half[0]}" contains half a character`, 'It cannot be sent: enter it anew.');
	return { method, path, query: [...query, ...given], body: await requestBody(context, parameters, method) };
}

/** What the schema says against a request: it is sent all the same, because an instance may know more than the documents. */
function warnings(request: CoupaRequest): string[] {
	const path = undocumented(request);
	const body = bodyWarnings(request);
	return [...(path === null ? [] : [path]), ...(body.length === 0 ? [] : [`Coupa may ignore part of the body: ${body.join('; ')}.`])];
}

function warn(context: IExecuteFunctions, message: string, itemIndex: number): void {
	const which = context.getInputData().length > 1 ? ` [item ${itemIndex}]` : '';
	context.addExecutionHints({ message: `${message}${which}`, location: 'outputPane', type: 'warning' });
}

function itemOf(value: Json): OutputItem {
	return { json: (isRecord(value) ? value : { data: value }) as IDataObject };
}
