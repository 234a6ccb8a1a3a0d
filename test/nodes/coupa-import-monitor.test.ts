import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_MONITOR_SETTINGS, DEFAULT_SCOPES } from '../../lib/coupa';
import { monitorOption } from '../../nodes/Coupa/fields/monitor';
import type { CoupaRecord } from '../../lib/core';
import type { InvoiceFacts } from '../../tools/sandbox/dataset';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { unbacked } from './support/coupa-import';
import { detailsOf, Flow, hintsOf, inCoupa, itemsOf, outcomes } from './support/flow';

const CODE = 'SCAN_ONE_INVOICES';
let flow: Flow;

beforeAll(async () => {
	flow = await Flow.start({ scopes: [...DEFAULT_SCOPES, 'core.integration.read', 'core.integration.write'] });
	flow.coupa.put('integrations', { id: 5, code: CODE, name: 'Scan One invoices' });
});

afterAll(async () => {
	await flow.stop();
});

beforeEach(() => {
	flow.coupa.clearRequests();
	flow.coupa.settings.failNext = [];
});

const wrong = (number: string) => plainInvoice(number, { wrongControlTotal: '1' });
const monitor = (settings: IDataObject = {}) => ({ monitor: { settings: { integrationCode: CODE, ...settings } } });

async function run(invoices: InvoiceFacts[], options: IDataObject = monitor(), parameters: IDataObject = {}) {
	return await flow.import(await flow.captured(invoices), options, parameters);
}

/** Requests to Coupa's monitor, in order. */
const calls = () =>
	flow.coupa
		.requests()
		.filter(({ path }) => path.startsWith('/api/integration_'))
		.map(({ method, path, json }) => [`${method} ${path.replace('/api/integration_', '')}`, json] as const);
const verbs = () => calls().map(([call]) => call);
const latest = (resource: string): CoupaRecord => flow.coupa.rows(resource).at(-1) ?? {};

test('a run is opened and closed with its counts; each failed invoice has its record and alert', async () => {
	const items = itemsOf(await run([plainInvoice('MO-1'), wrong('MO-2'), plainInvoice('MO-3', unbacked())]));
	expect(outcomes(items)).toEqual({ 'MO-1': 'imported', 'MO-2': 'refused', 'MO-3': 'heldAsDraft' });
	const id = Number(latest('integration_runs').id);
	const draft = Number(inCoupa(flow, 'MO-3')?.id);
	const reasonOf = (number: string) => String(items.find(({ json }) => json.number === number)?.json.reason);
	const shared = { 'contact-alert-type': 'Functional', status: 'Error', integration: { code: CODE }, 'integration-run': { id } };
	const all = calls().filter(([call]) => !call.startsWith('GET'));
	expect(all.slice(0, 2)).toEqual([
		['POST runs', { integration: { code: CODE } }],
		[`PUT runs/${id}/run`, { 'total-records': 3 }],
	]);
	expect(Object.fromEntries(all.slice(2, 4))).toEqual({
		'POST errors/create_alert': {
			'document-type': 'InvoiceHeader',
			'external-id': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
			...shared,
			responses: [{ 'response-code': 'refused', 'response-message': `Invoice MO-2 of Northbrook Fasteners (1 USD): ${reasonOf('MO-2')}` }],
		},
		'POST history_records/create_alert': {
			'document-type': 'InvoiceHeader',
			'document-id': draft,
			'document-status': 'draft',
			...shared,
			responses: [
				{ 'response-code': 'heldAsDraft', 'response-message': `Invoice MO-3 of Northbrook Fasteners (50.00 USD): ${reasonOf('MO-3')}` },
			],
		},
	});
	expect(all.slice(4)).toEqual([
		[`PUT runs/${id}`, { 'records-processed': 1 }],
		[`PUT runs/${id}/fail`, undefined],
	]);
	expect(latest('integration_runs')).toMatchObject({
		status: 'failed',
		'total-records': 3,
		'records-processed': 1,
		integration: { code: CODE },
	});
	expect(latest('integration_errors')).toMatchObject({ resolved: false, 'integration-run-id': id, 'document-id': null });
	expect(latest('integration_history_records')).toMatchObject({ resolved: false, 'integration-run-id': id, 'document-id': draft });
	expect(detailsOf(items[0]).monitor).toEqual({ run: id });
	expect(flow.coupa.contractProblems()).toEqual([]);
	expect(flow.coupa.ignored()).toEqual([]);
});

