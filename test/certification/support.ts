import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { defaultSettings } from '../../tools/sandbox/coupa';
import { ALL_SCOPES } from '../../tools/sandbox/coupa/scopes';
import type { InvoiceFacts } from '../../tools/sandbox/dataset';
import { deliver, PLAIN_LAYOUT } from '../../tools/sandbox/scan-one';
import { type CsvRow, csvOf, rowsOf } from '../../tools/sandbox/scan-one/delivery-csv';
import { filesOf, zipOf } from '../../tools/sandbox/scan-one/package';
import { Flow, inCoupa, itemsOf, problems } from '../nodes/support/flow';

/**
 * Coupa's certification scenarios for invoicing platforms (its playbook for partners): each from the lock-box to what Coupa holds afterwards,
 * by the nodes of the package in n8n's engine, over HTTP and SFTP. Nothing may go to Coupa that its documents do not have.
 */
export let flow: Flow;

export function certified(): void {
	beforeAll(async () => {
		flow = await Flow.start({ scopes: ALL_SCOPES });
	});

	afterAll(async () => {
		await flow.stop();
	});

	beforeEach(() => {
		Object.assign(flow.coupa.settings, defaultSettings(), { requestsPerSecond: Infinity });
		flow.coupa.clearRequests();
	});

	afterEach(() => {
		expect(flow.coupa.contractProblems()).toEqual([]);
		expect(flow.coupa.ignored()).toEqual([]);
	});
}

/** How the capture differs from the plain one. */
export interface Capture {
	/** Changes the rows of the CSV. */
	rows?: (rows: CsvRow[]) => CsvRow[];
	/** Options of Scan One → Get Many. */
	reading?: IDataObject;
}

/** Delivers the invoices as one package, takes it from the lock-box, imports it and settles it; the outcomes and findings by invoice number. */
export async function delivered(
	invoices: InvoiceFacts[],
	{ rows = (all) => all, reading = {} }: Capture = {},
): Promise<Record<string, unknown>> {
	const [first] = invoices;
	const fileName = `${first?.number ?? ''}.zip`;
	const csv = csvOf(rows(invoices.flatMap((invoice) => rowsOf(invoice, PLAIN_LAYOUT))), PLAIN_LAYOUT);
	const files = (await Promise.all(invoices.map(filesOf))).flat();
	await deliver(flow.lockBox.root, { fileName, content: await zipOf([{ fileName: 'invoices.csv', content: csv }, ...files]) });
	const captured = itemsOf(await flow.getMany(reading));
	const outcomes = itemsOf(await flow.import(captured));
	expect(itemsOf(await flow.acknowledge(outcomes)).map(({ json }) => json.settled)).toEqual([true]);
	return Object.fromEntries(outcomes.map((item) => [String(item.json.number), [item.json.outcome, ...problems(item)].join(': ')]));
}

/** The one invoice of that number that Coupa holds. */
export function held(number: string): CoupaRecord {
	const invoice = inCoupa(flow, number);
	if (invoice === null) throw new Error(`Coupa holds no invoice ${number}`);
	return invoice;
}

/** Runs an operation of the Coupa node for one item. */
export async function coupa(resource: string, operation: string, parameters: IDataObject = {}, item: INodeExecutionData = { json: {} }) {
	return itemsOf(await flow.engine.execute('coupa', { resource, operation, output: 'raw', ...parameters }, [item]));
}

/** A record picked by Coupa's ID, or by its number. */
export const picked = (mode: 'id' | 'key', value: unknown) => ({ __rl: true, mode, value: String(value) });
