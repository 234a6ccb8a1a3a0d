import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { rejectionOf, TestLockBox } from '../lock-box/lock-box';

let box: TestLockBox;
const inBox = (path: string) => box.onDisk(path);
const bytes = randomBytes(700_001);
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

describe('paths', () => {
	test('start at the base folder, with or without a slash in front', async () => {
		await box.deliver('Grüße ~ 2026.csv', Buffer.from('a\n'));
		for (const [baseFolder, path] of [
			['/', 'Incoming/Invoices'],
			['/Incoming', 'Invoices'],
			['Incoming/', '/Invoices'],
			['', '/Incoming/Invoices'],
			['', 'Incoming//Invoices/'],
		] as const) {
			expect(await box.connected(async (port) => (await port.list(path)).map(({ name }) => name), { baseFolder })).toEqual([
				'Grüße ~ 2026.csv',
			]);
		}
	});

	test('never leave it', async () => {
		await box.connected(async (port) => {
			expect(await rejectionOf(port.list('Incoming/../..'))).toMatchObject({
				kind: 'other',
				message: 'The path "Incoming/../.." is not allowed.',
			});
		});
	});

	test('a missing folder is named whole', async () => {
		await box.connected(async (port) => {
			const failure = await rejectionOf(port.list('Incoming/invoices'));
			expect(failure).toMatchObject({
				kind: 'noSuchFile',
				message: `There is no folder "/Incoming/invoices" on ${port.server}.`,
				details: { hint: expect.stringContaining('case-sensitive') },
			});
		});
	});

	test('more entries than one answer holds, and what kind each is', async () => {
		await mkdir(inBox('many'));
		for (let n = 0; n < 230; n++) await writeFile(inBox(`many/${n}.csv`), 'x'.repeat(n));
		await mkdir(inBox('many/folder'));
		await symlink('0.csv', inBox('many/link'));
		const files = await box.connected((port) => port.list('many'));
		expect(files).toHaveLength(232);
		expect(files.find(({ name }) => name === '229.csv')).toMatchObject({ kind: 'file', size: 229 });
		expect(files.filter(({ kind }) => kind !== 'file').map(({ name, kind }) => [name, kind])).toEqual([
			['folder', 'folder'],
			['link', 'link'],
		]);
	});

	test('a folder without rights', async () => {
		box.server.settings.permissions['/Incoming/Invoices'] = 'none';
		await box.connected(async (port) => {
			expect(await rejectionOf(port.list('Incoming/Invoices'))).toMatchObject({
				kind: 'permission',
				text: expect.stringMatching(/this account has no access to it.*Ask the server's admin/),
			});
		});
	});
});

describe('reading', () => {
	test('whole, in chunks, in parts, empty', async () => {
		await box.deliver('a.zip', bytes);
		await box.deliver('empty.csv', Buffer.alloc(0));
		await box.connected(async (port) => {
			expect((await port.read('Incoming/Invoices/a.zip', { maxBytes: bytes.length })).equals(bytes)).toBe(true);
			const chunks: Buffer[] = [];
			for await (const chunk of port.chunks('Incoming/Invoices/a.zip')) chunks.push(chunk);
			expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
			expect(chunks.length).toBeGreaterThan(10);
			const [middle, beyond] = await port.peek(
				'Incoming/Invoices/a.zip',
				async (readAt) => [await readAt(31_000, 100_000), await readAt(bytes.length - 3, 10)] as const,
			);
			expect(middle.equals(bytes.subarray(31_000, 131_000))).toBe(true);
			expect(beyond.equals(bytes.subarray(-3))).toBe(true);
			expect(await port.read('Incoming/Invoices/empty.csv', { maxBytes: 0 })).toHaveLength(0);
		});
	});

	test('too large, missing', async () => {
		await box.deliver('a.zip', bytes);
		await box.connected(async (port) => {
			expect(await rejectionOf(port.read('Incoming/Invoices/a.zip', { maxBytes: 700_000 }))).toMatchObject({
				message: '"/Incoming/Invoices/a.zip" is 700001 bytes; at most 700000 are read.',
			});
			expect(await rejectionOf(port.read('Incoming/Invoices/b.zip', { maxBytes: 1 }))).toMatchObject({ kind: 'noSuchFile' });
		});
	});

	test('a file that grows while it is read is not handed on', async () => {
		await box.deliver('a.zip', bytes);
		let grown = false;
		box.server.intercept(async (request) => {
			if (request.op === 'READ' && !grown) {
				grown = true;
				await appendFile(inBox('Incoming/Invoices/a.zip'), 'more');
			}
			return 'continue' as const;
		});
		await box.connected(async (port) => {
			expect(await rejectionOf(port.read('Incoming/Invoices/a.zip', { maxBytes: 1_000_000 }))).toMatchObject({
				message: expect.stringContaining(
					'changed while it was being read: 700001 bytes were expected, 700001 arrived, and now it is 700005',
				),
			});
		});
	});

	test('a connection lost in the middle', async () => {
		await box.deliver('a.zip', bytes);
		box.server.settings.dropAfterBytes = 300_000;
		expect(await rejectionOf(box.connected((port) => port.read('Incoming/Invoices/a.zip', { maxBytes: 1_000_000 })))).toMatchObject({
			kind: 'connectionLost',
		});
	});

	test('a long line does not multiply with the chunks: many are asked for before the first one is there', async () => {
		await box.deliver('a.zip', bytes);
		box.server.intercept(({ op }) => {
			box.server.settings.stall ||= op === 'READ';
			return 'continue';
		});
		const reading = box.connected((port) => port.read('Incoming/Invoices/a.zip', { maxBytes: 1_000_000 }), { operationTimeoutMs: 1000 });
		expect(await rejectionOf(reading)).toMatchObject({ kind: 'timeout' });
		expect(box.server.requests().filter(({ op }) => op === 'READ').length).toBeGreaterThanOrEqual(16);
	});
});

describe('writing', () => {
	test('in place, exclusively, from a stream', async () => {
		async function* pieces() {
			for (let start = 0; start < bytes.length; start += 99_999) yield bytes.subarray(start, start + 99_999);
		}
		await box.connected(async (port) => {
			await port.write('a.bin', pieces());
			await port.write('b.txt', Buffer.from('longer text'));
			await port.write('b.txt', Buffer.from('short'));
			expect(await rejectionOf(port.write('b.txt', Buffer.from('x'), { exclusive: true }))).toMatchObject({ kind: 'exists' });
		});
		expect((await readFile(inBox('a.bin'))).equals(bytes)).toBe(true);
		expect(await readFile(inBox('b.txt'), 'utf8')).toBe('short');
	});

	test('an upload appears whole under its name', async () => {
		const seen: string[] = [];
		box.server.intercept(async (request) => {
			if (request.op === 'WRITE') seen.push(...(await box.allNames('Incoming/Invoices')));
			return 'continue' as const;
		});
		expect(await box.connected((port) => port.upload('Incoming/Invoices/a.zip', bytes))).toBe('uploaded');
		expect(new Set(seen)).toEqual(new Set([expect.stringMatching(/^a\.zip\.[0-9a-f]{8}\.part$/)]));
		expect((await readFile(inBox('Incoming/Invoices/a.zip'))).equals(bytes)).toBe(true);
		expect(await box.allNames('Incoming/Invoices')).toEqual(['a.zip']);
	});

	test('again with the same content: done; with other content: refused, nothing overwritten', async () => {
		async function* streamed(content: Buffer) {
			yield content;
		}
		await box.connected(async (port) => {
			await port.upload('a.zip', bytes);
			expect(await port.upload('a.zip', bytes)).toBe('alreadyThere');
			expect(await port.upload('a.zip', streamed(bytes))).toBe('alreadyThere');
			const sameSize = Buffer.from(bytes).fill(0, 0, 1);
			sameSize[0] = (bytes[0] ?? 0) ^ 1;
			for (const other of [sameSize, streamed(sameSize), Buffer.from('x')])
				expect(await rejectionOf(port.upload('a.zip', other))).toMatchObject({ kind: 'exists' });
		});
		expect((await readFile(inBox('a.zip'))).equals(bytes)).toBe(true);
		expect(await box.allNames('')).toEqual(['Incoming', 'a.zip']);
	});

	test('a full disk: said so, and no part stays', async () => {
		await box.connected(async (port) => {
			box.server.settings.freeBytes = 100_000;
			const failure = await rejectionOf(port.upload('a.zip', bytes));
			expect(failure).toMatchObject({
				kind: 'noSpace',
				text: expect.stringMatching(/the disk or the quota is full\. Ask the server's admin to free space/),
			});
			box.server.settings.freeBytes = null;
			expect(await port.upload('a.zip', bytes)).toBe('uploaded');
		});
		expect(await box.allNames('')).toEqual(['Incoming', 'a.zip']);
	});

	test('a connection lost in the middle leaves nothing under the name', async () => {
		box.server.settings.dropAfterBytes = 300_000;
		expect(await rejectionOf(box.connected((port) => port.upload('a.zip', bytes)))).toMatchObject({ kind: 'connectionLost' });
		expect(await box.allNames('')).toEqual(['Incoming', expect.stringMatching(/\.part$/)]);
	});

	test.each([
		['goes on a while later', [bytes.subarray(40_000)]],
		['ends with an error of its own', null],
	])('cut while the content is awaited, which %s: nothing is left unhandled', async (_name, rest) => {
		box.server.intercept(({ op }) => (op === 'WRITE' ? 'drop' : 'continue'));
		async function* slow() {
			yield bytes.subarray(0, 40_000);
			// Long enough for the answer to the first piece to fail: nobody is waiting for it yet.
			await sleep(300);
			if (rest === null) throw new Error('The source is gone.');
			yield* rest;
		}
		const failure = await box.connected((port) => port.upload('slow.zip', slow())).catch((error: unknown) => error);
		expect(failure).toMatchObject(rest === null ? { message: expect.stringMatching(/gone|closed/) } : { kind: 'connectionLost' });
	});

	test('a server that keeps less than it was sent', async () => {
		box.server.intercept(async (request, phase) => {
			if (request.op === 'CLOSE' && phase === 'answering' && request.path.endsWith('.part')) await writeFile(inBox(request.path), 'less');
			return 'continue' as const;
		});
		expect(await rejectionOf(box.connected((port) => port.upload('a.zip', bytes)))).toMatchObject({
			message: expect.stringMatching(/arrived incomplete: 700001 bytes were sent, 4 are there/),
		});
		expect(await box.allNames('')).toEqual(['Incoming']);
	});

	test('a receiver that fetches every file at once: not a full disk', async () => {
		box.server.settings.fetchedAtOnce = { '/': 'anyName' };
		expect(await box.connected((port) => port.upload('a.zip', bytes))).toBe('takenAway');
		box.server.settings.fetchedAtOnce = { '/': 'finalName' };
		expect(await box.connected((port) => port.upload('a.zip', bytes))).toBe('uploaded');
		expect(await box.allNames('')).toEqual(['Incoming']);
	});

	test('one that is fetched just before it gets its name', async () => {
		box.server.intercept(async ({ op, path }, phase) => {
			if (op === 'RENAME' && phase === 'received') await rm(inBox(path));
			return 'continue' as const;
		});
		expect(await box.connected((port) => port.upload('a.zip', bytes))).toBe('takenAway');
	});

	test('a server that never overwrites', async () => {
		box.server.settings.overwriting = 'refused';
		await box.connected(async (port) => {
			await port.write('b.txt', Buffer.from('first'));
			await port.write('b.txt', Buffer.from('second'));
		});
		expect(await readFile(inBox('b.txt'), 'utf8')).toBe('second');
	});

	test('a folder that is read-only', async () => {
		box.server.settings.permissions['/Incoming/Invoices'] = 'readOnly';
		expect(await rejectionOf(box.connected((port) => port.upload('Incoming/Invoices/a.csv', Buffer.from('x'))))).toMatchObject({
			kind: 'permission',
		});
	});
});