test('a failure that Coupa was told of is not told again; a later run that succeeds resolves it', async () => {
	await run([wrong('RE-1'), wrong('RE-2')]);
	const first = flow.coupa.rows('integration_errors').slice(-2);
	flow.coupa.clearRequests();
	const again = await run([wrong('RE-1'), wrong('RE-2')]);
	expect(verbs()).toEqual(['GET errors']);
	expect(hintsOf(again)).toEqual(['2 refused']);
	flow.coupa.clearRequests();
	const later = await run([plainInvoice('RE-1'), wrong('RE-2')]);
	const id = Number(latest('integration_runs').id);
	const error = Number(first.find(({ responses }) => JSON.stringify(responses).includes('RE-1'))?.id);
	expect(verbs()).toEqual([
		...['GET errors', 'GET history_records', 'POST runs', `PUT runs/${id}/run`],
		...[`PUT errors/${error}/resolve`, `PUT runs/${id}`, `PUT runs/${id}/fail`],
	]);
	expect(hintsOf(later)[0]).toBe(`Coupa's monitor: integration run ${id}, 0 failed documents reported, 1 reported before, 1 resolved.`);
	expect(
		flow.coupa
			.rows('integration_errors')
			.slice(-2)
			.map(({ resolved }) => resolved)
			.sort(),
	).toEqual([false, true]);
	expect(flow.coupa.contractProblems()).toEqual([]);
});

test('a draft that was held is resolved by the run that submits it', async () => {
	await run([plainInvoice('HD-1', unbacked())]);
	const record = latest('integration_history_records');
	expect(record.resolved).toBe(false);
	await run([plainInvoice('HD-1')]);
	expect(flow.coupa.rows('integration_history_records').find(({ id }) => id === record.id)?.resolved).toBe(true);
	expect(latest('integration_runs')).toMatchObject({ status: 'successful', 'total-records': 1, 'records-processed': 1 });
});

test('another reason replaces the record of the first one', async () => {
	await run([wrong('RR-1')]);
	const first = latest('integration_errors');
	await run([plainInvoice('RR-1', { creditNote: 'No' })]);
	expect(flow.coupa.rows('integration_errors').find(({ id }) => id === first.id)?.resolved).toBe(true);
	expect(latest('integration_errors')).toMatchObject({
		resolved: false,
		responses: [{ 'response-message': expect.stringContaining('Credit Note') as string }],
	});
});

test('where nothing was imported only records of earlier failures are looked for; nothing is sent without the option, nor when invoices are only validated', async () => {
	await run([plainInvoice('NO-1')], {});
	await run([plainInvoice('NO-1')]);
	expect(verbs()).toEqual(['GET errors', 'GET history_records']);
	flow.coupa.clearRequests();
	await run([plainInvoice('NO-2'), wrong('NO-3')], monitor(), { validateOnly: true });
	expect(verbs()).toEqual([]);
	const empty = await run([plainInvoice('NO-1')], monitor({ integrationCode: ' ' }));
	expect(verbs()).toEqual([]);
	expect(hintsOf(empty)[0]).toBe(
		`Coupa's monitor: Nothing was sent, because "Integration Code" of the option "Monitor in Coupa" is empty. The documents themselves are not affected.`,
	);
});

