import { lookUpKey, textAt, type CoupaRecord } from '../../core';
import type { CoupaError } from '../errors';
import { lookUpMany, type LookUp } from './lookup';
import type { ImportClient } from './types';
import { Undecided } from './undecided';

/** What a run has looked up by one field, each value once. */
export class LookedUp {
	/** By key, and by id: a row is found by several spellings. */
	private readonly rows = new Map<string, Map<string, CoupaRecord>>();
	private readonly loaded = new Set<string>();
	private readonly unfit = new Map<string, string>();
	private readonly failed = new Map<string, CoupaError>();

	constructor(
		private readonly client: ImportClient,
		private readonly lookUp: LookUp,
	) {}

	/** Looks up those that were not looked up yet; one that could not be is tried again. */
	async load(values: string[]): Promise<void> {
		const missing = values.map((value) => value.trim()).filter((value) => !this.loaded.has(value));
		if (missing.length === 0) return;
		const { rows, unfit, failed } = await lookUpMany(this.client, this.lookUp, missing);
		for (const value of missing) {
			const error = failed.get(value);
			if (error === undefined) this.failed.delete(value);
			else this.failed.set(value, error);
			if (error === undefined) this.loaded.add(value);
		}
		for (const [value, reason] of unfit) this.unfit.set(value, reason);
		for (const row of rows) this.keep(row);
	}

	find(value: string): CoupaRecord[] {
		return [...(this.rows.get(lookUpKey(value))?.values() ?? [])];
	}

	/** Any row at all, for what all of them share. */
	first(): CoupaRecord | undefined {
		for (const rows of this.rows.values()) for (const row of rows.values()) return row;
		return undefined;
	}

	/** Why Coupa cannot have the value, as a sentence; null where it may. */
	unfitReason(value: string): string | null {
		return this.unfit.get(value.trim()) ?? null;
	}

	/** Why the value could not be looked up, even alone; null where it was. */
	failureOf(value: string): CoupaError | null {
		return this.failed.get(value.trim()) ?? null;
	}

	/** @throws Undecided where the value could not be looked up, even alone */
	assertKnown(value: string): void {
		const error = this.failureOf(value);
		if (error !== null) throw notLookedUp(this.lookUp.label, value, error);
	}

	private keep(row: CoupaRecord): void {
		const key = lookUpKey(this.lookUp.valueOf(row) ?? '');
		const rows = this.rows.get(key) ?? new Map<string, CoupaRecord>();
		this.rows.set(key, rows.set(textAt(row, 'id') ?? `${rows.size}`, row));
	}
}

const LONGEST_SHOWN = 60;

/** It is not known what Coupa has under a value: nothing about the invoice that names it can be decided. */
export function notLookedUp(label: string, value: string, error: CoupaError): Undecided {
	const shown = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
	return new Undecided(`The ${label} “${shown}” could not be looked up. ${error.message}`, error.kind === 'gateway', { cause: error });
}
