import { Readable } from 'node:stream';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { entryNamed, type FieldSelection, type OkToPay, type OkToPayDocument, readOkToPay } from '../../../../../lib/coupa';
import { type CoupaRecord, shownNames } from '../../../../../lib/core';
import { FileTimes } from '../../../../../lib/coupa-sftp';
import { fieldsFor, flatFileParts, invoicesExport, type WriteOptions } from '../../../../../lib/flat-file';
import { insteadOfNothing, SYNC_KEY, writeOptions } from '../../../../common/masterData';
import type { OutputItem } from '../../../../common/operation';
import { ItemParameters } from '../../../../common/parameters';
import { filtersOf } from '../../../fields/filters';
import type { CoupaOperation } from '../../../operations/operation';
import type { CoupaSession } from '../../../session';
import { documentJson } from './document';
import { type OkToPayNodeOptions, okToPayProperties, PRESETS } from './fields';
import { keysIn } from './keys';

const INVOICE = entryNamed('invoice');
/** Where the writer of files finds the key of a record's document. */
const KEY_FIELD = 'document-key';

/** What the ERP has to pay and to void, as items or as one file. Only reads; the cursor is to be stored once the documents have landed. */
export const getOkToPay: CoupaOperation = {
	face: {
		value: 'getOkToPay',
		name: 'Get OK to Pay',
		action: 'Get invoices that are OK to pay',
		description: 'Read approved and voided invoices that the ERP has to know of, each with a document key',
	},
	scopes: ['core.invoice.read'],
	description: okToPayProperties,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, okToPayProperties);
		const options = parameters.collection<OkToPayNodeOptions>('options');
		const isFile = parameters.choice('deliverAs') === 'file';
		const writing = fileOptions(options);
		const { erpChannels = PRESETS.erpChannels, lookBack = PRESETS.lookBack, coupaPay, neverExported, addRecord = false } = options;
		const readAt = new Date();
		const reading = readOkToPay(session.client, {
			cursor: parameters.text('cursor'),
			sent: keysIn(parameters, 'sentDocuments'),
			again: keysIn(parameters, 'sendAgain'),
			erpChannels: coupaPay === 'include' ? null : erpChannels.split(','),
			lookBackDays: lookBack,
			...(neverExported && { neverExported }),
			filters: filtersOf(context, itemIndex, INVOICE),
			fields: isFile ? fileFields(writing) : addRecord ? 'whole' : [],
		});
		const given = isFile
			? await asFile(context, session, parameters, { reading, writing, readAt })
			: await asItems(reading, session.address, addRecord);
		tell(context, reading);
		if (given.length > 0) return given.map((output, index) => (index === 0 ? withNote(output, reading, readAt) : output));
		const message = 'Coupa has no invoice that the ERP has to know of. No file is needed.';
		return insteadOfNothing(context, { nothingChanged: true, message }, itemIndex);
	},
};

/** The cursor travels with the first item only: it may be long. */
function withNote({ json, ...rest }: OutputItem, reading: OkToPay, readAt: Date): OutputItem {
	const told = [reading.reason, reading.warning()].filter((text) => text !== null).join(' ');
	const note: IDataObject = { cursor: reading.cursor(), reason: told === '' ? null : told, readAt: readAt.toISOString() };
	return { json: { ...json, [SYNC_KEY]: note }, ...rest };
}

async function asItems({ pages }: OkToPay, address: string, addRecord: boolean): Promise<OutputItem[]> {
	const outputs: OutputItem[] = [];
	for await (const page of pages)
		for (const document of page)
			outputs.push({ json: { ...documentJson(document, address), ...(addRecord && { invoice: document.invoice as IDataObject }) } });
	return outputs;
}

interface FilePlan {
	reading: OkToPay;
	writing: WriteOptions & { keyColumn: string };
	readAt: Date;
}

