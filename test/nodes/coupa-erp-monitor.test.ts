import type { IDataObject } from 'n8n-workflow';

import { ALL_SCOPES } from '../../tools/sandbox/coupa/scopes';
import { approved } from '../coupa/ok-to-pay/support';
import { Flow, hintsOf, itemsOf } from './support/flow';

const CODE = 'ERP';
let flow: Flow;

beforeAll(async () => {
	flow = await Flow.start({ scopes: ALL_SCOPES });
	flow.coupa.put('integrations', { id: 6, code: CODE, name: 'ERP' });
});

afterEach(() => {
	expect(flow.coupa.contractProblems()).toEqual([]);
	expect(flow.coupa.ignored()).toEqual([]);
});

afterAll(async () => {
	await flow.stop();
});

const options = { monitor: { settings: { integrationCode: CODE } } };

/** Runs an operation of Invoice with the monitor, each item by its own fields; gives outcomes, what the monitor was told, and the hint about it. */
async function told(operation: string, fields: string[], items: IDataObject[], more: IDataObject = {}) {
	flow.coupa.clearRequests();
	const parameters = Object.fromEntries(fields.map((field) => [field, `={{ $json.${field} }}`]));
	const input = items.map((json) => ({ json }));
	const run = await flow.engine.execute('coupa', { resource: 'invoice', operation, ...parameters, options, ...more }, input);
	const calls = flow.coupa
		.requests()
		.filter(({ path }) => path.startsWith('/api/integration_'))
		.map(({ method, path }) => `${method} ${path.replace('/api/integration_', '').replace(/\d+/, ':id')}`);
	const outcomes = itemsOf(run).map(({ json }) => json.outcome);
	return { outcomes, calls, hint: hintsOf(run).find((hint) => hint.startsWith("Coupa's monitor")) };
}

const OPENED = ['POST runs', 'PUT runs/:id/run'];
const closed = (how: string) => ['PUT runs/:id', `PUT runs/:id/${how}`];
const latestRun = () => {
	const { status, 'total-records': total, 'records-processed': processed } = flow.coupa.rows('integration_runs').at(-1) ?? {};
	return [status, total, processed];
};
const alerts = (resource: string) =>
	flow.coupa.rows(resource).map(({ responses, resolved, 'document-type': type, 'document-id': id }) => ({ type, id, resolved, responses }));
const saying = (code: string, message: string) => [
	{ 'response-code': code, 'response-message': expect.stringContaining(message) as string },
];

test('Confirm OK to Pay: a run with its counts; what the ERP refused alerts until it is accepted', async () => {
	for (const id of [1, 2]) flow.coupa.put('invoices', approved(id));
	const read = { resource: 'invoice', operation: 'getOkToPay', deliverAs: 'items', cursor: '', filters: {}, options: {} };
	const [first, second] = itemsOf(await flow.engine.execute('coupa', read)).map(({ json }) => String(json.documentKey));
	const confirm = async (...answers: Array<[documentKey: string | undefined, result: string]>) =>
		await told(
			'confirmOkToPay',
			['documentKey', 'result', 'reason'],
			answers.map(([documentKey, result]) => ({ documentKey, result, reason: 'Period closed' })),
		);
	expect(await confirm([first, 'accepted'], [second, 'refused'])).toEqual({
		outcomes: ['marked', 'refused'],
		calls: ['GET history_records', ...OPENED, 'POST history_records/create_alert', ...closed('fail')],
		hint: expect.stringContaining('1 failed document reported, 0 reported before, 0 resolved'),
	});
	expect(latestRun()).toEqual(['failed', 2, 1]);
	const alert = { type: 'InvoiceHeader', id: 2, responses: saying('refused', `(document ${String(second)}): Period closed`) };
	expect(alerts('integration_history_records')).toMatchObject([{ ...alert, resolved: false }]);
	// The same again is no news: no run, no second alert.
	expect(await confirm([first, 'accepted'], [second, 'refused'])).toEqual({
		outcomes: ['alreadyMarked', 'refused'],
		calls: ['GET history_records'],
		hint: undefined,
	});
	expect(await confirm([second, 'accepted'])).toMatchObject({
		outcomes: ['marked'],
		hint: expect.stringContaining('0 failed documents reported, 0 reported before, 1 resolved'),
	});
	expect(latestRun()).toEqual(['successful', 1, 1]);
	expect(alerts('integration_history_records')).toMatchObject([{ ...alert, resolved: true }]);
	// A run that was cut off may have left an alert that is over: only that is looked for.
	expect((await confirm([second, 'accepted'])).calls).toEqual(['GET history_records']);
});

test('Import Payments: a run with its counts; a payment without invoice alerts until it is recorded', async () => {
	flow.coupa.put('invoices', approved(3, { payments: [] }));
	const payment = (invoiceNumber: string, paymentId: string) => ({
		...{ invoiceNumber, paymentId, supplierNumber: 'V-20011', amountPaid: '50.00', paymentDate: '2026-05-20' },
	});
	const payments = [payment('OTP-3', '9001'), payment('OTP-4', '9002')];
	const pay = async (more: IDataObject = {}) =>
		await told('importPayments', Object.keys(payments[0] ?? {}), payments, { source: 'items', validateOnly: false, ...more });
	expect((await pay({ validateOnly: true })).calls).toEqual([]);
	expect(await pay()).toEqual({
		outcomes: ['recorded', 'noInvoice'],
		calls: expect.arrayContaining([...OPENED, 'POST errors/create_alert', ...closed('fail')]),
		hint: expect.stringContaining('1 failed document reported, 0 reported before, 0 resolved'),
	});
	expect(latestRun()).toEqual(['failed', 2, 1]);
	const alert = { type: 'Payment', id: null, responses: saying('noInvoice', 'Payment 9002 of 50.00 for invoice OTP-4: ') };
	expect(alerts('integration_errors')).toMatchObject([{ ...alert, resolved: false }]);
	expect(await pay()).toMatchObject({ outcomes: ['alreadyRecorded', 'noInvoice'], hint: undefined });
	expect(alerts('integration_errors')).toHaveLength(1);
	flow.coupa.put('invoices', approved(4, { payments: [] }));
	expect(await pay()).toMatchObject({
		outcomes: ['alreadyRecorded', 'recorded'],
		hint: expect.stringContaining('0 failed documents reported, 0 reported before, 1 resolved'),
	});
	expect(latestRun()).toEqual(['successful', 2, 2]);
	expect(alerts('integration_errors')).toMatchObject([{ ...alert, resolved: true }]);
	expect((await pay()).calls).toEqual(['GET errors']);
});
