import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { asNodeError, type NodeError } from './errors';

/** One item an operation gives; `from` names the input items it came from when that is not the current one. */
export interface OutputItem {
	json: IDataObject;
	binary?: IBinaryKeyData;
	from?: number | number[];
}

/** An operation that treats every input item by itself. */
export interface ItemOperation<Session> {
	description: INodeProperties[];
	execute(context: IExecuteFunctions, session: Session, itemIndex: number): Promise<OutputItem[]>;
}

/** An operation that needs all input items together; every output names its input items in `from`. */
export interface BatchOperation<Session> {
	description: INodeProperties[];
	executeAll(context: IExecuteFunctions, session: Session): Promise<OutputItem[]>;
	/** What leaves where the session cannot be opened, for an operation whose answer that is; left out: the node fails. */
	unopened?(context: IExecuteFunctions, error: unknown): OutputItem[];
}

/** What became of one group of input items, e.g. the invoices of one package. */
export interface Group {
	/** What leaves. Of a failed group: items that stand for its input items, so that later nodes miss none. */
	outputs: OutputItem[];
	failure?: GroupFailure;
}

interface GroupFailure {
	error: unknown;
	/** Input items of the group. */
	from: number | number[];
}

/**
 * An operation that works on all input items group by group. A group that fails is yielded with its failure and keeps no
 * other from being done; what the operation throws before its first group fails the node as a whole. Every output names its input items in `from`.
 */
export interface GroupOperation<Session> {
	description: INodeProperties[];
	/** What a group is, for the hint about failed ones: `{ one: 'package', many: 'packages' }`. */
	groups: { one: string; many: string };
	/** The outputs leave in the order of their input items, whatever the order of the groups. */
	keepsOrder?: boolean;
	executeGroups(context: IExecuteFunctions, session: Session): AsyncIterable<Group>;
}

export type Operation<Session> = ItemOperation<Session> | BatchOperation<Session> | GroupOperation<Session>;

/** Reasons of failed groups that are shown. */
const MOST_HINTS = 5;

/** Opens what an operation works with, lends it to `use`, and closes it on every path. */
export type SessionOpener<Session> = <Result>(use: (session: Session) => Promise<Result>) => Promise<Result>;

/**
 * Runs an operation over the input items: the one place that owns the session, the item loop, the pairing of output and
 * input items, "Continue On Fail" and the item index of errors. A session that cannot be opened fails every item.
 */
export async function runOperation<Session>(
	context: IExecuteFunctions,
	operation: Operation<Session>,
	withSession: SessionOpener<Session>,
): Promise<INodeExecutionData[][]> {
	let isOpen = false as boolean;
	try {
		return [
			await withSession(async (session) => {
				isOpen = true;
				return await outputsOf(context, operation, session);
			}),
		];
	} catch (error) {
		if (!isOpen && 'unopened' in operation && operation.unopened !== undefined)
			return [operation.unopened(context, error).map((output) => paired(output, 0))];
		const failed = (itemIndex?: number) => asNodeError(context.getNode(), error, itemIndex);
		if (!context.continueOnFail()) throw failed();
		return [context.getInputData().map((_, index) => paired(failedItem(failed(index), index), index))];
	}
}

async function outputsOf<Session>(
	context: IExecuteFunctions,
	operation: Operation<Session>,
	session: Session,
): Promise<INodeExecutionData[]> {
	if ('executeAll' in operation) return (await operation.executeAll(context, session)).map((output) => paired(output, 0));
	if ('executeGroups' in operation) return await groupOutputs(context, operation, session);
	const outputs: INodeExecutionData[] = [];
	for (const index of context.getInputData().keys()) {
		try {
			for (const output of await operation.execute(context, session, index)) outputs.push(paired(output, index));
		} catch (error) {
			const failure = asNodeError(context.getNode(), error, index);
			if (!context.continueOnFail()) throw failure;
			outputs.push(paired(failedItem(failure, index), index));
		}
	}
	return outputs;
}

/**
 * What all groups gave. Where some failed, the others' results leave all the same and a hint counts the failures; where all
 * did, nothing was reached and the first failure is the node's.
 */
async function groupOutputs<Session>(
	context: IExecuteFunctions,
	operation: GroupOperation<Session>,
	session: Session,
): Promise<INodeExecutionData[]> {
	const groups = await allGroups(context, operation, session);
	const failures = groups.flatMap(({ failure }) => failure ?? []);
	const [first] = failures;
	const isTotal = failures.length === groups.length;
	if (first !== undefined && isTotal && !context.continueOnFail()) throw first.error;
	if (first !== undefined && !isTotal) hintAt(context, operation.groups, failures, groups.length);
	const outputs = groups.flatMap(({ outputs: given, failure }) => {
		if (failure === undefined || (given.length > 0 && !isTotal)) return given;
		return context.continueOnFail() ? failedItems(context, failure) : [];
	});
	if (operation.keepsOrder === true) outputs.sort((left, right) => Number(left.from) - Number(right.from));
	return outputs.map((output) => paired(output, 0));
}

/** Every group; where the operation itself ends early after some of them, the input items it did not come to are one failed group more. */
async function allGroups<Session>(context: IExecuteFunctions, operation: GroupOperation<Session>, session: Session): Promise<Group[]> {
	const groups: Group[] = [];
	try {
		for await (const group of operation.executeGroups(context, session)) groups.push(group);
	} catch (error) {
		if (groups.length === 0) throw asNodeError(context.getNode(), error);
		const reached = new Set(groups.flatMap(({ outputs, failure }) => [...outputs.map(({ from }) => from), failure?.from]).flat());
		groups.push({ outputs: [], failure: { error, from: [...context.getInputData().keys()].filter((index) => !reached.has(index)) } });
	}
	return groups;
}

function failedItems(context: IExecuteFunctions, failure: GroupFailure): OutputItem[] {
	return itemsOf(failure).map((index) => failedItem(asNodeError(context.getNode(), failure.error, index), index));
}

function itemsOf({ from }: GroupFailure): number[] {
	return Array.isArray(from) ? from : [from];
}

function hintAt(context: IExecuteFunctions, { one, many }: GroupOperation<unknown>['groups'], failures: GroupFailure[], of: number): void {
	const reasons = new Map<string, number>();
	for (const { error } of failures) {
		const { message } = asNodeError(context.getNode(), error);
		reasons.set(message, (reasons.get(message) ?? 0) + 1);
	}
	for (const [reason, count] of [...reasons].slice(0, MOST_HINTS))
		context.addExecutionHints({
			message: `${count} of ${of} ${of === 1 ? one : many} failed, the others are done: ${reason}`,
			location: 'outputPane',
			type: 'warning',
		});
}

function paired({ json, binary, from }: OutputItem, current: number): INodeExecutionData {
	const sources = from ?? current;
	const pairedItem = Array.isArray(sources) ? sources.map((item) => ({ item })) : { item: sources };
	return binary ? { json, binary, pairedItem } : { json, pairedItem };
}

/**
 * What replaces an input item that failed, with "Continue On Fail". No other keys than these two: only then
 * n8n leads it to the error output, and adds the input item's own data there.
 */
function failedItem(error: NodeError, index: number): OutputItem {
	const details = (error.context.details ?? {}) as IDataObject;
	return { json: { error: error.message, details: { description: error.description ?? null, ...details } }, from: index };
}
