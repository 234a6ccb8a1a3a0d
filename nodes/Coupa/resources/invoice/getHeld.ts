import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { CoupaError, entryNamed, HELD_STATUSES, heldInvoices, idIn } from '../../../../lib/coupa';
import { reasonText, statusInWords } from '../../../../lib/core';
import { optionsProperty, pageProperties } from '../../../common/description';
import { asNodeError } from '../../../common/errors';
import type { OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import type { CoupaOperation } from '../../operations/operation';
import type { CoupaSession } from '../../session';

const INVOICE = entryNamed('invoice');

interface Options {
	includeImage?: boolean;
	binaryPropertyName?: string;
	includeWithoutFailures?: boolean;
	statuses?: string[];
}

const properties: INodeProperties[] = [
	{
		displayName: 'Invoices',
		name: 'which',
		type: 'options',
		options: [
			{
				name: 'All That Are Held',
				value: 'held',
				description: 'Those in the chosen statuses; of those in approval, the ones in which a tolerance fails',
			},
			{ name: 'By ID', value: 'ids', description: 'These invoices, whatever their status is now' },
		],
		default: 'held',
		description: 'Which invoices to return',
	},
	{
		displayName: 'Invoice IDs',
		name: 'invoiceIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 123450, 123451',
		description: 'IDs of the invoices in Coupa, separated by commas',
		displayOptions: { show: { which: ['ids'] } },
	},
	...pageProperties({ show: { which: ['held'] } }),
	optionsProperty([
		{
			displayName: 'Include Page Image',
			name: 'includeImage',
			type: 'boolean',
			default: false,
			description: 'Whether to read the page image of each invoice that has one: one more call for each',
		},
		{
			displayName: 'Put Page Image in Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'imageScan',
			hint: 'The name of the output field to put the page image in',
		},
		{
			displayName: 'Include Approvals Without Failures',
			name: 'includeWithoutFailures',
			type: 'boolean',
			default: false,
			description: 'Whether to return invoices in approval, too, in which no tolerance fails',
		},
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: (INVOICE.statuses ?? []).map((value) => ({ name: statusInWords(value), value })),
			default: [...HELD_STATUSES],
			description: 'Statuses in which your Coupa holds invoices: which tolerance leads to which status is set up there',
		},
	]),
];

/** Invoices that wait for a reviewer, one flat item each, with what can be decided about them (docs/review.md). Nothing is written. */
export const getHeld: CoupaOperation = {
	face: {
		value: 'getHeld',
		name: 'Get Held',
		action: 'Get held invoices',
		description: 'Read invoices that tolerances hold, with their failures in words and what can be decided',
	},
	scopes: ['core.invoice.read'],
	description: properties,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const options = parameters.collection<Options>('options');
		const isById = parameters.choice('which') === 'ids';
		const ids = isById ? idsIn(parameters) : [];
		const statuses = options.statuses ?? [...HELD_STATUSES];
		if (!isById && statuses.length === 0)
			throw parameters.failure('No statuses are chosen', 'Choose at least one in the option Statuses, or take the option away.');
		const limit = isById || parameters.flag('returnAll') ? undefined : parameters.number('limit');
		const outputs: OutputItem[] = [];
		const read = heldInvoices(session.client, {
			...{ ids, statuses, includeWithoutFailures: options.includeWithoutFailures === true },
			...(limit !== undefined && { limit }),
		});
		for await (const invoice of read) {
			const item: OutputItem = { json: { ...invoice } as unknown as IDataObject };
			outputs.push(options.includeImage === true && invoice.hasImage ? await withImage(context, session, item, options) : item);
		}
		hintAtMissing(context, ids, outputs);
		return outputs;
	},
};

function idsIn(parameters: ItemParameters): number[] {
	const texts = parameters.requiredText('invoiceIds', 'Enter the ID of at least one invoice.').split(',');
	return [...new Set(texts.map((text) => text.trim()).filter(Boolean))].map((text) => {
		const id = idIn(text);
		if (id === null) throw parameters.refusal('invoiceIds', text, 'Coupa IDs are whole numbers above zero, separated by commas.');
		return id;
	});
}

/** An image that cannot be read keeps no invoice from its reviewer: the item says so. */
async function withImage(context: IExecuteFunctions, { client }: CoupaSession, item: OutputItem, options: Options): Promise<OutputItem> {
	const id = Number(item.json.id);
	try {
		const { content, mimeType, fileName } = await client.bytes(`${INVOICE.path}/${id}/retrieve_image_scan`);
		const field = options.binaryPropertyName?.trim() || 'imageScan';
		return { ...item, binary: { [field]: await context.helpers.prepareBinaryData(content, fileName ?? `invoice-${id}`, mimeType) } };
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind === 'cancelled') throw asNodeError(context.getNode(), error);
		return { ...item, json: { ...item.json, imageNote: `The page image could not be read: ${reasonText(error)}` } };
	}
}

function hintAtMissing(context: IExecuteFunctions, ids: number[], outputs: OutputItem[]): void {
	const found = new Set(outputs.map(({ json }) => json.id));
	const missing = ids.filter((id) => !found.has(id));
	if (missing.length === 0) return;
	context.addExecutionHints({
		message: `Coupa has no invoices with these IDs, or does not show them to this credential: ${missing.join(', ')}.`,
		location: 'outputPane',
		type: 'warning',
	});
}
