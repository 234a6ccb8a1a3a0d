import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { inputBinaryField, optionsProperty, shownFor } from '../../../common/description';
import { knownTypeOf, type Problem } from '../../../../lib/core';
import { binaryName } from '../../../common/binary';
import type { ItemOperation, OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { eInvoiceOptions, type EInvoiceOptions } from './eInvoiceOptions';
import { invoiceItems, invoiceItemsOfFiles } from './reading';

const ZIP = 'application/zip';
/** Endings for attachments without a name, of what Coupa shows or what e-invoices come in. */
const ENDINGS: ReadonlyMap<string | null, string> = new Map([
	['application/pdf', '.pdf'],
	['application/xml', '.xml'],
	[ZIP, '.zip'],
	['image/jpeg', '.jpg'],
	['image/png', '.png'],
	['image/tiff', '.tif'],
]);

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

/**
 * Packages among the files are read one by one, all other files together, and those packages that hold nothing to read. So a file that
 * belongs to nothing is an error only where the item holds no e-invoice at all.
 */
async function packagesOf(context: IExecuteFunctions, files: Map<string, Buffer>, options: EInvoiceOptions): Promise<OutputItem[]> {
	const loose = new Map<string, Buffer>();
	const packaged: OutputItem[] = [];
	for (const [name, bytes] of files) {
		const isPackage = (await knownTypeOf(bytes)) === ZIP || /\.zip$/i.test(name) || (files.size === 1 && /\.csv$/i.test(name));
		const items = isPackage ? await invoiceItems(context, bytes, name, options, source(name)) : [];
		if (items.length === 0 || problemCodes(items).includes('noCsv')) loose.set(name, bytes);
		else for (const item of items) packaged.push(item);
	}
	const [first] = loose.keys();
	if (first === undefined) return packaged;
	const besides = packaged.filter(({ json }) => json.invoice !== null).length;
	return [...(await invoiceItemsOfFiles(context, loose, first, options, source(first), besides)), ...packaged];
}

function problemCodes(items: OutputItem[]): unknown[] {
	return items.flatMap(({ json }) => (json.problems as unknown as Problem[]).map(({ code }) => code));
}

/** The binary data of an item by file name; a second file of the same name gets a number, one without a name an ending by its content. */
async function filesOfItem(context: IExecuteFunctions, itemIndex: number): Promise<Map<string, Buffer>> {
	const files = new Map<string, Buffer>();
	for (const [property, data] of Object.entries(context.getInputData()[itemIndex]?.binary ?? {})) {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, property);
		const { fileName } = binaryName(data, '');
		const whole = fileName === '' ? `${property}${ENDINGS.get(await knownTypeOf(bytes)) ?? ''}` : fileName;
		let name = whole;
		for (let number = 2; files.has(name); number++) name = whole.replace(/(\.[^.]*)?$/, `-${number}$1`);
		files.set(name, bytes);
	}
	return files;
}

function source(fileName: string) {
	return { package: fileName, claim: null, receivedAt: new Date().toISOString(), boundTo: null, claimedUntil: null };
}
