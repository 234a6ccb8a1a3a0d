import type { IExecuteFunctions } from 'n8n-workflow';

import { exactJson, type Json } from '../../../../lib/core';
import type { CoupaRequest, FormPart } from '../../../../lib/coupa';
import { binaryName } from '../../../common/binary';
import type { ItemParameters } from '../../../common/parameters';

interface Part {
	name: string;
	type: 'file' | 'text';
	value: string;
}

/** The body that the parameters of one item describe; undefined for none, and for a GET. */
export async function requestBody(
	context: IExecuteFunctions,
	parameters: ItemParameters,
	method: CoupaRequest['method'],
): Promise<CoupaRequest['body']> {
	if (method === 'GET') return undefined;
	switch (parameters.choice<'binary' | 'form' | 'json' | 'none'>('body')) {
		case 'json':
			return { kind: 'json', value: jsonOf(parameters, 'json', 'JSON') };
		case 'binary': {
			const field = parameters.inputFile('inputDataFieldName');
			const { mimeType } = binaryName(context.helpers.assertBinaryData(parameters.itemIndex, field), 'file');
			return { kind: 'bytes', content: await context.helpers.getBinaryDataBuffer(parameters.itemIndex, field), mimeType };
		}
		case 'form': {
			const { part = [] } = parameters.collection<{ part: Part[] }>('formParts');
			return { kind: 'form', parts: await Promise.all(part.map(async (one) => await formPart(context, parameters, one))) };
		}
		default:
			return undefined;
	}
}

/** A JSON parameter, given as text or by an expression; in text every digit of a number is kept. */
export function jsonOf(parameters: ItemParameters, name: string, label: string): Json {
	const given = parameters.json(name) as Json;
	const value = typeof given === 'string' ? exactJson(given) : given;
	if (value !== undefined) return value;
	throw parameters.failure(`"${label}" is not JSON`, 'Check quotes, commas and braces; names and texts need double quotes.');
}

async function formPart(context: IExecuteFunctions, parameters: ItemParameters, { name, type, value }: Part): Promise<FormPart> {
	if (name.trim() === '') throw parameters.failure('A part of the form has no name', 'Enter the name that Coupa expects, such as file.');
	if (type === 'text') return { name, content: value };
	const { itemIndex } = parameters;
	const { fileName, mimeType } = binaryName(context.helpers.assertBinaryData(itemIndex, value), 'file');
	return { name, content: await context.helpers.getBinaryDataBuffer(itemIndex, value), fileName, mimeType };
}
