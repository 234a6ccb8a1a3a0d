import type { SQLInputValue } from 'node:sqlite';
import { recordsAt, valueAt, type CoupaRecord, type Json } from '../../../../lib/core';
import { RESOURCES, resourceNamed, type Resource } from '../resources';
import type { CoupaSeed, Owner } from '../types';
import { attributeAt } from '../query/attribute-path';
import { type Database, instantOf } from './database';

/** Ids of new records start above this, apart from those a seed usually has. */
const FIRST_ID = 1_000_000;

/** The records of all resources, as Coupa's API JSON. */
export class RecordStore {
	constructor(private readonly database: Database) {}

	get(resource: string, id: number): CoupaRecord | null {
		const row = this.database.first(`SELECT json FROM "${resource}" WHERE id = ?`, id);
		return row === undefined ? null : parsed(row.json);
	}

	/** The records with these ids, in this order. */
	getAll(resource: string, ids: number[]): CoupaRecord[] {
		return ids.map((id) => this.get(resource, id)).filter((record) => record !== null);
	}

	/** All records of a resource, by id. */
	all(resource: string): CoupaRecord[] {
		resourceNamed(resource);
		return this.database.all(`SELECT json FROM "${resource}" ORDER BY id`).map((row) => parsed(row.json));
	}

	/** The records whose indexed column holds a value, by id. */
	findBy(resource: string, column: string, value: string | number): CoupaRecord[] {
		const rows = this.database.all(`SELECT id FROM "${resource}_index" WHERE "${column}" = ? ORDER BY id`, value);
		return this.getAll(
			resource,
			rows.map((row) => Number(row.id)),
		);
	}

	/** The records that belong to another one, by id. */
	childrenOf(resource: string, owner: Owner): CoupaRecord[] {
		const sql = `SELECT id FROM "${resource}_index" WHERE parent_id = ? AND parent_of = ? ORDER BY id`;
		const ids = this.database.all(sql, owner.id, owner.resource).map((row) => Number(row.id));
		return this.getAll(resource, ids);
	}

	/** The record that owns a record of a child resource. */
	ownerOf(resource: string, id: number): Owner | null {
		const row = this.database.first(`SELECT parent_of, parent_id FROM "${resource}_index" WHERE id = ?`, id);
		return typeof row?.parent_id === 'number' ? { resource: String(row.parent_of), id: row.parent_id } : null;
	}

	/**
	 * Stores a record, new or in place of the one with its id, together with its children.
	 * @param place.storedAt since when lists may lag behind it (ms); a stored record keeps its own
	 * @param place.owner the record it belongs to
	 */
	save(resource: string, record: CoupaRecord, place: { storedAt?: number; owner?: Owner } = {}): void {
		const definition = resourceNamed(resource);
		const id = idOf(resource, record);
		this.database.transaction(() => {
			const known = this.database.first(`SELECT stored_at FROM "${resource}_index" WHERE id = ?`, id);
			const storedAt = place.storedAt ?? numberOr(known?.stored_at, 0);
			const owner = place.owner ?? this.ownerOf(resource, id);
			const columns = definition.columns.map((column) => columnValue(definition, record, column));
			this.database.run(`INSERT OR REPLACE INTO "${resource}" (id, json) VALUES (?, ?)`, id, JSON.stringify(record));
			this.database.run(indexInsert(resource, definition), id, storedAt, owner?.resource ?? null, owner?.id ?? null, ...columns);
			this.saveChildren(definition, record, { resource, id });
		});
	}

	remove(resource: string, id: number): void {
		const { children } = resourceNamed(resource);
		this.database.transaction(() => {
			this.database.run(`DELETE FROM "${resource}" WHERE id = ?`, id);
			this.database.run(`DELETE FROM "${resource}_index" WHERE id = ?`, id);
			if (children !== undefined) this.removeChildren(children.resource, { resource, id });
		});
	}

	/** The next id of a resource or of a nested kind of record such as `InvoiceLine`; never given twice. */
	nextId(name: string): number {
		const last = numberOr(this.database.first('SELECT last FROM sequences WHERE name = ?', name)?.last, FIRST_ID);
		this.database.run('INSERT OR REPLACE INTO sequences (name, last) VALUES (?, ?)', name, last + 1);
		return last + 1;
	}

	/** Stores the seed when the database holds no record at all. */
	seed(seed: CoupaSeed): void {
		this.database.transaction(() => {
			if (Object.keys(RESOURCES).some((name) => this.database.first(`SELECT 1 FROM "${name}" LIMIT 1`) !== undefined)) return;
			for (const [resource, records] of Object.entries(seed)) {
				for (const record of records) this.save(resource, record);
			}
		});
	}

	private saveChildren({ children }: Resource, record: CoupaRecord, owner: Owner): void {
		if (children === undefined) return;
		this.removeChildren(children.resource, owner);
		for (const child of recordsAt(record, children.attribute)) {
			this.save(children.resource, children.resource === 'purchase_order_lines' ? orderLine(child, record) : child, { owner });
		}
	}

	private removeChildren(resource: string, owner: Owner): void {
		const owned = `"${resource}_index" WHERE parent_id = ? AND parent_of = ?`;
		this.database.run(`DELETE FROM "${resource}" WHERE id IN (SELECT id FROM ${owned})`, owner.id, owner.resource);
		this.database.run(`DELETE FROM ${owned}`, owner.id, owner.resource);
	}
}

/** A PO line on its own names its order (fields/order_line: order-header-id, order-header-number). */
function orderLine(line: CoupaRecord, order: CoupaRecord): CoupaRecord {
	return { ...line, 'order-header-id': order.id ?? null, 'order-header-number': order['po-number'] ?? null };
}

function indexInsert(resource: string, { columns }: Resource): string {
	const names = columns.map((column) => `, "${column}"`).join('');
	return `INSERT OR REPLACE INTO "${resource}_index" (id, stored_at, parent_of, parent_id${names}) VALUES (?, ?, ?, ?${', ?'.repeat(columns.length)})`;
}

function columnValue(resource: Resource, record: CoupaRecord, column: string): SQLInputValue {
	const steps = column.split('.');
	return storedValue(valueAt(record, ...steps), attributeAt(resource.definition, steps).type);
}

/** A value as its column compares: times as ms, flags as 0/1, texts as texts. */
function storedValue(value: Json | undefined, type: string): SQLInputValue {
	if (value === undefined || value === null || typeof value === 'object') return null;
	if (type === 'datetime') return instantOf(value);
	if (type === 'boolean') return value === true ? 1 : 0;
	return type === 'integer' || type === 'decimal' ? Number(value) : String(value);
}

function idOf(resource: string, record: CoupaRecord): number {
	const id = valueAt(record, ...(resourceNamed(resource).idAt ?? ['id']));
	if (typeof id !== 'number' || !Number.isSafeInteger(id))
		throw new Error(`A record of ${resource} has no integer id: ${JSON.stringify(record).slice(0, 200)}`);
	return id;
}

function parsed(json: unknown): CoupaRecord {
	return JSON.parse(String(json)) as CoupaRecord;
}

function numberOr<T>(value: unknown, fallback: T): number | T {
	return typeof value === 'number' ? value : fallback;
}
