import type { INodeProperties } from 'n8n-workflow';

import { inputBinaryField, shownFor } from '../../../common/description';
import { binaryName } from '../../../common/binary';
import type { ItemOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { invoiceItems, readingOptions, type ReadingOptions } from './reading';

const properties: INodeProperties[] = [
	inputBinaryField(
		'data',
		'the file to read: an Invoices Import CSV, an e-invoice (XML, or a PDF with XML in it), or a ZIP with these and their images',
	),
	{ displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add Option', default: {}, options: readingOptions },
];

/** Reads an Invoices Import file from another node, such as an email attachment: one item per invoice, nothing to settle. */
export const readFile: ItemOperation<null> = {
	description: shownFor('invoice', 'readFile', properties),
	async execute(context, _session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const input = parameters.inputFile('binaryPropertyName');
		const { fileName } = binaryName(context.helpers.assertBinaryData(itemIndex, input), 'invoices.csv');
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, input);
		const options = parameters.collection<ReadingOptions>('options');
		const delivery = { package: fileName, claim: null, receivedAt: new Date().toISOString(), boundTo: null, claimedUntil: null };
		return await invoiceItems(context, content, fileName, options, delivery);
	},
};
