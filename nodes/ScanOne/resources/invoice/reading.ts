import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { EncodingChoice } from '../../../../lib/core';
import type { CustomFieldColumn, DateFormat } from '../../../../lib/flat-file';
import {
	type DeliverySource,
	type PackageContent,
	readInvoiceFiles,
	readInvoicePackage,
	type ReadPackageOptions,
} from '../../../../lib/package';
import { customFieldsProperty } from '../../../common/description';
import type { OutputItem } from '../../../common/operation';
import { type EInvoiceOptions, eInvoiceOptions, eInvoiceSettings } from './eInvoiceOptions';
import { PackageBinaries } from './packageBinaries';

/** How files are read: shared by Get Many and Read File, those of e-invoices with Read E-Invoice, too. Collection entries, in alphabetical order. */
export const readingOptions: INodeProperties[] = [
	customFieldsProperty(
		'e.g. Cost Region',
		'Columns of your own that fill custom fields in Coupa. Other unknown columns are kept in the item but not sent.',
		[
			{
				displayName: 'Rows',
				name: 'rowKind',
				type: 'options',
				options: [
					{ name: 'Any', value: '' },
					{ name: 'Invoice', value: 'Invoice' },
					{ name: 'Invoice Line', value: 'Invoice Line' },
				],
				default: '',
			},
		],
	),
	{
		displayName: 'Date Format',
		name: 'dateFormat',
		type: 'options',
		options: [
			{ name: 'DD/MM/YYYY', value: 'DD/MM/YYYY' },
			{ name: 'ISO 8601', value: 'ISO' },
			{ name: 'MM/DD/YYYY', value: 'MM/DD/YYYY' },
		],
		default: 'ISO',
		description:
			'How to read dates with slashes. ISO dates (2026-04-25) are always accepted; unless a format is chosen, others are refused, because 04/05 is ambiguous.',
	},
	...eInvoiceOptions,
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		options: [
			{ name: 'Detect', value: 'auto', description: 'UTF-8, else Windows-1252' },
			{ name: 'UTF-8', value: 'utf-8' },
			{ name: 'Windows-1252', value: 'windows-1252' },
		],
		default: 'auto',
	},
];

export interface ReadingOptions extends EInvoiceOptions {
	customFields?: { column?: Array<{ column: string; field: string; rowKind: string }> };
	dateFormat?: DateFormat;
	encoding?: EncodingChoice;
}

/** Reads a package and gives an item for each of its invoices, with its files as binary properties. */
export async function invoiceItems(
	context: IExecuteFunctions,
	bytes: Buffer,
	fileName: string,
	options: ReadingOptions,
	source: Omit<DeliverySource, 'encoding'>,
): Promise<OutputItem[]> {
	return await itemsOf(context, await readInvoicePackage(bytes, fileName, packageOptions(context, options, source)));
}

/**
 * The same of files that came together, such as the attachments of a message: those beside an e-invoice are matched to it. `besides` counts
 * the e-invoices that came with them in packages.
 */
export async function invoiceItemsOfFiles(
	context: IExecuteFunctions,
	files: ReadonlyMap<string, Buffer>,
	fileName: string,
	options: ReadingOptions,
	source: Omit<DeliverySource, 'encoding'>,
	besides: number,
): Promise<OutputItem[]> {
	return await itemsOf(context, await readInvoiceFiles(files, fileName, packageOptions(context, options, source), besides));
}

function packageOptions(context: IExecuteFunctions, options: ReadingOptions, source: Omit<DeliverySource, 'encoding'>): ReadPackageOptions {
	const signal = context.getExecutionCancelSignal();
	return {
		delivery: { ...source, encoding: options.encoding ?? 'auto' },
		customFields: (options.customFields?.column ?? []).map(customFieldColumn),
		dateFormat: options.dateFormat ?? 'ISO',
		eInvoice: eInvoiceSettings(options),
		// Whether a missing or unfit page image keeps the invoice out is a setting of the import.
		image: { severity: 'warning' },
		...(signal && { signal }),
	};
}

async function itemsOf(context: IExecuteFunctions, content: PackageContent): Promise<OutputItem[]> {
	const binaries = new PackageBinaries(context);
	const outputs: OutputItem[] = [];
	for (const item of content.items) {
		const binary = await binaries.of(item);
		outputs.push({ json: item.json as unknown as IDataObject, ...(Object.keys(binary).length > 0 && { binary }) });
	}
	return outputs;
}

function customFieldColumn({ column, field, rowKind }: { column: string; field: string; rowKind: string }): CustomFieldColumn {
	return { column: column.trim(), field: field.trim(), ...(rowKind && { rowKind }) };
}
