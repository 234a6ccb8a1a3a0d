import { createHash } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import {
	DEFAULT_SCOPES,
	importInvoices,
	type ImportAttachment,
	type ImportInput,
	type ImportResult,
	type ImportSettings,
} from '../../../../lib/coupa';
import { type CoupaRecord, type DeliveredInvoice, type Delivery, isRecord, textAt } from '../../../../lib/core';
import { binaryName } from '../../../common/binary';
import { failedItem, type OutputItem } from '../../../common/operation';
import { asNodeError } from '../../../common/errors';
import type { CoupaOperation } from '../../operations/operation';
import { importProperties, importSettings } from './importOptions';

/**
 * Imports captured invoices: checks them, creates each exactly once with image scan and attachments, and submits it when
 * asked. Every invoice becomes one item with its outcome; only a Coupa that cannot be reached at all is an error.
 */
export const importInvoice: CoupaOperation = {
	face: {
		value: 'import',
		name: 'Import',
		action: 'Import captured invoices',
		description: 'Check captured invoices, create them with image scan and attachments, and submit them; each exactly once',
	},
	scopes: DEFAULT_SCOPES,
	optionalScopes: { 'core.invoice.delete': 'only where a superseded draft has to be voided' },
	description: importProperties,
	async executeAll(context, { client }) {
		const items = context.getInputData();
		const { inputs, outputs } = importInputs(context, items);
		refuseForeignLockBox(context, [...inputs.values()], client.instance);
		const signal = context.getExecutionCancelSignal();
		const control = {
			signal,
			mayWrite: ({ claimedUntil }: Delivery) =>
				signal?.aborted !== true && (claimedUntil === null || Date.now() < Date.parse(claimedUntil)),
		};
		for (const { settings, indexes } of groupedBySettings(context, [...inputs.keys()])) {
			const results = await importInvoices(
				client,
				indexes.flatMap((index) => inputs.get(index) ?? []),
				settings,
				control,
			);
			results.forEach((result, place) => {
				const index = indexes[place] ?? 0;
				const item = items[index];
				if (item)
					outputs.push({ json: outcomeJson(item.json, result, settings), ...(item.binary && { binary: item.binary }), from: index });
			});
		}
		return outputs.sort((left, right) => Number(left.from) - Number(right.from));
	},
};

/** The invoices by index of their item; items that hold none stop the node before anything is sent, or fail alone with "Continue On Fail". */
function importInputs(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): { inputs: Map<number, ImportInput>; outputs: OutputItem[] } {
	const inputs = new Map<number, ImportInput>();
	const outputs: OutputItem[] = [];
	for (const [index, item] of items.entries()) {
		try {
			inputs.set(index, importInput(context, item, index));
		} catch (error) {
			const failure = asNodeError(context.getNode(), error, index);
			if (!context.continueOnFail()) throw failure;
			outputs.push(failedItem(failure, index));
		}
	}
	return { inputs, outputs };
}

/** Items whose parameters say the same are imported together, so that they share look-ups. */
function groupedBySettings(context: IExecuteFunctions, indexes: number[]): Array<{ settings: ImportSettings; indexes: number[] }> {
	const groups = new Map<string, { settings: ImportSettings; indexes: number[] }>();
	for (const index of indexes) {
		const settings = importSettings(context, index);
		const key = JSON.stringify(settings);
		const group = groups.get(key) ?? { settings, indexes: [] };
		group.indexes.push(index);
		groups.set(key, group);
	}
	return [...groups.values()];
}

function importInput(context: IExecuteFunctions, { json, binary }: INodeExecutionData, itemIndex: number): ImportInput {
	const delivered = json as unknown as Partial<DeliveredInvoice>;
	if (!isRecord(delivered.invoice ?? undefined) && !delivered.delivery) {
		throw new NodeOperationError(context.getNode(), `The item holds no captured invoice [item ${itemIndex}]`, {
			itemIndex,
			description:
				'Import takes the items of Scan One, Invoice, Get Many or Read File: the invoice under "invoice" and its origin under "delivery".',
		});
	}
	const file = (property: string) => ({
		...binaryName(context.helpers.assertBinaryData(itemIndex, property), property),
		size: binary?.[property]?.bytes ?? 0,
		read: async () => await context.helpers.getBinaryDataBuffer(itemIndex, property),
	});
	const scan = delivered.imageScan ?? null;
	const attachments = (delivered.attachments ?? []).flatMap((attachment): ImportAttachment[] => {
		if (attachment.kind !== 'file') return [attachment];
		return attachment.binary === null ? [] : [{ kind: 'file', ...file(attachment.binary) }];
	});
	return {
		invoice: delivered.invoice ?? null,
		delivery: delivered.delivery ?? unclaimedDelivery(delivered.invoice ?? null),
		problems: delivered.problems ?? [],
		rowOf: delivered.rowOf ?? {},
		submit: delivered.submit ?? null,
		imageScan: scan === null || 'url' in scan ? scan : scan.binary === null ? null : file(scan.binary),
		...(scan !== null && 'fileName' in scan && scan.binary === null && { missingImage: scan.fileName }),
		attachments,
	};
}

/** An invoice from another node than Scan One: the same content has the same key, so it is imported once as well. */
function unclaimedDelivery(invoice: CoupaRecord | null): Delivery {
	const key = createHash('sha256').update(JSON.stringify(invoice)).digest('hex');
	return {
		package: '',
		claim: null,
		entry: '',
		position: 1,
		rows: [],
		sha256: '',
		receivedAt: '',
		invoices: 1,
		items: 1,
		key,
		boundTo: null,
		encoding: 'auto',
		claimedUntil: null,
	};
}

function refuseForeignLockBox(context: IExecuteFunctions, inputs: ImportInput[], instance: string): void {
	const foreign = inputs.find(({ delivery }) => delivery.boundTo !== null && delivery.boundTo !== instance);
	if (!foreign) return;
	throw new NodeOperationError(
		context.getNode(),
		`These invoices belong to the Coupa instance ${foreign.delivery.boundTo ?? ''}, not to ${instance}`,
		{
			description: `The lock-box they came from is bound to ${foreign.delivery.boundTo ?? ''}. Nothing was sent. Choose the Coupa credential of that instance, or let the Scan One credential point to the lock-box of ${instance}.`,
		},
	);
}

/** The item that leaves: first what AP wants to see, then what Acknowledge and later nodes need. */
function outcomeJson(json: IDataObject, result: ImportResult, { validateOnly }: ImportSettings): IDataObject {
	const invoice = (json.invoice ?? null) as CoupaRecord | null;
	return {
		outcome: result.outcome,
		reason: result.reason,
		number: textAt(invoice, 'invoice-number') ?? null,
		supplier: textAt(invoice, 'supplier', 'number') ?? textAt(invoice, 'supplier', 'name') ?? null,
		total: textAt(invoice, 'supplier-total') ?? null,
		currency: textAt(invoice, 'currency', 'code') ?? null,
		coupa: {
			id: result.invoiceId,
			status: result.status,
			url: result.url,
			instance: result.instance,
			submitted: result.submitted,
			imageScan: result.image,
			validatedOnly: validateOnly,
		},
		...json,
		problems: result.problems as unknown as IDataObject[],
	};
}
