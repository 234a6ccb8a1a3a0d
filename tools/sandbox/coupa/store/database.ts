import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { RESOURCES } from '../resources';

export type Row = Record<string, unknown>;

/**
 * The sandbox's SQLite database. Each resource has two tables: `suppliers` holds the records, `suppliers_index` the few
 * narrow columns they are searched and sorted by, so that paging over 200,000 records does not drag the records along.
 */
export class Database {
	private readonly connection: DatabaseSync;
	private readonly statements = new Map<string, StatementSync>();
	private inTransaction = false;

	/** @param file path of the SQLite file, or `:memory:` */
	constructor(file: string) {
		this.connection = new DatabaseSync(file);
		// A killed sandbox keeps what it had answered: write-ahead log, written through at each commit.
		this.connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
		this.connection.function('instant', { deterministic: true }, (text) => instantOf(text));
		this.createTables();
	}

	run(sql: string, ...values: SQLInputValue[]): void {
		this.prepared(sql).run(...values);
	}

	all(sql: string, ...values: SQLInputValue[]): Row[] {
		return this.prepared(sql).all(...values) as Row[];
	}

	first(sql: string, ...values: SQLInputValue[]): Row | undefined {
		return this.prepared(sql).get(...values) as Row | undefined;
	}

	/** Does the work wholly or, when it throws, not at all. */
	transaction<T>(change: () => T): T {
		if (this.inTransaction) return change();
		this.connection.exec('BEGIN IMMEDIATE');
		this.inTransaction = true;
		try {
			const result = change();
			this.connection.exec('COMMIT');
			return result;
		} catch (error) {
			this.connection.exec('ROLLBACK');
			throw error;
		} finally {
			this.inTransaction = false;
		}
	}

	close(): void {
		this.statements.clear();
		this.connection.close();
	}

	private prepared(sql: string): StatementSync {
		const known = this.statements.get(sql);
		if (known !== undefined) return known;
		const statement = this.connection.prepare(sql);
		this.statements.set(sql, statement);
		return statement;
	}

	private createTables(): void {
		this.connection.exec(`
			CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
			CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, client_id TEXT NOT NULL, scopes TEXT NOT NULL, minted_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
			CREATE TABLE IF NOT EXISTS files (kind TEXT NOT NULL, id INTEGER NOT NULL, file_name TEXT NOT NULL, mime_type TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (kind, id));
		`);
		for (const [name, resource] of Object.entries(RESOURCES)) {
			const columns = resource.columns.map((column) => `, "${column}"`).join('');
			this.connection.exec(`
				CREATE TABLE IF NOT EXISTS "${name}" (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
				CREATE TABLE IF NOT EXISTS "${name}_index" (id INTEGER PRIMARY KEY, stored_at INTEGER NOT NULL, parent_of TEXT, parent_id INTEGER${columns});
				CREATE INDEX IF NOT EXISTS "${name}_by_parent_id" ON "${name}_index" (parent_id, parent_of);
			`);
			for (const column of resource.columns) {
				this.connection.exec(`CREATE INDEX IF NOT EXISTS "${name}_by_${column}" ON "${name}_index" ("${column}")`);
			}
		}
	}
}

/** A date or time as ms since the epoch, so that different offsets compare; null for anything else. */
export function instantOf(text: unknown): number | null {
	if (typeof text !== 'string') return null;
	const instant = Date.parse(text);
	return Number.isNaN(instant) ? null : instant;
}
