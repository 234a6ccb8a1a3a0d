import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import {
	concealed,
	CoupaError,
	DEFAULT_SCOPES,
	type ImportControl,
	type ImportInput,
	importInvoices,
	type ImportResult,
	type ImportSettings,
	undecidedResult,
} from '../../../../lib/coupa';
import { isOver, thisMoment, type Delivery, type Outcome } from '../../../../lib/core';
import { termOf } from '../../../../lib/lock-box';
import type { Group, OutputItem } from '../../../common/operation';
import { asNodeError, reasonOf } from '../../../common/errors';
import { countsInWords, isValidated, VALIDATED, type ValidatedOutcome } from '../../../common/imported';
import { BatchMonitor, MONITOR_SCOPES } from '../../fields/monitor';
import type { CoupaOperation } from '../../operations/operation';
import { importInput, type ImportOutput, outcomeItem } from './importItems';
import { monitoredInvoice, showMonitor } from './importMonitor';
import { importProperties } from './importOptions';
import { importMonitor, importOutput, importSettings } from './importSettings';

/**
 * Imports captured invoices: checks them, creates each exactly once with image scan and attachments, and submits it when
 * asked. Every invoice becomes one item with its outcome; only a Coupa that cannot be reached at all is an error.
 */
export const importInvoice: CoupaOperation = {
	face: {
		value: 'import',
		name: 'Import',
		action: 'Import captured invoices',
		description: 'Check captured invoices, create them with image scan and attachments, and submit them, each exactly once',
	},
	scopes: DEFAULT_SCOPES,
	optionalScopes: {
		'core.invoice.delete': 'only where a superseded draft has to be voided',
		'core.contract.read': 'only for the check of contracts',
		'core.user.read': 'only for the check of requesters',
		...MONITOR_SCOPES,
	},
	description: importProperties,
	groups: { one: 'group of invoices with the same settings', many: 'groups of invoices with the same settings' },
	keepsOrder: true,
	async *executeGroups(context, { client }) {
		const items = context.getInputData();
		const { inputs, failed } = importInputs(context, items);
		refuseForeignLockBox(context, [...inputs.values()], client.instance);
		const { groups, unreadable } = groupedBySettings(context, [...inputs.keys()]);
		const control = importControl(context);
		const monitor = new BatchMonitor(context, client, () => importMonitor(context));
		const done: Array<{ json: IDataObject; result: ImportResult }> = [];
		const outcomes: Array<Outcome | ValidatedOutcome> = [];
		const outcome = (index: number, result: ImportResult, output: ImportOutput): OutputItem => {
			outcomes.push(output.validateOnly ? VALIDATED[result.outcome] : result.outcome);
			const item = outcomeItem(items[index] ?? { json: {} }, result, output);
			done.push({ json: item.json, result });
			return { ...item, from: index };
		};
		/** Invoices without a result of their own: their package stays claimed and is tried again. */
		const undecided = ({ error, indexes }: FailedItems, output: ImportOutput): Group => ({
			outputs: inputsOf(inputs, indexes).map(({ index, input }) =>
				outcome(index, concealed(undecidedResult(client.instance, input, reasonOf(error)), input, output.bankDetails), output),
			),
			failure: { error, from: indexes },
		});
		await monitor.begin(groups.reduce((sum, { output, indexes }) => sum + (output.validateOnly ? 0 : indexes.length), 0));
		for (const { error, indexes } of failed) yield { outputs: [], failure: { error, from: indexes } };
		for (const { output, ...failure } of unreadable) yield undecided(failure, output);
		let unanswered: unknown[] = [];
		for (const { settings, output, indexes } of groups) {
			if (unanswered.length >= MOST_UNANSWERED) {
				yield undecided({ error: unanswered[0], indexes }, output);
				continue;
			}
			try {
				const taken = inputsOf(inputs, indexes);
				const results = await importInvoices(
					client,
					taken.map(({ input }) => input),
					settings,
					control,
				);
				unanswered = [];
				yield {
					outputs: results.flatMap((result, place) => {
						const of = taken[place];
						return of ? [outcome(of.index, result, output)] : [];
					}),
				};
			} catch (error) {
				if (isUnanswered(error)) unanswered.push(error);
				yield undecided({ error, indexes }, output);
			}
		}
		const report = await monitor.end(done.flatMap(({ json, result }) => monitoredInvoice(json, result) ?? []));
		for (const { json } of done) showMonitor(json, report);
		hintAtOutcomes(context, outcomes);
	},
};

