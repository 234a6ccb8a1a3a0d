/*
 * The part of the sqlite3 package that n8n's database layer uses, over the SQLite that is part of Node. It is installed
 * only where sqlite3 itself can neither be downloaded nor compiled. Queries run at once and answer by callback afterwards.
 */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';

export const OPEN_READONLY = 0x1;
export const OPEN_READWRITE = 0x2;
export const OPEN_CREATE = 0x4;
const OPEN_URI = 0x40;
const OPEN_FULLMUTEX = 0x10000;
const OPEN_PRIVATECACHE = 0x40000;
const OPEN_SHAREDCACHE = 0x20000;

type Row = Record<string, unknown>;
type Parameters = readonly unknown[];

/** What `this` is inside a callback after a write. */
interface Written {
	lastID: number;
	changes: number;
}
type RunCallback = (this: Written, error: Error | null) => void;
type RowsCallback = (this: Partial<Written>, error: Error | null, rows?: Row[]) => void;

/** As the sqlite3 package's: `new Database(file, [flags], [callback])`. */
export class Database {
	private readonly connection: DatabaseSync | undefined;

	constructor(file: string, flags?: number | ((error: Error | null) => void), callback?: (error: Error | null) => void) {
		const opened = typeof flags === 'function' ? flags : callback;
		const readOnly = typeof flags === 'number' && (flags & OPEN_READWRITE) === 0 && (flags & OPEN_READONLY) !== 0;
		try {
			// sqlite3 is built with double-quoted literals allowed and without the defensive mode: migrations rely on both.
			this.connection = new DatabaseSync(file, {
				readOnly,
				enableForeignKeyConstraints: false,
				enableDoubleQuotedStringLiterals: true,
				defensive: false,
			});
			setImmediate(() => opened?.(null));
		} catch (error) {
			setImmediate(() => opened?.(asSqlite3Error(error)));
		}
	}

	/** Runs one statement; the callback's `this` has `lastID` and `changes`. */
	run(sql: string, parameters?: Parameters | RunCallback, callback?: RunCallback): this {
		const [values, done] = typeof parameters === 'function' ? [[], parameters] : [parameters ?? [], callback];
		try {
			const { lastInsertRowid, changes } = this.prepare(sql).run(...values.map(toSqlite));
			setImmediate(() => done?.call({ lastID: Number(lastInsertRowid), changes: Number(changes) }, null));
		} catch (error) {
			setImmediate(() => done?.call({ lastID: 0, changes: 0 }, asSqlite3Error(error)));
		}
		return this;
	}

	/** Runs one statement and hands over all its rows. */
	all(sql: string, parameters?: Parameters | RowsCallback, callback?: RowsCallback): this {
		const [values, done] = typeof parameters === 'function' ? [[], parameters] : [parameters ?? [], callback];
		try {
			const rows = this.prepare(sql)
				.all(...values.map(toSqlite))
				.map(toRow);
			setImmediate(() => done?.call({}, null, rows));
		} catch (error) {
			setImmediate(() => done?.call({}, asSqlite3Error(error)));
		}
		return this;
	}

	close(callback?: (error: Error | null) => void): void {
		try {
			this.open().close();
			setImmediate(() => callback?.(null));
		} catch (error) {
			setImmediate(() => callback?.(asSqlite3Error(error)));
		}
	}

	private open(): DatabaseSync {
		if (!this.connection) throw new Error('SQLITE_MISUSE: Database is not open');
		return this.connection;
	}

	private prepare(sql: string) {
		const statement = this.open().prepare(sql);
		// Node refuses integers beyond 2^53 unless it may hand them over as BigInt; sqlite3 rounds them.
		statement.setReadBigInts(true);
		return statement;
	}
}

/** sqlite3 switches to longer stack traces here; ours need nothing. */
export function verbose(): {
	Database: typeof Database;
	OPEN_READONLY: number;
	OPEN_READWRITE: number;
	OPEN_CREATE: number;
	OPEN_URI: number;
	OPEN_FULLMUTEX: number;
	OPEN_PRIVATECACHE: number;
	OPEN_SHAREDCACHE: number;
} {
	return { Database, OPEN_READONLY, OPEN_READWRITE, OPEN_CREATE, OPEN_URI, OPEN_FULLMUTEX, OPEN_PRIVATECACHE, OPEN_SHAREDCACHE };
}

/** Values as sqlite3 binds them: booleans as 0 and 1, dates as milliseconds, whole numbers as integers, undefined as NULL. */
function toSqlite(value: unknown): SQLInputValue {
	if (value === null || value === undefined) return null;
	if (typeof value === 'boolean') return value ? 1n : 0n;
	if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
	if (typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value;
	if (value instanceof Date) return BigInt(value.getTime());
	throw Object.assign(new Error(`SQLite cannot hold this ${typeof value}`), { errcode: MISMATCH });
}

/** Rows as sqlite3 returns them: plain objects, numbers and Buffers. */
function toRow(columns: Record<string, SQLOutputValue>): Row {
	const row: Row = {};
	for (const [name, value] of Object.entries(columns))
		row[name] = typeof value === 'bigint' ? Number(value) : value instanceof Uint8Array ? Buffer.from(value) : value;
	return row;
}

const MISMATCH = 20;

/** SQLite's primary result codes (sqlite.org/rescode.html) that callers tell apart by name. */
const CODE_NAMES: Record<number, string> = {
	1: 'SQLITE_ERROR',
	5: 'SQLITE_BUSY',
	6: 'SQLITE_LOCKED',
	8: 'SQLITE_READONLY',
	10: 'SQLITE_IOERR',
	11: 'SQLITE_CORRUPT',
	13: 'SQLITE_FULL',
	14: 'SQLITE_CANTOPEN',
	19: 'SQLITE_CONSTRAINT',
	[MISMATCH]: 'SQLITE_MISMATCH',
	21: 'SQLITE_MISUSE',
	25: 'SQLITE_RANGE',
	26: 'SQLITE_NOTADB',
};

/** Errors as sqlite3 makes them: `code` and `errno`, and the code's name before the text. */
function asSqlite3Error(error: unknown): Error {
	const { message, errcode } = error as Error & { errcode?: number };
	const errno = (errcode ?? 21) & 0xff;
	const code = CODE_NAMES[errno] ?? 'SQLITE_ERROR';
	return Object.assign(new Error(message.startsWith('SQLITE_') ? message : `${code}: ${message}`), { code, errno });
}
