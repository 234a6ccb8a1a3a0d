import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

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

type NodeError = NodeApiError | NodeOperationError;

/**
 * Runs an operation over the input items: the one place that owns the item loop, the pairing of output and input items,
 * "Continue On Fail" and the item index of errors.
 */
export async function runOperation<Session>(
	context: IExecuteFunctions,
	operation: Operation<Session>,
	session: Session,
	asNodeError: (error: unknown, itemIndex?: number) => NodeError,
): Promise<INodeExecutionData[][]> {
	if ('executeAll' in operation) {
		try {
			return [(await operation.executeAll(context, session)).map((output) => paired(output, 0))];
		} catch (error) {
			return allFailed(context, error, asNodeError);
		}
	}
	const itemCount = context.getInputData().length;
	const outputs: INodeExecutionData[] = [];
	for (let index = 0; index < itemCount; index++) {
		try {
			for (const output of await operation.execute(context, session, index)) outputs.push(paired(output, index));
		} catch (error) {
			if (!context.continueOnFail()) throw asNodeError(error, index);
			outputs.push(paired(failedItem(asNodeError(error, index), index), index));
		}
	}
	return [outputs];
}

/** A failure that hits all input items alike: thrown, or one error item for each with "Continue On Fail". */
export function allFailed(
	context: IExecuteFunctions,
	error: unknown,
	asNodeError: (error: unknown, itemIndex?: number) => NodeError,
): INodeExecutionData[][] {
	if (!context.continueOnFail()) throw asNodeError(error);
	return [context.getInputData().map((_, index) => paired(failedItem(asNodeError(error, index), index), index))];
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
