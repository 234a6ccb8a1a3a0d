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
}

export type Operation<Session> = ItemOperation<Session> | BatchOperation<Session>;

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
	try {
		return [await withSession(async (session) => await outputsOf(context, operation, session))];
	} catch (error) {
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

function paired({ json, binary, from }: OutputItem, current: number): INodeExecutionData {
	const sources = from ?? current;
	const pairedItem = Array.isArray(sources) ? sources.map((item) => ({ item })) : { item: sources };
	return binary ? { json, binary, pairedItem } : { json, pairedItem };
}

/**
 * What leaves in the place of an input item that failed, with "Continue On Fail". No other keys than these two: only then
 * n8n leads it to the error output, and adds the input item's own data there.
 */
export function failedItem(error: NodeError, index: number): OutputItem {
	const details = (error.context.details ?? {}) as IDataObject;
	return { json: { error: error.message, details: { description: error.description ?? null, ...details } }, from: index };
}
