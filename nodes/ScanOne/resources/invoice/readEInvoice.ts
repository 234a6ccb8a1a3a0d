import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { inputBinaryField, optionsProperty, shownFor } from '../../../common/description';
import { binaryName } from '../../../common/binary';
import type { ItemOperation, OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { eInvoiceOptions, type EInvoiceOptions } from './eInvoiceOptions';
import { invoiceItems, invoiceItemsOfFiles } from './reading';

const properties: INodeProperties[] = [
	{
		displayName: 'Files',
		name: 'files',
		type: 'options',
		options: [
			{
				name: 'All Files of the Item',
				value: 'all',
				description: 'Such as all attachments of an email: PDFs and other files go along with the XML beside them',
			},
			{ name: 'One File', value: 'one', description: 'XML, signed XML, a PDF with XML in it, or a ZIP with such files' },
		],
		default: 'all',
	},
	{ ...inputBinaryField('data', 'the file to read'), displayOptions: { show: { files: ['one'] } } },
	optionsProperty(eInvoiceOptions),
];

/** Reads e-invoices from another node, such as an email or a webhook: one item per invoice for Import, nothing to settle. */
export const readEInvoice: ItemOperation<null> = {
	description: shownFor('invoice', 'readEInvoice', properties),
	async execute(context, _session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const options = parameters.collection<EInvoiceOptions>('options');
		if (parameters.choice('files') === 'one') {
			const input = parameters.inputFile('binaryPropertyName');
			const { fileName } = binaryName(context.helpers.assertBinaryData(itemIndex, input), 'invoice.xml');
			return await invoiceItems(context, await context.helpers.getBinaryDataBuffer(itemIndex, input), fileName, options, source(fileName));
		}
		const files = await filesOfItem(context, itemIndex);
		if (files.size === 0)
			throw parameters.failure(
				'The item holds no file',
				'Read E-Invoice reads the binary data of its input: switch on "Download Attachments" in the node that fetches the messages, and filter out those without any.',
			);
		return await packagesOf(context, files, options);
	},
};

/** Packages among the files are read one by one, all other files together. */
async function packagesOf(context: IExecuteFunctions, files: Map<string, Buffer>, options: EInvoiceOptions): Promise<OutputItem[]> {
	const loose = new Map([...files].filter(([name]) => !/\.zip$/i.test(name)));
	const outputs: OutputItem[] = [];
	const [first] = loose;
	if (first && loose.size === 1) outputs.push(...(await invoiceItems(context, first[1], first[0], options, source(first[0]))));
	else if (first) outputs.push(...(await invoiceItemsOfFiles(context, loose, first[0], options, source(first[0]))));
	for (const [name, bytes] of files)
		if (!loose.has(name)) outputs.push(...(await invoiceItems(context, bytes, name, options, source(name))));
	return outputs;
}

/** The binary data of an item by file name; a second file of the same name gets a number. */
async function filesOfItem(context: IExecuteFunctions, itemIndex: number): Promise<Map<string, Buffer>> {
	const files = new Map<string, Buffer>();
	for (const [property, data] of Object.entries(context.getInputData()[itemIndex]?.binary ?? {})) {
		const { fileName } = binaryName(data, property);
		let name = fileName;
		for (let number = 2; files.has(name); number++) name = fileName.replace(/(\.[^.]*)?$/, `-${number}$1`);
		files.set(name, await context.helpers.getBinaryDataBuffer(itemIndex, property));
	}
	return files;
}

function source(fileName: string) {
	return { package: fileName, claim: null, receivedAt: new Date().toISOString(), boundTo: null, claimedUntil: null };
}