test('a run can be opened before the work, and each other setting is kept', async () => {
	await run(
		[plainInvoice('SE-1'), wrong('SE-2')],
		monitor({ openRun: 'beforehand', failedDocuments: 'record', contactAlertType: 'Both', closeWithFailures: 'pause' }),
	);
	expect(verbs().slice(0, 2)).toEqual(['POST runs', expect.stringMatching(/^PUT runs\/\d+\/run$/)]);
	const order = flow.coupa.requests().map(({ path }) => path);
	expect(order.indexOf('/api/integration_runs')).toBeLessThan(order.indexOf('/api/invoices'));
	expect(calls().find(([call]) => call === 'POST errors')?.[1]).toMatchObject({ 'contact-alert-type': 'Both' });
	expect(latest('integration_runs').status).toBe('paused');
	flow.coupa.clearRequests();
	await run([wrong('SE-3')], monitor({ failedDocuments: 'nothing' }));
	expect(verbs().map((call) => call.replace(/\d+/, ':id'))).toEqual(['POST runs', 'PUT runs/:id/run', 'PUT runs/:id', 'PUT runs/:id/fail']);
});

test('an instance that takes records with PUT', async () => {
	flow.coupa.settings.monitorRecordMethod = 'PUT';
	const refused = await run([wrong('PU-1')]);
	expect(hintsOf(refused).join('\n')).toMatch(/No record was made of a failed document \(Invoice PU-1 of .*404/);
	await run([wrong('PU-2')], monitor({ recordMethod: 'PUT' }));
	expect(verbs()).toContain('PUT errors/create_alert');
	expect(JSON.stringify(latest('integration_errors').responses)).toContain('PU-2');
	flow.coupa.settings.monitorRecordMethod = 'POST';
});

test('an integration that Coupa does not know touches nothing of the import', async () => {
	const warning = /The integration run could not be opened: .*must exist/;
	const ended = await run([plainInvoice('FA-1'), wrong('FA-2')], monitor({ integrationCode: 'UNKNOWN' }));
	expect(outcomes(itemsOf(ended))).toEqual({ 'FA-1': 'imported', 'FA-2': 'refused' });
	expect(hintsOf(ended)[0]).toMatch(warning);
	expect(detailsOf(ended.items[0]).monitor).toEqual({ run: null, warning: expect.stringMatching(warning) as string });
});

test('each request of the monitor that fails is named; the others go on', async () => {
	const faults: Array<[number, RegExp, RegExp]> = [
		[
			403,
			/integration_errors$/,
			/Nobody was alerted of failed documents, because earlier alerts could not be read: .*core\.integration\.read/,
		],
		[400, /create_alert$/, /No record was made of a failed document \(Invoice F[BD]-\d of /],
		[400, /\/run$/, /could not be set to running/],
		[400, /runs\/\d+$/, /The number of processed documents could not be set/],
		[400, /\/fail$/, /could not be closed and is still shown as running/],
	];
	for (const [index, [status, path, warning]] of faults.entries()) {
		// A 403 is asked for again with a new token.
		const fault = { match: ({ path: asked }: { path: string }) => path.test(asked), status, body: { errors: { base: ['No'] } } };
		flow.coupa.settings.failNext = status === 403 ? [fault, fault] : [fault];
		const ended = await run([plainInvoice(`FC-${index}`), wrong('FB-1'), wrong(`FD-${index}`)]);
		expect(itemsOf(ended)).toHaveLength(3);
		expect(hintsOf(ended).join('\n')).toMatch(warning);
	}
});

test('a lost answer to the opening is told, and the run is not opened twice', async () => {
	const before = flow.coupa.rows('integration_runs').length;
	flow.coupa.settings.dropAnswers = [{ match: ({ method, path }) => method === 'POST' && path === '/api/integration_runs' }];
	const ended = await run([plainInvoice('LO-1')]);
	expect(outcomes(itemsOf(ended))).toEqual({ 'LO-1': 'imported' });
	expect(hintsOf(ended)[0]).toMatch(/could not be opened: It is not known whether Coupa carried this out/);
	expect(flow.coupa.rows('integration_runs')).toHaveLength(before + 1);
});

test('the panel shows the defaults that count, and each setting', () => {
	const [{ values }] = monitorOption.options as unknown as [{ values: Array<{ name: string; default: unknown }> }];
	expect(Object.fromEntries(values.map((value) => [value.name, value.default]))).toEqual({
		integrationCode: '',
		...DEFAULT_MONITOR_SETTINGS,
	});
});
