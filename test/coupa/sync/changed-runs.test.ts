import { readChanged, type ChangedOptions } from '../../../lib/coupa/sync';
import { textAt, type CoupaRecord } from '../../../lib/core';
import { randomNumbers } from '../client/changing-list';
import { sample } from '../../sample';
import { FakeCoupa } from '../client/fake-coupa';
import { ClockedSuppliers, type Supplier } from './clocked-suppliers';

const MINUTE = 60_000;
const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);
let coupa: FakeCoupa;
beforeEach(async () => {
	coupa = await new FakeCoupa().start();
});
afterEach(async () => {
	await coupa.stop();
});

/** What the lock-box holds, and the cursor kept beside it: each delivery replaces the rows it brings, a snapshot all. */
class LockBox {
	cursor: string | null = null;
	rows: Record<string, CoupaRecord> = {};
	/** Ids of the last delivery. */
	delivered: string[] = [];

	constructor(private readonly table: ClockedSuppliers) {
		coupa.handler = table.handler;
	}

	async sync(options: Partial<ChangedOptions> = {}): Promise<'snapshot' | 'delta'> {
		const client = coupa.client({ requestsPerSecond: 1_000_000 });
		const changed = readChanged(client, 'supplier', { cursor: this.cursor, ...options });
		const came: CoupaRecord[] = [];
		for await (const page of changed.pages) came.push(...page);
		this.delivered = came.map((row) => String(textAt(row, 'id')));
		expect(new Set(this.delivered).size).toBe(this.delivered.length);
		const brought = Object.fromEntries(came.map((row) => [String(textAt(row, 'id')), row]));
		this.rows = changed.kind === 'snapshot' ? brought : { ...this.rows, ...brought };
		this.cursor = changed.cursor();
		coupa.received.length = 0;
		return changed.kind;
	}

	/** Rows that stand in the lock-box as they stand in Coupa now. */
	wrong(untouchedSince = Infinity): string[] {
		const { rows, touchedAt } = this.table;
		const settled = [...rows.values()].filter(({ id }) => (touchedAt.get(id) ?? 0) < untouchedSince);
		return settled.filter((row) => JSON.stringify(this.rows[row.id]) !== JSON.stringify(row)).map(({ id }) => String(id));
	}
}

/** Changes of every kind, and the clock moves on by up to the given time. */
function disturb(table: ClockedSuppliers, random: () => number, mostMs: number): void {
	const all = [...table.rows.values()];
	const any = (): Supplier | undefined => all[Math.floor(random() * all.length)];
	for (let count = Math.floor(random() * 5); count > 0; count--) {
		const row = any();
		const what = random();
		if (row === undefined || !table.rows.has(row.id) || what < 0.15) table.insert();
		else if (what < 0.3) table.remove(row);
		else if (what < 0.6) table.remitTo(row);
		else table.rename(row, `Großhandel ${String(Math.floor(random() * 1e6))}`);
		table.now += Math.floor(random() * 1_500);
	}
	table.now += Math.floor(random() * mostMs);
}

describe('random changes between any two requests, over many runs', () => {
	test.each(sample(SEEDS, 5))('seed %i', async (seed) => {
		const random = randomNumbers(seed);
		const table = new ClockedSuppliers(120 + Math.floor(random() * 120));
		const lockBox = new LockBox(table);
		// Lists lag, less than the overlap; runs outlast the overlap every few requests.
		table.lagMs = seed % 3 === 0 ? 2 * MINUTE : 0;
		table.tellsTime = seed % 7 !== 0;
		for (let run = 1; run <= 6; run++) {
			for (let change = 0; change < 4; change++) disturb(table, random, 20 * MINUTE);
			table.beforePage = () => {
				disturb(table, random, 3 * MINUTE);
			};
			// The first page comes after the first disturbance.
			const started = table.now;
			await lockBox.sync({ snapshot: run === 5, now: () => table.now });
			expect(lockBox.wrong(started - table.lagMs)).toEqual([]);
		}
		table.beforePage = () => undefined;
		table.now += 10 * MINUTE;
		expect(await lockBox.sync({ now: () => table.now })).toBe('delta');
		expect(lockBox.wrong()).toEqual([]);
		await lockBox.sync({ now: () => table.now });
		expect(lockBox.delivered).toEqual([]);
		await lockBox.sync({ snapshot: true, now: () => table.now });
		expect(lockBox.rows).toEqual(table.content());
	});
});

