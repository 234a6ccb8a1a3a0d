import { DEFAULT_MONITOR_SETTINGS, IntegrationMonitor, type MonitoredDocument, type MonitorSettings } from '../../../lib/coupa';
import { World } from '../import/support/world';

const SETTINGS: MonitorSettings = { ...DEFAULT_MONITOR_SETTINGS, integrationCode: 'ERP' };
let world: World;

beforeAll(async () => {
	world = await World.start();
	world.coupa.put('integrations', { id: 5, code: 'ERP' });
	for (const id of [1, 2]) world.coupa.put('invoices', { id, 'invoice-number': `OK-${id}`, status: 'approved', exported: false });
});

afterAll(async () => {
	await world.stop();
});

beforeEach(() => {
	world.coupa.clearRequests();
});

const approved = (id: number, changes: Partial<MonitoredDocument> = {}): MonitoredDocument => ({
	...{ type: 'InvoiceHeader', id, key: null, status: 'approved', state: 'failed', code: 'ERP-17', message: 'Cost centre closed' },
	...changes,
});
const end = async (documents: MonitoredDocument[], settings: MonitorSettings | null = SETTINGS) =>
	await new IntegrationMonitor(world.client, settings).end(documents);
const calls = () =>
	world.coupa
		.requests()
		.filter(({ operation }) => operation !== 'token')
		.map(({ method, path }) => `${method} ${path.replace('/api/', '').replace(/10\d+/, ':id')}`);

test('a document that comes from Coupa is looked for by its ID alone, and can be marked as exported with its alert', async () => {
	const report = await end([approved(1, { markExported: true }), approved(2, { state: 'done' })]);
	expect(report).toMatchObject({ knownBefore: 0, resolved: 0, warnings: [] });
	expect(calls()).toEqual([
		...['GET integration_history_records', 'POST integration_runs', 'PUT integration_runs/:id/run'],
		...['POST integration_history_records/create_alert_and_mark_exported', 'PUT integration_runs/:id', 'PUT integration_runs/:id/fail'],
	]);
	expect(world.coupa.rows('invoices').map(({ id, exported }) => [id, exported])).toEqual([
		[1, true],
		[2, false],
	]);
	expect(world.coupa.contractProblems()).toEqual([]);
});

test('what went through later is resolved, once', async () => {
	expect(await end([approved(1, { state: 'done' })])).toMatchObject({ resolved: 1, warnings: [] });
	expect(world.coupa.rows('integration_history_records').map(({ resolved }) => resolved)).toEqual([true]);
	expect(await end([approved(1, { state: 'done' })])).toMatchObject({ resolved: 0, warnings: [] });
});

test('a document that comes twice in a run is reported once; what is open alerts nobody', async () => {
	const twice = approved(2, { message: 'Period closed' });
	const report = await end([twice, twice, approved(1, { state: 'open' })]);
	expect(report.recorded.size).toBe(1);
	expect(world.coupa.rows('integration_runs').at(-1)).toMatchObject({ status: 'failed', 'total-records': 3, 'records-processed': 0 });
});

test('nothing is sent without settings, without documents, and for those that are open only', async () => {
	await end([approved(1)], null);
	await end([]);
	await end([approved(1, { state: 'open' })]);
	expect(calls()).toEqual([]);
});

test('a run that was cut off before it could resolve a failure: the next one does, though the document went through before', async () => {
	const unchanged = approved(2, { state: 'unchanged' });
	expect(await end([unchanged])).toMatchObject({ resolved: 1, warnings: [] });
	world.coupa.clearRequests();
	expect(await end([unchanged])).toMatchObject({ run: null, resolved: 0 });
	expect(calls()).toEqual(['GET integration_history_records']);
});

test('documents that no result is known of: the run does not end as successful, and its total is put right', async () => {
	const monitor = new IntegrationMonitor(world.client, { ...SETTINGS, openRun: 'beforehand' });
	await monitor.begin(1);
	await monitor.end([approved(1, { state: 'done' }), approved(2, { state: 'done' })], 3);
	expect(world.coupa.rows('integration_runs').at(-1)).toMatchObject({ status: 'failed', 'total-records': 3, 'records-processed': 2 });
});

test('of very many failures the first are reported, the others counted', async () => {
	const documents = Array.from({ length: 203 }, (_, index) => approved(0, { id: null, key: `K-${index}`, message: `Failure ${index}` }));
	const report = await end(documents);
	expect(report.recorded.size).toBe(200);
	expect(report.warnings).toEqual(['Only the first 200 failed documents were reported: 3 more failed.']);
	expect(calls().filter((call) => call === 'GET integration_errors')).toHaveLength(5);
});

test('a cancelled run throws nothing', async () => {
	const report = await new IntegrationMonitor(
		Object.assign(Object.create(world.client), {
			write: async () => await Promise.reject(new Error('Cancelled')),
		}) as typeof world.client,
		SETTINGS,
	).end([approved(2, { state: 'done' })]);
	expect(report.run).toBeNull();
	expect(report.warnings.join('\n')).toMatch(/could not be opened: Cancelled/);
});
