import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { InvoiceFacts } from '../../../tools/sandbox/dataset';
import { flow } from './current-flow';
import { itemsOf } from './flow';

/** What was written to Coupa, by operation. */
export const writes = () =>
	flow.coupa
		.requests()
		.filter(({ method, operation }) => method !== 'GET' && operation !== 'token')
		.map(({ operation }) => operation);

/** One captured invoice, imported with these options. */
export async function imported(
	invoice: InvoiceFacts,
	options: IDataObject = {},
	parameters: IDataObject = {},
): Promise<INodeExecutionData> {
	const [item, ...others] = itemsOf(await flow.import(await flow.captured([invoice]), options, parameters));
	if (!item || others.length > 0) throw new Error('One invoice gave not one item');
	return item;
}

/** A line backed by no purchase order. */
export const unbacked = (account?: string): Partial<InvoiceFacts> => ({
	lines: [{ description: 'Assorted screws', quantity: '4', price: '12.50', ...(account && { account }) }],
});

/** The option that sets the level of one check. */
export const level = (name: string, set: string) => ({ checks: { check: [{ name, level: set }] } });