describe('runs one by one', () => {
	let table: ClockedSuppliers;
	let lockBox: LockBox;
	const row = (id: number): Supplier => {
		const found = table.rows.get(id);
		if (found === undefined) throw new Error(`no supplier ${String(id)}`);
		return found;
	};
	beforeEach(async () => {
		table = new ClockedSuppliers(200);
		lockBox = new LockBox(table);
		await lockBox.sync();
		expect(lockBox.delivered).toHaveLength(200);
	});

	test('a row that changes after its page was read, in a run that outlasts the overlap, comes in the next', async () => {
		let pages = 0;
		table.beforePage = () => {
			table.now += 10 * MINUTE;
			if (++pages !== 3) return;
			table.rename(row(3), 'too late for this run');
			table.rename(row(600), 'in time');
		};
		await lockBox.sync({ snapshot: true });
		expect(lockBox.wrong()).toEqual(['3']);
		table.beforePage = () => undefined;
		await lockBox.sync();
		expect(lockBox.delivered).toContain('3');
		expect(lockBox.wrong()).toEqual([]);
	});

	test('a row that lists show late, with a time already passed, comes in the next', async () => {
		table.lagMs = 4 * MINUTE;
		const late = table.insert();
		table.now += MINUTE;
		table.rename(row(9), 'seen at last');
		table.now += MINUTE;
		await lockBox.sync();
		expect(lockBox.delivered).toEqual([]);
		table.now += 10 * MINUTE;
		await lockBox.sync();
		expect(lockBox.delivered).toEqual(['9', String(late.id)]);
	});

	test('a changed remit-to brings its supplier once, whole', async () => {
		table.now += 60 * MINUTE;
		table.rename(row(9), 'moves the window away from the other suppliers');
		await lockBox.sync();
		table.now += 60 * MINUTE;
		table.remitTo(row(30));
		table.remitTo(row(33));
		table.rename(row(33), 'both');
		await lockBox.sync();
		expect(lockBox.delivered).toEqual(['33', '30']);
		expect(lockBox.wrong()).toEqual([]);
		expect(lockBox.rows[30]).toMatchObject({ 'remit-to-addresses': [{ 'remit-to-code': 'R-0' }, { 'remit-to-code': 'R-1' }] });
		await lockBox.sync();
		expect(lockBox.delivered).toEqual([]);
	});

	test('the second change within one second is not taken for the first', async () => {
		table.now += 60 * MINUTE;
		table.rename(row(30), 'first');
		await lockBox.sync();
		table.rename(row(30), 'second');
		await lockBox.sync();
		expect(lockBox.delivered).toEqual(['30']);
	});

	test('a failing run moves nothing: the same rows come again', async () => {
		table.now += 60 * MINUTE;
		table.rename(row(30), 'changed');
		const kept = lockBox.cursor;
		await lockBox.sync();
		lockBox.cursor = kept;
		await lockBox.sync();
		expect(lockBox.delivered).toEqual(['30']);
	});

	test('deleted rows and removed remit-tos are caught by a snapshot, also when it is due by itself', async () => {
		table.remove(row(60));
		row(63)['remit-to-addresses'].pop();
		table.now += 60 * MINUTE;
		expect(await lockBox.sync({ snapshotAfterMs: 24 * 60 * MINUTE, now: () => table.now })).toBe('delta');
		expect(lockBox.rows).not.toEqual(table.content());
		table.now += 24 * 60 * MINUTE;
		expect(await lockBox.sync({ snapshotAfterMs: 24 * 60 * MINUTE, now: () => table.now })).toBe('snapshot');
		expect(lockBox.rows).toEqual(table.content());
	});

	test('without Coupa’s clock nothing is lost and nothing comes twice', async () => {
		table.tellsTime = false;
		await lockBox.sync({ snapshot: true });
		table.now += 60 * MINUTE;
		table.rename(row(30), 'changed');
		await lockBox.sync();
		expect(lockBox.delivered).toEqual(['30']);
		await lockBox.sync();
		expect(lockBox.delivered).toEqual([]);
	});
});
