import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sqlite from '../../../tools/harness/host/built-in-sqlite';

type Done<T> = { error: (Error & { code?: string; errno?: number }) | null; result: T; lastID?: number; changes?: number };

function run(database: sqlite.Database, sql: string, parameters: unknown[] = []): Promise<Done<undefined>> {
	return new Promise((resolve) => {
		database.run(sql, parameters, function (error) {
			resolve({ error, result: undefined, lastID: this.lastID, changes: this.changes });
		});
	});
}

function all(database: sqlite.Database, sql: string, parameters: unknown[] = []): Promise<Done<unknown>> {
	return new Promise((resolve) => {
		database.all(sql, parameters, (error, result) => {
			resolve({ error, result });
		});
	});
}

function open(file: string, flags?: number): Promise<{ database: sqlite.Database; error: Error | null }> {
	return new Promise((resolve) => {
		const database: sqlite.Database = new (sqlite.verbose().Database)(file, flags, (error) => {
			resolve({ database, error });
		});
	});
}

const READ_WRITE = sqlite.OPEN_READWRITE | sqlite.OPEN_CREATE;

describe('SQLite of Node in the place of the sqlite3 package', () => {
	let folder: string;
	let database: sqlite.Database;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
		({ database } = await open(join(folder, 'data.sqlite'), READ_WRITE));
	});
	afterEach(async () => {
		await new Promise((resolve) => {
			database.close(resolve);
		});
		rmSync(folder, { recursive: true });
	});

	it('tells the last id and the number of changes', async () => {
		await run(database, 'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
		expect(await run(database, 'INSERT INTO t (name) VALUES (?), (?)', ['Ä', 'B'])).toMatchObject({ error: null, lastID: 2, changes: 2 });
		expect(await run(database, 'UPDATE t SET name = ? WHERE id > ?', ['C', 0])).toMatchObject({ changes: 2 });
		expect(await all(database, 'SELECT * FROM t ORDER BY id')).toEqual({
			error: null,
			result: [
				{ id: 1, name: 'C' },
				{ id: 2, name: 'C' },
			],
		});
	});

	it('binds and returns values as the sqlite3 package does', async () => {
		await run(database, 'CREATE TABLE v (number, text TEXT, blob BLOB)');
		const values = [7, 1.5, true, false, undefined, null, new Date(86_400_000), 2 ** 40];
		for (const value of values) await run(database, 'INSERT INTO v (number, text) VALUES (?, ?)', [value, value]);
		await run(database, 'INSERT INTO v (blob) VALUES (?)', [Buffer.from('%PDF')]);
		const { result } = await all(database, 'SELECT number, text, blob FROM v');
		expect(result).toEqual([
			{ number: 7, text: '7', blob: null },
			{ number: 1.5, text: '1.5', blob: null },
			{ number: 1, text: '1', blob: null },
			{ number: 0, text: '0', blob: null },
			{ number: null, text: null, blob: null },
			{ number: null, text: null, blob: null },
			{ number: 86_400_000, text: '86400000', blob: null },
			{ number: 1_099_511_627_776, text: '1099511627776', blob: null },
			{ number: null, text: null, blob: Buffer.from('%PDF') },
		]);
		expect(Object.getPrototypeOf((result as object[])[0])).toBe(Object.prototype);
	});

	it('returns integers that JavaScript cannot hold rounded instead of failing', async () => {
		expect((await all(database, 'SELECT 9007199254740993 AS big')).result).toEqual([{ big: 9_007_199_254_740_992 }]);
	});

	it('accepts double-quoted literals, as old migrations write them', async () => {
		expect((await all(database, 'SELECT "draft" AS status')).result).toEqual([{ status: 'draft' }]);
	});

	it('names the broken constraint with the code that n8n looks for', async () => {
		await run(database, 'CREATE TABLE u (name TEXT UNIQUE)');
		await run(database, 'INSERT INTO u VALUES (?)', ['x']);
		const { error } = await run(database, 'INSERT INTO u VALUES (?)', ['x']);
		expect(error).toMatchObject({ code: 'SQLITE_CONSTRAINT', errno: 19, message: 'SQLITE_CONSTRAINT: UNIQUE constraint failed: u.name' });
		expect((await all(database, 'SELECT * FROM nowhere')).error).toMatchObject({
			code: 'SQLITE_ERROR',
			message: 'SQLITE_ERROR: no such table: nowhere',
		});
	});

	it('refuses a value that SQLite cannot hold, by callback', async () => {
		expect((await all(database, 'SELECT ?', [{ nested: true }])).error).toMatchObject({
			code: 'SQLITE_MISMATCH',
			message: 'SQLITE_MISMATCH: SQLite cannot hold this object',
		});
	});

	it('checks foreign keys only when asked to', async () => {
		await run(database, 'CREATE TABLE p (id INTEGER PRIMARY KEY)');
		await run(database, 'CREATE TABLE c (p INTEGER REFERENCES p)');
		expect((await run(database, 'INSERT INTO c VALUES (1)')).error).toBeNull();
		await run(database, 'PRAGMA foreign_keys = ON');
		expect((await run(database, 'INSERT INTO c VALUES (2)')).error).toMatchObject({ code: 'SQLITE_CONSTRAINT' });
	});

	it('lets one connection read while another writes, in write-ahead mode', async () => {
		await run(database, 'PRAGMA journal_mode = WAL');
		await run(database, 'CREATE TABLE w (n)');
		const reader = await open(join(folder, 'data.sqlite'), sqlite.OPEN_READONLY);
		await run(database, 'BEGIN IMMEDIATE TRANSACTION');
		await run(database, 'INSERT INTO w VALUES (1)');
		expect((await all(reader.database, 'SELECT * FROM w')).result).toEqual([]);
		await run(database, 'COMMIT');
		expect((await all(reader.database, 'SELECT * FROM w')).result).toEqual([{ n: 1 }]);
		expect((await run(reader.database, 'INSERT INTO w VALUES (2)')).error).toMatchObject({ code: 'SQLITE_READONLY' });
		await new Promise((resolve) => {
			reader.database.close(resolve);
		});
	});

	it('answers by callback, never before the call returns', () => {
		let answered = false;
		database.all('SELECT 1', () => (answered = true));
		expect(answered).toBe(false);
	});

	it('says what is wrong with a file it cannot open, and with every later query', async () => {
		const { database: closed, error } = await open(join(folder, 'absent', 'data.sqlite'), READ_WRITE);
		expect(error).toMatchObject({ code: 'SQLITE_CANTOPEN' });
		expect((await all(closed, 'SELECT 1')).error).toMatchObject({ code: 'SQLITE_MISUSE' });
	});
});
