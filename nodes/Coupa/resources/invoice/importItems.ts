import { createHash } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import {
	type BankSource,
	concealedItem,
	eInvoiceFactsOf,
	type ImportAttachment,
	type ImportInput,
	type ImportResult,
	invoiceKey,
} from '../../../../lib/coupa';
import {
	type CoupaRecord,
	type DeliveredInvoice,
	type Delivery,
	type EInvoiceFacts,
	isRecord,
	ownValue,
	problemsText,
	readIsoDate,
	shownName,
	textAt,
} from '../../../../lib/core';
import { binaryName } from '../../../common/binary';
import { type ImportDetails, type Origin, originOf, VALIDATED } from '../../../common/imported';
import type { OutputItem } from '../../../common/operation';

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
		size: ownValue(binary, property)?.bytes ?? 0,
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
		...(scan !== null && 'fileName' in scan && scan.binary === null && { missingImage: shownName(scan.fileName) }),
		attachments,
		extraColumns: delivered.extraColumns ?? [],
		...eInvoiceIn(delivered),
	};
}

/** What an e-invoice says in its own words; an item that another node has changed may lack parts of it. */
function eInvoiceIn({ eInvoice }: Partial<DeliveredInvoice>): { eInvoice?: EInvoiceFacts } {
	const facts = eInvoiceFactsOf(eInvoice);
	return facts === null ? {} : { eInvoice: facts };
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

/** What an item that leaves Import holds beside the outcome, by its options. */
export interface ImportOutput {
	validateOnly: boolean;
	includeCaptured: boolean;
	includeFiles: boolean;
	/** A supplier may use a number again: see `invoiceKey`. */
	numbersReused: boolean;
	/** What has to be masked in the captured invoice. */
	bankDetails: BankSource[];
}

/**
 * The item that leaves: flat what AP wants to see, and under `details` what Acknowledge and later nodes need. Captured
 * invoice and files are left out unless asked for: they are large, and Acknowledge reads them from the package again.
 */
export function outcomeItem(item: INodeExecutionData, result: ImportResult, output: ImportOutput): OutputItem {
	const { json, binary } = item;
	const invoice = (json.invoice ?? null) as CoupaRecord | null;
	const { problems } = result;
	const isInCoupa = result.invoiceId !== null;
	const deliveryKey = (json.delivery as Partial<Delivery> | undefined)?.key ?? unclaimedDelivery(invoice).key;
	const details: ImportDetails = {
		...originIn(json),
		key: invoiceKey({
			invoice,
			...eInvoiceIn(json as Partial<DeliveredInvoice>),
			deliveryKey,
			problems,
			numbersReused: output.numbersReused,
		}),
		invoiceId: result.invoiceId,
		instance: result.instance,
		...(result.orderLines && { orderLines: result.orderLines }),
		problems,
		...(output.includeCaptured && { captured: concealedItem(json as CoupaRecord, output.bankDetails) as IDataObject }),
	};
	const shown: IDataObject = {
		number: textAt(invoice, 'invoice-number') ?? null,
		supplierNumber: result.supplier?.number ?? textAt(invoice, 'supplier', 'number') ?? null,
		supplierName: result.supplier?.name ?? textAt(invoice, 'supplier', 'name') ?? null,
		date: dayOf(textAt(invoice, 'invoice-date')),
		total: textAt(invoice, 'supplier-total') ?? null,
		currency: textAt(invoice, 'currency', 'code') ?? null,
		outcome: output.validateOnly ? VALIDATED[result.outcome] : result.outcome,
		reason: result.reason,
		status: result.status,
		link: result.url,
		image: isInCoupa ? result.image : null,
		problems: problemsText(problems),
	};
	return { json: { ...shown, details: { ...details } as unknown as IDataObject }, ...(output.includeFiles && binary && { binary }) };
}

function originIn(json: IDataObject): Origin {
	const { package: name, claim, position, items, encoding = 'auto', sha256 } = originOf(json) ?? unclaimedDelivery(null);
	return { package: name, claim, position, items, ...(claim !== null && { sha256 }), ...(encoding !== 'auto' && { encoding }) };
}

/** The day of a date that has a time as well; null for none. */
function dayOf(date: string | undefined): string | null {
	if (date === undefined) return null;
	const read = readIsoDate(date);
	return typeof read === 'string' ? date : read.day;
}