/** One item: the file with what is to be sent, and every document in `documents`, those too that are only to be marked. */
async function asFile(
	context: IExecuteFunctions,
	{ address }: CoupaSession,
	parameters: ItemParameters,
	{ reading, writing, readAt }: FilePlan,
): Promise<OutputItem[]> {
	const documents: IDataObject[] = [];
	const pages = toSend(reading, (document) => documents.push(documentJson(document, address)));
	const first = await pages.next();
	if (first.done === true) return documents.length === 0 ? [] : [{ json: { fileName: null, sent: 0, documents } }];
	const records = withKeys(chained(first.value, pages), writing);
	// With milliseconds: two runs may read within a second, and a file is never overwritten.
	const name = new FileTimes().name(invoicesExport.fileStem, writing.format === 'xml' ? '.xml' : '.csv', readAt.getTime());
	const mimeType = writing.format === 'xml' ? 'application/xml' : 'text/csv';
	const binary = await context.helpers.prepareBinaryData(Readable.from(flatFileParts(records, invoicesExport, writing)), name, mimeType);
	const sent = documents.filter(({ action }) => action === 'send').length;
	return [{ json: { fileName: name, sent, documents }, binary: { [parameters.outputField('binaryPropertyName')]: binary } }];
}

/** Pages with at least one document for the file; `note` is told of every document. */
async function* toSend({ pages }: OkToPay, note: (document: OkToPayDocument) => void): AsyncGenerator<OkToPayDocument[], void, undefined> {
	for await (const page of pages) {
		page.forEach(note);
		const sent = page.filter(({ action }) => action === 'send');
		if (sent.length > 0) yield sent;
	}
}

async function* chained<Page>(first: Page, rest: AsyncIterable<Page>): AsyncGenerator<Page, void, undefined> {
	yield first;
	yield* rest;
}

async function* withKeys(
	pages: AsyncIterable<OkToPayDocument[]>,
	{ format, keyColumn }: FilePlan['writing'],
): AsyncGenerator<CoupaRecord[]> {
	for await (const page of pages)
		yield page.map(({ key, invoice }) => {
			if (keyColumn === '') return invoice;
			if (format === 'xml') return { [KEY_FIELD]: key, ...invoice };
			const own = invoice['custom-fields'];
			return { ...invoice, 'custom-fields': { ...(typeof own === 'object' && !Array.isArray(own) ? own : {}), [KEY_FIELD]: key } };
		});
}

/** With the key as the last column of the Header rows. In XML the key is an element of its own, and the records are whole. */
function fileOptions(options: OkToPayNodeOptions): FilePlan['writing'] {
	const writing = writeOptions(options);
	const keyColumn = (options.keyColumn ?? PRESETS.keyColumn).trim();
	if (writing.format === 'xml') return { format: 'xml', keyColumn };
	if (keyColumn === '') return { ...writing, keyColumn };
	const { columns = [], customFields = [] } = writing;
	return {
		...writing,
		keyColumn,
		columns: columns.length === 0 ? [] : [...columns.filter((name) => name !== keyColumn), `Header: ${keyColumn}`],
		customFields: [...customFields, { column: keyColumn, field: KEY_FIELD, rowKind: 'Header' }],
	};
}

/** All columns are more names than an address can hold: then the record comes whole. */
function fileFields(writing: FilePlan['writing']): FieldSelection | 'whole' {
	return writing.columns === undefined || writing.columns.length === 0 ? 'whole' : fieldsFor(invoicesExport, writing);
}

function tell(context: IExecuteFunctions, { leftOut: { coupaPay, waiting, moved, obsolete, unknown } }: OkToPay): void {
	const messages = [
		...Array.from(
			coupaPay,
			([channel, numbers]) => `Left out, because Coupa Pay pays them (payment channel ${channel}): ${shownNames(numbers, 20)}`,
		),
		...(waiting.length > 0
			? [`${waiting.length} sent before and not given again until corrected or sent again: ${shownNames(waiting, 20)}`]
			: []),
		...(moved.length > 0 ? [`Changed in Coupa while they were read, so they go with the next run: ${shownNames(moved, 20)}`] : []),
		...(obsolete.length > 0 ? [`Not to be sent again, because no such invoice is approved or voided: ${shownNames(obsolete, 20)}`] : []),
		...(unknown.length > 0 ? [`Among the sent documents, and no document keys: ${shownNames(unknown, 20)}`] : []),
	];
	for (const message of messages) context.addExecutionHints({ message, location: 'outputPane', type: 'info' });
}
