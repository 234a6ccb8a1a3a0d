import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { shownName } from '../../../../../lib/core';
import { readCsv } from '../../../../../lib/flat-file';
import { type CoupaState, deltaState, type DeliveredRow, type LockBoxAccount, readDelta } from '../../../../../lib/reconciliation';

/** What the items hold, by what they are. */
export interface ReconcileInputs {
	accounts: LockBoxAccount[];
	rows: DeliveredRow[];
	/** Input item of each row. */
	itemOf: Map<DeliveredRow, number>;
	delta: CoupaState[];
	deltaFiles: Array<{ name: string; invoices: number }>;
	/** Invoice changes that came as items of their own. */
	deltaRows: number;
	/** Items of other kinds, and files that could not be read, in words. */
	notices: string[];
}

/** Sorts the items into what Get Delivered gave, files of invoice changes and their rows. Throws where Get Delivered's account is not among them. */
export async function reconcileInputs(context: IExecuteFunctions): Promise<ReconcileInputs> {
	const inputs: ReconcileInputs = { accounts: [], rows: [], itemOf: new Map(), delta: [], deltaFiles: [], deltaRows: 0, notices: [] };
	let others = 0;
	for (const [index, item] of context.getInputData().entries()) {
		const { json } = item;
		if (json.kind === 'lockBox') inputs.accounts.push(json as unknown as LockBoxAccount);
		else if (isRow(json)) {
			const row = json as unknown as DeliveredRow;
			inputs.rows.push(row);
			inputs.itemOf.set(row, index);
		} else if (json.kind !== 'unread' && !(await addDelta(context, item, index, inputs)) && !isFromSchedule(item)) others += 1;
	}
	if (inputs.accounts.length === 0)
		throw new NodeOperationError(context.getNode(), 'The items do not say what was looked at in the lock-box', {
			description:
				'Connect Scan One, Invoice, Get Delivered, and pass all its items on: the first one holds the period and the figures that have to add up.',
		});
	if (others > 0)
		inputs.notices.push(
			`${others} ${others === 1 ? 'item was' : 'items were'} neither a delivered invoice nor a file of invoice changes, and left out.`,
		);
	return inputs;
}

function isRow(json: INodeExecutionData['json']): boolean {
	return (json.kind === 'invoice' || json.kind === 'noInvoice') && typeof json.package === 'string' && typeof json.receivedAt === 'string';
}

/** What n8n's schedule puts out: it comes along where the node that reads Coupa's files is switched off. */
function isFromSchedule({ json, binary }: INodeExecutionData): boolean {
	return binary === undefined && (Object.keys(json).length === 0 || 'timestamp' in json);
}

/** A file of changes in binary data, or one row of it in JSON. False for an item that is neither. */
async function addDelta(
	context: IExecuteFunctions,
	{ json, binary }: INodeExecutionData,
	index: number,
	inputs: ReconcileInputs,
): Promise<boolean> {
	if (binary === undefined) {
		const cells = Object.entries(json).flatMap(([name, value]): Array<[string, string]> => {
			const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
			return isText ? [[name, String(value)]] : [];
		});
		const state = deltaState(cells);
		if (state === null) return false;
		inputs.delta.push(state);
		inputs.deltaRows += 1;
		return true;
	}
	for (const [property, { fileName }] of Object.entries(binary)) {
		const name = shownName(fileName ?? property);
		const bytes = await context.helpers.getBinaryDataBuffer(index, property);
		const file = await readCsv(bytes, context.getExecutionCancelSignal());
		const { states, problem } =
			'problem' in file ? { states: [], problem: file.problem.message } : readDelta(file.records.map(({ cells }) => cells));
		if (problem === null) inputs.deltaFiles.push({ name, invoices: states.length });
		else inputs.notices.push(`The file ${name} could not be used. ${problem}`);
		for (const state of states) inputs.delta.push(state);
	}
	return true;
}
