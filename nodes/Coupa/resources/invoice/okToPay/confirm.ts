import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	confirmOkToPay as confirm,
	type CoupaClient,
	type Confirmation,
	type ErpResult,
	type MonitoredDocument,
} from '../../../../../lib/coupa';
import { chunksOf, shownText } from '../../../../../lib/core';
import { optionsProperty } from '../../../../common/description';
import type { Group } from '../../../../common/operation';
import { ItemParameters } from '../../../../common/parameters';
import { BatchMonitor, LONGEST_MESSAGE, MONITOR_SCOPES, type MonitorOption, monitorOption } from '../../../fields/monitor';
import type { CoupaOperation } from '../../../operations/operation';

const properties: INodeProperties[] = [
	{
		displayName:
			'Place it after the ERP took the documents: an accepted invoice is marked as exported, unless it was voided or changed meanwhile.',
		name: 'aboutConfirming',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Document Key',
		name: 'documentKey',
		type: 'string',
		default: '={{ $json.documentKey }}',
		required: true,
		description: 'As Get OK to Pay gave it',
	},
	{
		displayName: 'Result',
		name: 'result',
		type: 'options',
		options: [
			{ name: 'Accepted', value: 'accepted', description: 'The ERP has the document' },
			{ name: 'Refused', value: 'refused', description: 'The invoice stays not exported' },
		],
		default: 'accepted',
		description: 'What the ERP says. An expression may give it: accepted or refused.',
	},
	{
		displayName: 'ERP Document Number',
		name: 'erpNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.erpNumber }}',
		displayOptions: { hide: { result: ['refused'] } },
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.reason }}',
		description: 'Why the ERP refused the document',
		displayOptions: { hide: { result: ['accepted'] } },
	},
	optionsProperty([
		{
			displayName: 'Custom Field for the ERP Number',
			name: 'numberField',
			type: 'string',
			default: '',
			placeholder: 'e.g. erp-document',
			description:
				'Name under custom-fields in Coupa that takes the ERP document number of an approved invoice, by a request of its own before the marker',
		},
		monitorOption,
	]),
];

/** Marks documents as exported that the ERP took, one by one and each by itself; can be repeated at will. */
export const confirmOkToPay: CoupaOperation = {
	face: {
		value: 'confirmOkToPay',
		name: 'Confirm OK to Pay',
		action: 'Confirm invoices that the ERP took',
		description: 'Mark invoices as exported once the ERP took them, with its document number; refused ones stay as they are',
	},
	scopes: ['core.invoice.read', 'core.invoice.write'],
	optionalScopes: MONITOR_SCOPES,
	description: properties,
	groups: { one: 'document', many: 'documents' },
	async *executeGroups(context, { client }) {
		const items = [...context.getInputData().keys()];
		const monitor = new BatchMonitor(context, client, () => optionsOf(new ItemParameters(context, 0, properties)).monitor);
		const documents: MonitoredDocument[] = [];
		await monitor.begin(items.length);
		for (const crowd of chunksOf(items, AT_ONCE)) {
			client.throwIfCancelled();
			for (const { document, group } of await Promise.all(crowd.map(async (from) => await confirmed(context, client, from)))) {
				if (document !== null) documents.push(document);
				yield group;
			}
		}
		await monitor.end(documents, items.length);
	},
};

/** Documents confirmed at the same time; the limiter of the instance spreads their requests. */
const AT_ONCE = 20;

/** Never an exception, so that one bad item stops no other; what cancels the run comes up at the next crowd. */
async function confirmed(
	context: IExecuteFunctions,
	client: CoupaClient,
	from: number,
): Promise<{ group: Group; document: MonitoredDocument | null }> {
	try {
		const parameters = new ItemParameters(context, from, properties);
		const { numberField = '' } = optionsOf(parameters);
		const result = resultOf(parameters);
		const { error, ...confirmation } = await confirm(client, result, { numberField: numberField.trim() });
		const outputs = [{ json: outcomeJson(result, confirmation), from }];
		const group = error === undefined ? { outputs } : { outputs, failure: { error, from } };
		return { group, document: monitored(result, confirmation) };
	} catch (error) {
		return { group: { outputs: [], failure: { error, from } }, document: null };
	}
}

function optionsOf(parameters: ItemParameters): Partial<{ numberField: string; monitor: MonitorOption }> {
	return parameters.collection<{ numberField: string; monitor: MonitorOption }>('options');
}

const STATES: Record<Confirmation['outcome'], MonitoredDocument['state']> = {
	marked: 'done',
	alreadyMarked: 'unchanged',
	refused: 'failed',
	gone: 'failed',
	unknown: 'failed',
	// The invoice goes to the ERP again by itself.
	voided: 'open',
	changed: 'open',
	failed: 'open',
};

/** The invoice as Coupa's monitor shows it: what the ERP refused alerts the contacts until it is accepted. */
function monitored({ documentKey }: ErpResult, { id, number, outcome, reason }: Confirmation): MonitoredDocument {
	const message = shownText(`Invoice ${number ?? String(id ?? '')} (document ${documentKey}): ${reason ?? outcome}`, LONGEST_MESSAGE);
	// Without an id the key was none of ours: it is all that the document is known by.
	return { type: 'InvoiceHeader', id, key: id === null ? documentKey : null, status: null, state: STATES[outcome], code: outcome, message };
}

function resultOf(parameters: ItemParameters): ErpResult {
	const result = parameters.choice<ErpResult['result']>('result');
	return {
		documentKey: parameters.requiredText('documentKey', 'Enter the document key that Get OK to Pay gave, such as {{ $json.documentKey }}.'),
		result,
		erpNumber: result === 'accepted' ? parameters.text('erpNumber') : '',
		reason: result === 'refused' ? parameters.text('reason') : '',
	};
}

function outcomeJson({ documentKey, erpNumber }: ErpResult, { id, number, outcome, reason }: Confirmation): IDataObject {
	return { documentKey, outcome, reason, number, erpNumber: erpNumber === '' ? null : erpNumber, invoiceId: id };
}
