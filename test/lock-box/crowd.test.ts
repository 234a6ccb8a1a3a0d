import { INCOMING, PROCESSING, TestLockBox } from './lock-box';

const MINUTE = 60_000;

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

const opened = (folder: string) => box.server.requests().filter(({ op, path }) => op === 'OPEN' && path.startsWith(`/${folder}/`)).length;

test('5,000 small files: no more are opened than a run takes, the oldest of them', async () => {
	for (let n = 0; n < 5000; n++) await box.deliver(`${n}.csv`, Buffer.from('1\n'), { ageMs: n < 30 ? 2 * MINUTE : MINUTE });
	await box.working((lockBox) => lockBox.look({ names: ['0.csv'] }));
	box.server.clearRequests();
	const { announcements, later } = await box.working((lockBox) => lockBox.look({ most: 30 }));
	expect(announcements.map(({ name }) => Number(name.replace('.csv', ''))).sort((a, b) => a - b)).toEqual([...Array(30).keys()]);
	expect(later).toHaveLength(4970);
	expect(opened(INCOMING)).toBe(30);
});

test('many that are not ready are not opened all at once either, and are told', async () => {
	for (let n = 0; n < 300; n++) await box.deliver(`${n}.csv`, Buffer.from('no line break'));
	await box.working((lockBox) => lockBox.look({ names: ['0.csv'] }));
	box.server.clearRequests();
	const { announcements, notYet, later } = await box.working((lockBox) => lockBox.look({ most: 10 }));
	expect([announcements.length, notYet.length, later.length]).toEqual([0, 100, 200]);
	expect(opened(INCOMING)).toBe(100);
});

test('of many claims that were left behind only those that can be taken over cost a look into their leases', async () => {
	const utc = new Date(Date.now() - 100 * MINUTE).toISOString().replace(/[-:]|\.\d+/g, '');
	for (let n = 100; n < 160; n++) {
		const name = `${n}~${utc}~0123456789abc${n}.csv`;
		await box.deliver(name, Buffer.from('1\n'), { folder: PROCESSING, ageMs: (1000 - n) * MINUTE });
		await box.deliver(`${name}.lease`, Buffer.from('{}'), { folder: PROCESSING, ageMs: 90 * MINUTE });
	}
	const { announcements, notYet } = await box.working((lockBox) => lockBox.look({ most: 5 }));
	expect(announcements.map(({ name }) => name.slice(0, 3))).toEqual(['100', '101', '102', '103', '104']);
	expect(notYet).toHaveLength(55);
	expect(opened(PROCESSING)).toBeLessThan(10);
});
