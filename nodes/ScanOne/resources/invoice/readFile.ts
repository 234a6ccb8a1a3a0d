import type { INodeProperties } from 'n8n-workflow';

import { inputBinaryField, shownFor } from '../../../common/description';
import { binaryName } from '../../../common/binary';
import type { ItemOperation } from '../../../common/operation';
import { invoiceItems, readingOptions, type ReadingOptions } from './reading';

const properties: INodeProperties[] = [
	inputBinaryField('data', 'the file to read: an Invoices Import CSV, or a ZIP with it and its images'),
	{ displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add Option', default: {}, options: readingOptions },
];

/** Reads an Invoices Import file from another node, such as an email attachment: one item per invoice, nothing to settle. */
export const readFile: ItemOperation<null> = {
	description: shownFor('invoice', 'readFile', properties),
	async execute(context, _session, itemIndex) {
		const property = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const { fileName } = binaryName(context.helpers.assertBinaryData(itemIndex, property), 'invoices.csv');
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, property);
		const options = context.getNodeParameter('options', itemIndex, {}) as ReadingOptions;
		const delivery = { package: fileName, claim: null, receivedAt: new Date().toISOString(), boundTo: null, claimedUntil: null };
		return await invoiceItems(context, content, fileName, options, delivery);
	},
};
