import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	importPayments as importAll,
	type MonitoredDocument,
	PAYABLE_STATUSES,
	type PaymentOutcome,
	type PaymentSettings,
} from '../../../../lib/coupa';
import { asNodeError, reasonOf } from '../../../common/errors';
import type { Group, OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { BatchMonitor, MONITOR_SCOPES } from '../../fields/monitor';
import type { CoupaOperation } from '../../operations/operation';
import type { CoupaSession } from '../../session';
import { paymentMonitor, paymentProperties, paymentSettings } from './paymentFields';
import { monitoredPayment } from './paymentMonitor';
import { fileItem, paymentItem, paymentOfItem, paymentsOfFile, type TakenPayment } from './paymentItems';

/**
 * Puts payments of the ERP on their invoices, each once. Every payment becomes one item with its outcome; only a Coupa that cannot be reached
 * at all is an error.
 */
export const importPayments: CoupaOperation = {
	face: {
		value: 'importPayments',
		name: 'Import Payments',
		action: 'Import payments of invoices',
		description: 'Put payments of the ERP on their invoices, each once, from a file or from items',
	},
	scopes: ['core.invoice.read', 'core.invoice.write'],
	optionalScopes: MONITOR_SCOPES,
	allowedIn: PAYABLE_STATUSES,
	description: paymentProperties,
	groups: { one: 'group of payments', many: 'groups of payments' },
	keepsOrder: true,
	async *executeGroups(context, session) {
		const outcomes: string[] = [];
		const documents: MonitoredDocument[] = [];
		const monitor = new BatchMonitor(context, session.client, () => paymentMonitor(context));
		const isFile = new ItemParameters(context, 0, paymentProperties).choice('source') === 'file';
		const groups = isFile ? ofFiles(context, session) : ofItems(context, session);
		// How many payments a file has shows only when it is read.
		await monitor.begin(context.getInputData().length);
		let unread = 0;
		for await (const group of groups) {
			if (group.outputs.length === 0) unread += 1;
			for (const { json } of group.outputs) {
				outcomes.push(String(json.outcome));
				documents.push(...monitoredPayment(json));
			}
			yield group;
		}
		await monitor.end(documents, documents.length + unread);
		hintAtOutcomes(context, outcomes);
	},
};

/** Each file is a group of its own. */
async function* ofFiles(context: IExecuteFunctions, session: CoupaSession): AsyncGenerator<Group> {
	for (const index of context.getInputData().keys()) {
		let name: string | null = null;
		try {
			const { settings, reading } = paymentSettings(context, index);
			const file = await paymentsOfFile(context, index, reading);
			name = file.name;
			if ('unreadable' in file)
				yield { outputs: ofOneFile([fileItem(index, name, 'refused', `The file can't be read: ${file.unreadable}`)]) };
			else if (file.payments.length === 0)
				yield { outputs: ofOneFile([fileItem(index, name, 'noPayments', 'The file contains no payments.')]) };
			else yield { outputs: ofOneFile(await recorded(context, session, file.payments, settings)) };
		} catch (error) {
			yield { outputs: ofOneFile([fileItem(index, name, 'undecided', reasonOf(error))]), failure: { error, from: index } };
		}
	}
}

/** Each payment says whether its whole file is decided: only then the file may be moved away. */
function ofOneFile(outputs: OutputItem[]): OutputItem[] {
	const fileDecided = outputs.every(({ json }) => json.outcome !== 'undecided');
	return outputs.map((output) => {
		const details = { ...(output.json.details as IDataObject), fileDecided };
		return { ...output, json: { ...output.json, details } };
	});
}

/** Items whose parameters say the same are worked on together, so that they share look-ups. */
async function* ofItems(context: IExecuteFunctions, session: CoupaSession): AsyncGenerator<Group> {
	const groups = new Map<string, { settings: PaymentSettings; payments: TakenPayment[] }>();
	for (const index of context.getInputData().keys()) {
		try {
			const payment = paymentOfItem(context, index);
			const { settings } = paymentSettings(context, index);
			const key = JSON.stringify(settings);
			const group = groups.get(key) ?? { settings, payments: [] };
			group.payments.push(payment);
			groups.set(key, group);
		} catch (error) {
			const failure = asNodeError(context.getNode(), error, index);
			if (!context.continueOnFail()) throw failure;
			yield { outputs: [], failure: { error: failure, from: index } };
		}
	}
	for (const { settings, payments } of groups.values()) {
		const from = payments.map(({ origin }) => origin.from);
		try {
			yield { outputs: await recorded(context, session, payments, settings) };
		} catch (error) {
			yield { outputs: from.map((index) => fileItem(index, null, 'undecided', reasonOf(error))), failure: { error, from } };
		}
	}
}

async function recorded(
	context: IExecuteFunctions,
	{ client }: CoupaSession,
	payments: TakenPayment[],
	settings: PaymentSettings,
): Promise<OutputItem[]> {
	const signal = context.getExecutionCancelSignal();
	const results = await importAll(
		client,
		payments.map(({ input }) => input),
		settings,
		{ ...(signal && { signal }) },
	);
	return results.flatMap((result, place) => {
		const payment = payments[place];
		return payment === undefined ? [] : [paymentItem(payment, result, client.instance)];
	});
}

const IN_WORDS: Record<PaymentOutcome | 'noPayments', string> = {
	recorded: 'recorded',
	wouldRecord: 'would be recorded (Validate Only: nothing was written)',
	alreadyRecorded: 'recorded before',
	recordedTwice: 'recorded twice',
	refused: 'refused',
	noInvoice: 'without an invoice in Coupa',
	ambiguous: 'with more than one invoice in Coupa',
	undecided: 'undecided',
	noPayments: 'without payments',
};

/** Counts what became of the payments, so that nobody has to count rows. */
function hintAtOutcomes(context: IExecuteFunctions, outcomes: string[]): void {
	const counts = Object.entries(IN_WORDS).flatMap(([outcome, words]) => {
		const count = outcomes.filter((one) => one === outcome).length;
		return count === 0 ? [] : [`${count} ${words}`];
	});
	if (counts.length > 0) context.addExecutionHints({ message: counts.join(', '), location: 'outputPane', type: 'info' });
}
