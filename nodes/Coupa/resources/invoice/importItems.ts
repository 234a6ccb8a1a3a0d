import { createHash } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ImportAttachment, ImportInput, ImportResult } from '../../../../lib/coupa';
import { type CoupaRecord, type DeliveredInvoice, type Delivery, isRecord, textAt } from '../../../../lib/core';
import { binaryName } from '../../../common/binary';

/** The invoice that an item holds, as Scan One gives it; refuses an item without one. */
export function importInput(context: IExecuteFunctions, { json, binary }: INodeExecutionData, itemIndex: number): ImportInput {
	const delivered = json as unknown as Partial<DeliveredInvoice>;
	if (!isRecord(delivered.invoice ?? undefined) && !delivered.delivery) {
		throw new NodeOperationError(context.getNode(), `The item contains no captured invoice [item ${itemIndex}]`, {
			itemIndex,
			description:
				'Import takes the items of Scan One, Invoice, Get Many or Read File: the invoice in "invoice" and its origin in "delivery".',
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

/** The item that leaves: first what AP wants to see, then what Acknowledge and later nodes need. */
export function outcomeJson(json: IDataObject, result: ImportResult, validateOnly: boolean): IDataObject {
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
