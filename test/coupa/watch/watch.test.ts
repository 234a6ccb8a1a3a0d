import { watchOnce, type WatchEvent, type WatchOptions, type WatchState } from '../../../lib/coupa';
import { MemorySource } from './memory-source';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Polls a source as n8n does: the state of a poll that fails is not kept. */
class Poller {
	state: WatchState | null = null;
	/** `id version` of all that was told. */
	readonly told: string[] = [];

	constructor(
		private readonly source: MemorySource,
		private readonly options: Partial<WatchOptions> = {},
		private readonly event: WatchEvent = 'updated',
	) {}

	async poll(more: Partial<WatchOptions> = {}): Promise<string[]> {
		const result = await watchOnce(this.source, this.state, {
			subject: { instance: 'acme', kind: 'purchaseOrder', event: this.event },
			conditions: 'none',
			emitExisting: false,
			most: 500,
			isOutOfTime: () => false,
			...this.options,
			...more,
		});
		// As text, as it is kept.
		this.state = JSON.parse(JSON.stringify(result.state)) as WatchState;
		const news = result.watched.map(({ record }) => `${String(record.id)} ${String(record.version)}`);
		this.told.push(...news);
		return news;
	}
}

const versions = (source: MemorySource) => source.all.map(({ id, version }) => `${String(id)} ${String(version)}`);

test('a poll that runs out of time ends with what it has, and the next ones go on', async () => {
	const source = new MemorySource();
	const poller = new Poller(source);
	await poller.poll();
	source.clock += MINUTE;
	for (let id = 1; id <= 8; id++) source.change(id);
	const short = { isOutOfTime: () => true };
	expect([await poller.poll(short), await poller.poll(short), await poller.poll(short)].map((news) => news.length)).toEqual([3, 3, 2]);
	expect(poller.told).toEqual(versions(source));
	expect(await poller.poll(short)).toEqual([]);
});

test('a row that changes behind the place reached comes with the next pass', async () => {
	const source = new MemorySource();
	const poller = new Poller(source);
	await poller.poll();
	source.clock += MINUTE;
	for (let id = 1; id <= 5; id++) source.change(id);
	source.afterPage = () => {
		source.afterPage = () => undefined;
		source.clock += SECOND;
		source.change(1);
	};
	expect(await poller.poll()).toHaveLength(5);
	expect(await poller.poll()).toEqual(['1 6']);
	expect(await poller.poll()).toEqual([]);
});

test('a first pass that takes several polls is silent about what was there, and tells what happens meanwhile', async () => {
	const source = new MemorySource();
	for (let id = 1; id <= 7; id++) source.change(id);
	source.clock += MINUTE;
	const poller = new Poller(source);
	const short = { isOutOfTime: () => true };
	expect(await poller.poll(short)).toEqual([]);
	source.clock += MINUTE;
	source.change(6);
	expect([await poller.poll(short), await poller.poll(short), await poller.poll(short)]).toEqual([['6 8'], [], []]);
});

test('a row that shows up late is told as long as that is within the overlap', async () => {
	const source = new MemorySource();
	const poller = new Poller(source);
	await poller.poll();
	source.lagMs = 4 * MINUTE;
	source.clock += MINUTE;
	source.change(1);
	source.clock += 2 * MINUTE;
	expect(await poller.poll()).toEqual([]);
	source.clock += 2 * MINUTE;
	expect(await poller.poll()).toEqual(['1 1']);
});

test('without the time of Coupa nothing is lost either', async () => {
	const source = new MemorySource();
	source.isCoupasClock = false;
	const poller = new Poller(source);
	source.change(1);
	expect(await poller.poll()).toEqual([]);
	for (let round = 0; round < 30; round++) {
		source.clock += MINUTE;
		source.change(2 + round);
		expect(await poller.poll()).toEqual([`${2 + round} ${2 + round}`]);
	}
});

test.each<[WatchEvent, boolean]>([
	['created', false],
	['created', true],
	['updated', false],
	['updated', true],
])('%s (what exists: %s): whatever happens, each version is told, and none twice', async (event, emitExisting) => {
	const random = randomNumbers(event.length + Number(emitExisting));
	const source = new MemorySource(event === 'created' ? 'created-at' : 'updated-at');
	for (let id = 1; id <= 20; id++) source.change(id);
	source.clock += 10 * MINUTE;
	const poller = new Poller(source, { emitExisting }, event);
	const expected = emitExisting ? versions(source) : [];
	if (!emitExisting) await poller.poll();
	let fails = false;
	let highest = 20;
	const step = () => {
		source.clock += random(40) * SECOND;
		const isNew = event === 'created' || random(3) === 0;
		const id = isNew ? ++highest : 1 + random(highest);
		source.change(id);
		expected.push(`${id} ${20 + ++changes}`);
		if (fails && random(3) === 0) throw new Error('Coupa is gone');
	};
	let changes = 0;
	for (let round = 0; round < 300; round++) {
		fails = false;
		step();
		fails = random(4) === 0;
		source.afterPage = step;
		await poller.poll({ most: 1 + random(5), isOutOfTime: () => random(5) === 0 }).catch(() => undefined);
	}
	source.afterPage = () => undefined;
	for (let round = 0; round < 100; round++) await poller.poll();
	expect(new Set(poller.told).size).toBe(poller.told.length);
	// Of several changes between two looks only the last one can be seen.
	const last = versions(source).filter((version) => expected.includes(version));
	expect(last.filter((version) => !poller.told.includes(version))).toEqual([]);
	expect(last.length).toBeGreaterThan(20);
});

describe('what is kept', () => {
	test('stays small after a mass update', async () => {
		const source = new MemorySource();
		source.pageSize = 1_000;
		const poller = new Poller(source, { most: 20_000 }, 'statusChanged');
		await poller.poll();
		source.clock += MINUTE;
		for (let id = 1; id <= 7_000; id++) source.change(id, { status: 'issued' });
		await poller.poll();
		expect(poller.told).toHaveLength(7_000);
		expect(poller.state?.delivered.length).toBeLessThanOrEqual(5_000);
		expect(poller.state?.statuses.length).toBe(5_000);
		expect(JSON.stringify(poller.state).length).toBeLessThan(400_000);
	});

	test('of a pass is dropped when the filters change, and what it was for is not', async () => {
		const source = new MemorySource();
		const poller = new Poller(source, { most: 2 });
		await poller.poll();
		source.clock += MINUTE;
		for (let id = 1; id <= 3; id++) source.change(id);
		expect(await poller.poll()).toEqual(['1 1', '2 2']);
		expect(await poller.poll({ conditions: 'others', most: 9 })).toContain('3 3');
	});
});

/** The same numbers in every run: Park and Miller's generator. */
function randomNumbers(seed: number): (below: number) => number {
	let state = seed + 1;
	return (below) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % below;
	};
}
