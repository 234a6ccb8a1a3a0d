import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { CoupaRecord } from '../../../lib/core';
import {
	conditionsKey,
	coupaSource,
	type Entry,
	entryNamed,
	hasStatus,
	keptState,
	namedStatuses,
	type QueryPair,
	queryPairs,
	watchConditions,
	type Watched,
	type WatchEvent,
	watchOnce,
	type WatchSource,
	type WatchState,
	type WatchSubject,
} from '../../../lib/coupa';
import { ItemParameters } from '../../common/parameters';
import { filtersIn } from '../fields/filters';
import { type Output, presented } from '../fields/output';
import type { CoupaSession } from '../session';
import { triggerFieldsFor } from './fields';

/** What is beside the fields of a record in an item of Status Changed. */
const EVENT_KEY = '_event';
/** Name in the static data. */
const STATE = 'watch';
/** Records that a manual test shows. */
const SAMPLE = 3;
const MINUTE = 60_000;
/** What n8n gives a poll where it does not say. */
const USUAL_BUDGET_MS = 5 * MINUTE;
/** Share of it after which no further page is read: the one under way may take long. */
const WORKING_SHARE = 0.6;

interface Options {
	overlap?: number;
	recordsPerPoll?: number;
}

/** What the parameters say. */
interface Watch {
	entry: Entry;
	event: WatchEvent;
	conditions: QueryPair[];
	/** Empty for all. */
	statuses: string[];
	source: WatchSource;
	parameters: ItemParameters;
}

/** One poll of the active workflow. What it remembers is changed at the very end: a poll that fails has told nothing and is made again. */
export async function polled(context: IPollFunctions, { client }: CoupaSession): Promise<CoupaRecord[]> {
	const ends = performance.now() + WORKING_SHARE * budgetMs(context);
	const { entry, event, conditions, statuses, source, parameters } = watchOf(context, client);
	const { overlap = 5, recordsPerPoll = 500 } = parameters.collection<Options>('options');
	const subject: WatchSubject = { instance: client.instance.toLowerCase(), kind: entry.name, event };
	const staticData = context.getWorkflowStaticData('node');
	const { watched, state, isCut, warning } = await watchOnce(source, stateBefore(context, staticData, subject), {
		subject,
		conditions: conditionsKey(conditions),
		emitExisting: parameters.flag('emitExisting'),
		most: recordsPerPoll,
		overlapMs: overlap * MINUTE,
		isOutOfTime: () => performance.now() >= ends,
		...(entry.ownClock !== undefined && { ownClock: entry.ownClock }),
		...(statuses.length > 0 && { isWanted: (status) => statuses.includes(status) }),
	});
	const items = watched.map((one) => itemOf(one, entry, parameters.choice('output')));
	if (warning !== null) context.logger.warn(`Coupa Trigger: ${warning}`);
	if (isCut) context.logger.info(`Coupa Trigger: there are more ${entry.many} than one poll takes; the others come with the next polls.`);
	staticData[STATE] = JSON.stringify(state);
	return items;
}

/** A few of the latest records, as the trigger would show them: for a test in the editor. */
export async function sampled(context: IPollFunctions, { client }: CoupaSession): Promise<CoupaRecord[]> {
	const { entry, event, statuses, source, parameters } = watchOf(context, client);
	const more = statuses.length === 0 ? [] : queryPairs([{ field: 'status', operator: 'in', value: statuses }]);
	const records = await source.sample(SAMPLE, more);
	if (records.length === 0) {
		throw parameters.failure(
			`There are no ${entry.many} in Coupa that this trigger could show as a sample`,
			'Check the filters, and whether this credential is allowed to see the records. The active workflow is not affected.',
		);
	}
	const change = event === 'statusChanged' ? { previousStatus: null, previousStatusKnown: false } : null;
	return records.map((record) => itemOf({ record, change }, entry, parameters.choice('output')));
}

function watchOf(context: IPollFunctions, client: CoupaSession['client']): Watch {
	const resource = ItemParameters.ofPoll(context, triggerFieldsFor('')).choice('resource');
	const entry = entryNamed(resource);
	const fields = triggerFieldsFor(resource);
	const parameters = ItemParameters.ofPoll(context, fields);
	if (String(context.getNodeParameter('event', '')) === 'statusChanged' && !hasStatus(entry)) {
		throw parameters.failure(
			`In Coupa ${entry.many} have no status that could change`,
			'Choose Created, or Created or Updated, as the event.',
		);
	}
	const event = parameters.choice<WatchEvent>('event');
	const conditions = watchConditions(
		entry,
		event,
		filtersIn(parameters, entry, context.getTimezone(), (message) => {
			context.logger.warn(`Coupa Trigger: ${message}`);
		}),
	);
	const named =
		event === 'statusChanged'
			? parameters
					.text('newStatus')
					.split(',')
					.filter((name) => name.trim() !== '')
			: [];
	return {
		entry,
		event,
		conditions,
		statuses: namedStatuses(entry, named),
		source: coupaSource(client, entry, event, conditions),
		parameters,
	};
}

function stateBefore(context: IPollFunctions, staticData: IDataObject, subject: WatchSubject): WatchState | null {
	const kept = staticData[STATE];
	if (kept === undefined) return null;
	const state = keptState(String(kept), subject, Date.now());
	if (!('reason' in state)) return state;
	context.logger.warn(`Coupa Trigger: ${state.reason}, so it begins anew.`);
	return null;
}

function itemOf({ record, change }: Watched, entry: Entry, form: Output['form']): CoupaRecord {
	const shown = presented(record, entry, { form, fields: [] });
	return change === null ? shown : { ...shown, [EVENT_KEY]: { type: 'statusChanged', ...change } };
}

/** Newer versions of n8n give a poll up after a while. */
function budgetMs(context: { getPollBudgetMs?: () => number }): number {
	return context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
}
