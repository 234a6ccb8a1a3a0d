import { type CoupaSandbox, DEFAULT_CLIENT, startCoupaSandbox } from '../../../../tools/sandbox/coupa';
import { createdAt, deepSuppliers, supplierId } from '../../../../tools/bench/suppliers';
import { CoupaClient } from '../../../../lib/coupa';
import { DirectTransport } from '../../../../tools/harness/engine/direct-transport';
import { benchSuppliers } from '../../../../tools/bench/suppliers';

const ROWS = 4_770_000;
const LAST = supplierId(ROWS - 1);
let coupa: CoupaSandbox;
let client: CoupaClient;

async function open(options: Parameters<typeof startCoupaSandbox>[0]): Promise<void> {
	coupa = await startCoupaSandbox({ ...options, settings: { requestsPerSecond: Infinity } });
	client = new CoupaClient(new DirectTransport({ baseUrl: coupa.url, ...DEFAULT_CLIENT }), { requestsPerSecond: 1_000 });
}
afterEach(() => coupa.stop());

async function page(query: Array<[string, string]>): Promise<{ ids: number[]; ms: number }> {
	const started = performance.now();
	const rows = await client.listAll('/api/suppliers', { query, fields: ['name'], limit: 3 });
	return { ids: rows.map(({ id }) => Number(id)), ms: performance.now() - started };
}

describe('a table of millions, made up row by row', () => {
	beforeEach(() => open({ generated: { suppliers: deepSuppliers(ROWS) } }));

	it.each([
		['id[gt]', String(supplierId(9)), [10, 11, 12]],
		['id[gt_or_eq]', String(supplierId(9)), [9, 10, 11]],
		['id[gt]', String(supplierId(ROWS - 3)), [ROWS - 2, ROWS - 1]],
		['id[lt]', String(supplierId(2)), [0, 1]],
		['id[gt]', String(LAST), []],
		['id', String(supplierId(77)), [77]],
		['created-at[gt_or_eq]', new Date(createdAt(4_000_000)).toISOString(), [4_000_000, 4_000_001, 4_000_002]],
		['created-at[lt]', new Date(createdAt(1)).toISOString(), [0]],
	])('%s=%s', async (name, value, places) => {
		expect((await page([[name, value]])).ids).toEqual(places.map(supplierId));
	});

	it('walking over millions of rows takes its time, and a condition on the id saves it', async () => {
		coupa.settings.skippedRowMicros = 0.1;
		const late: [string, string] = ['created-at[gt_or_eq]', new Date(createdAt(4_700_000)).toISOString()];
		const walked = await page([late]);
		const jumped = await page([late, ['id[gt]', String(supplierId(4_700_100))]]);
		expect(walked.ids[0]).toBe(supplierId(4_700_000));
		expect(walked.ms).toBeGreaterThan(469);
		expect(jumped.ids[0]).toBe(supplierId(4_700_101));
		expect(jumped.ms).toBeLessThan(400);
	});
});

it('each row that an offset skips costs time in a stored table as well; the request tells how many rows it was answered with', async () => {
	await open({ seed: { suppliers: benchSuppliers(120) } });
	coupa.settings.skippedRowMicros = 2_000;
	const started = performance.now();
	await client.listAll('/api/suppliers', { orderBy: 'created-at' });
	// Pages at 0, 49 and 98.
	expect(performance.now() - started).toBeGreaterThan((49 + 98) * 2 - 5);
	expect(coupa.requests().flatMap(({ rows }) => (rows === undefined ? [] : [rows]))).toEqual([50, 50, 22]);
});