/** Counts what became of the invoices, so that nobody has to count rows. */
function hintAtOutcomes(context: IExecuteFunctions, outcomes: Array<Outcome | ValidatedOutcome>): void {
	if (outcomes.length === 0) return;
	const validated = outcomes.some(isValidated) ? 'Validate Only: nothing was written. ' : '';
	context.addExecutionHints({ message: `${validated}${countsInWords(outcomes)}`, location: 'outputPane', type: 'info' });
}

/** Groups in a row that Coupa did not answer to; those that follow are not tried. */
const MOST_UNANSWERED = 3;

function isUnanswered(error: unknown): boolean {
	return error instanceof CoupaError && ['network', 'server', 'gateway', 'rateLimited', 'unauthorized', 'cancelled'].includes(error.kind);
}

/**
 * A claim counts for as long as its item says, from now on by both clocks of this process; where this process has made the
 * claim itself, for no longer than it knows, too: the clock may have been set back since.
 */
function importControl(context: IExecuteFunctions): ImportControl {
	const signal = context.getExecutionCancelSignal();
	const told = new Set<string>();
	const since = thisMoment();
	const holds = ({ claim, claimedUntil }: Delivery): boolean => {
		if (claimedUntil === null) return true;
		const own = claim === null ? null : termOf(claim);
		return !isOver({ since, ms: Date.parse(claimedUntil) - since.wall }) && !(own !== null && isOver(own));
	};
	return {
		signal,
		tell: (message) => {
			if (told.has(message)) return;
			told.add(message);
			context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
		},
		mayWrite: (delivery) => signal?.aborted !== true && holds(delivery),
	};
}

interface FailedItems {
	error: unknown;
	indexes: number[];
}

function inputsOf(inputs: Map<number, ImportInput>, indexes: number[]): Array<{ index: number; input: ImportInput }> {
	return indexes.flatMap((index) => {
		const input = inputs.get(index);
		return input ? [{ index, input }] : [];
	});
}

/** The invoices by index of their item; items that hold none stop the node before anything is sent, or fail alone with "Continue On Fail". */
function importInputs(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): { inputs: Map<number, ImportInput>; failed: FailedItems[] } {
	const inputs = new Map<number, ImportInput>();
	const failed: FailedItems[] = [];
	for (const [index, item] of items.entries()) {
		try {
			inputs.set(index, importInput(context, item, index));
		} catch (error) {
			const failure = asNodeError(context.getNode(), error, index);
			if (!context.continueOnFail()) throw failure;
			failed.push({ error: failure, indexes: [index] });
		}
	}
	return { inputs, failed };
}

interface SettingsGroup {
	settings: ImportSettings;
	output: ImportOutput;
	indexes: number[];
}

/** Items whose parameters say the same are imported together, so that they share look-ups; one whose parameters cannot be read is a group of its own. */
function groupedBySettings(
	context: IExecuteFunctions,
	indexes: number[],
): { groups: SettingsGroup[]; unreadable: Array<FailedItems & { output: ImportOutput }> } {
	const groups = new Map<string, SettingsGroup>();
	const unreadable: Array<FailedItems & { output: ImportOutput }> = [];
	for (const index of indexes) {
		let output: ImportOutput = { validateOnly: false, includeCaptured: false, includeFiles: false, numbersReused: false, bankDetails: [] };
		try {
			output = importOutput(context, index);
			const settings = importSettings(context, index);
			const key = JSON.stringify([settings, output]);
			const group = groups.get(key) ?? { settings, output, indexes: [] };
			group.indexes.push(index);
			groups.set(key, group);
		} catch (error) {
			unreadable.push({ error, indexes: [index], output });
		}
	}
	return { groups: [...groups.values()], unreadable };
}

/** Only null means that nobody has bound the lock-box yet: whatever else is not this instance, a field that was left out too, is refused. */
function refuseForeignLockBox(context: IExecuteFunctions, inputs: ImportInput[], instance: string): void {
	const foreign = inputs.find(({ delivery: { boundTo } }) => boundTo !== null && boundTo !== instance);
	if (!foreign) return;
	const boundTo: unknown = foreign.delivery.boundTo;
	if (typeof boundTo !== 'string' || boundTo === '')
		throw new NodeOperationError(context.getNode(), 'The items do not say which Coupa instance their invoices are for', {
			description:
				'"delivery.boundTo" of Scan One, Invoice, Get Many names it. Nothing was sent. Pass the items of Get Many on as they are.',
		});
	throw new NodeOperationError(context.getNode(), `These invoices belong to the Coupa instance ${boundTo}, not to ${instance}`, {
		description: `The lock-box they came from is bound to ${boundTo}. Nothing was sent. Choose the Coupa credential of that instance, or point the Scan One credential to the lock-box of ${instance}.`,
	});
}
