import { rejectionOf, TestLockBox } from '../lock-box/lock-box';

const FOLDER = 'Incoming/Invoices';
const FILE = `${FOLDER}/a.csv`;
const LONG = 'a\u202eb\n'.repeat(25_000);

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
	await box.deliver('a.csv', Buffer.from('Header\n1\n'));
});
afterEach(() => box.stop());

/** What it ends with; the server itself goes on for ever. */
async function endsWith(work: Parameters<typeof box.connected>[0], operationTimeoutMs = 4000): Promise<unknown> {
	return await rejectionOf(box.connected(work, { operationTimeoutMs }));
}

describe('a listing without end', () => {
	test.each(['names', 'sameName', 'noNames'] as const)('that gives %s', async (kind) => {
		box.server.settings.endless = { [`/${FOLDER}`]: kind };
		const started = performance.now();
		const failure = await endsWith((port) => port.list(FOLDER), 1000);
		expect(failure).toMatchObject({
			kind: 'other',
			message: expect.stringMatching(
				/^Could not list the folder "\/Incoming\/Invoices" over SFTP: (the server names more than 100000 entries|it took too long altogether, although each answer came in time)\.$/,
			),
		});
		expect(performance.now() - started).toBeLessThan(8000);
	});

	test('that comes in time, answer by answer', async () => {
		Object.assign(box.server.settings, { endless: { [`/${FOLDER}`]: 'names' }, latencyMs: 150 });
		const failure = await endsWith((port) => port.list(FOLDER), 200);
		expect(failure).toMatchObject({ kind: 'other', message: expect.stringContaining('it took too long altogether') });
	});

	test('a hundred thousand entries less one are listed', async () => {
		box.server.settings.endless = { [`/${FOLDER}`]: 'names' };
		let answers = 0;
		box.server.intercept(({ op }, phase) => {
			if (op === 'READDIR' && phase === 'received' && ++answers === 200) box.server.settings.endless = {};
			return 'continue';
		});
		// 199 answers of 500 names, then a.csv, which is really there.
		expect(await box.connected(async (port) => (await port.list(FOLDER)).length, { operationTimeoutMs: 8000 })).toBe(199 * 500 + 1);
	});
});

describe('a read without end', () => {
	test('gives no more than the size that was shown, and is told', async () => {
		box.server.settings.endless = { [`/${FILE}`]: 'bytes' };
		expect(await endsWith((port) => port.read(FILE, { maxBytes: 100, size: 9 }))).toMatchObject({
			kind: 'other',
			message: `"/${FILE}" changed while it was being read: 9 bytes were expected, 9 arrived, and now it is 10.`,
		});
	});

	test('of a file that is shown as empty', async () => {
		Object.assign(box.server.settings, { endless: { [`/${FILE}`]: 'bytes' }, shownSizes: { [`/${FILE}`]: 0 } });
		expect(await endsWith((port) => port.read(FILE, { maxBytes: 100 }))).toMatchObject({
			message: expect.stringContaining('0 bytes were expected, 0 arrived, and now it is 1'),
		});
	});

	test('of a file that is shown as 2^52 bytes: neither read nor streamed', async () => {
		Object.assign(box.server.settings, { endless: { [`/${FILE}`]: 'bytes' }, shownSizes: { [`/${FILE}`]: 2 ** 52 } });
		expect(await endsWith((port) => port.read(FILE, { maxBytes: 1e9, size: 2 ** 52 }))).toMatchObject({
			message: `"/${FILE}" is 4503599627370496 bytes; at most 1000000000 are read.`,
		});
		const streamed = endsWith(async (port) => {
			for await (const chunk of port.chunks(FILE)) expect(chunk.length).toBe(0);
		});
		expect(await streamed).toMatchObject({ message: `"/${FILE}" is 4503599627370496 bytes; at most 4294967296 are read.` });
	});

	test('that comes in time, answer by answer', async () => {
		await box.deliver('large.csv', Buffer.alloc(900_000, 'x'));
		Object.assign(box.server.settings, { bytesPerAnswer: 2000, latencyMs: 150 });
		const file = `${FOLDER}/large.csv`;
		// 16 kB a second on top of two waits would be 55 s; at the beginning of a file there are only the waits.
		const failure = await endsWith(async (port) => await port.peek(file, async (readAt) => await readAt(0, 30_000)), 200);
		expect(failure).toMatchObject({
			kind: 'other',
			message: expect.stringContaining(`Could not read "/${file}" over SFTP: it took too long`),
		});
	});
});

test('one byte at a time is too little for a large file, and enough for a small one', async () => {
	await box.deliver('large.csv', Buffer.alloc(100_000, 'x'));
	box.server.settings.bytesPerAnswer = 1;
	await box.connected(async (port) => {
		expect((await port.read(FILE, { maxBytes: 100 })).toString()).toBe('Header\n1\n');
		expect(await rejectionOf(port.read(`${FOLDER}/large.csv`, { maxBytes: 1e6 }))).toMatchObject({
			kind: 'other',
			text: expect.stringMatching(/sends too little at a time \(64 bytes in 64 answers\)\. Ask the server's admin/),
		});
		// Other files are still read over the same connection.
		expect((await port.read(FILE, { maxBytes: 100 })).toString()).toBe('Header\n1\n');
	});
	box.server.settings.bytesPerAnswer = 1024;
	expect(await box.connected((port) => port.read(`${FOLDER}/large.csv`, { maxBytes: 1e6 }))).toHaveLength(100_000);
});

test('a file whose size the server never shows is told, not taken for an empty one', async () => {
	box.server.settings.sizes = 'missing';
	await box.connected(async (port) => {
		const told = { size: 0, failure: { message: `The server does not say how large "/${FILE}" is.` } };
		expect((await port.list(FOLDER)).find(({ name }) => name === 'a.csv')).toMatchObject(told);
		expect(await port.stat(FILE)).toMatchObject(told);
		expect(await rejectionOf(port.read(FILE, { maxBytes: 100 }))).toMatchObject({ message: told.failure.message });
	});
	const { announcements, notYet } = await box.working((lockBox) => lockBox.look());
	expect(announcements).toEqual([]);
	expect(notYet).toEqual([{ name: 'a.csv', folder: 'incoming', why: expect.stringContaining('does not say how large') }]);
});

test('empty files cost no request each where sizes are shown', async () => {
	for (let n = 0; n < 300; n++) await box.deliver(`${n}.empty.csv`, Buffer.alloc(0));
	box.server.clearRequests();
	expect(await box.connected((port) => port.list(FOLDER))).toHaveLength(301);
	expect(box.server.requests().filter(({ op }) => op === 'STAT')).toEqual([]);
});

test('refusals of 100 kB are told in one short line', async () => {
	Object.assign(box.server.settings, { refusalText: LONG, failing: [{ op: 'OPEN', path: `/${FILE}` }] });
	const failure = await endsWith((port) => port.read(FILE, { maxBytes: 100 }));
	expect(failure).toMatchObject({
		message: expect.stringMatching(/: the server answered "(a b ){75}…"\.$/),
		cause: { message: expect.any(String) },
	});
	const { message, text, cause } = failure as { message: string; text: string; cause: Error };
	for (const told of [message, text, cause.message]) expect(told.length).toBeLessThan(600);
});

test('a name of 100 kB is cut, and cannot be used', async () => {
	const { boundedName } = await import('../../lib/sftp/bounds');
	expect(boundedName('x'.repeat(100_000))).toBe(`${'x'.repeat(300)}…`);
	expect(boundedName('x'.repeat(255))).toBe('x'.repeat(255));
});
