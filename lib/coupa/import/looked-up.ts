import { lookUpKey, type CoupaRecord } from '../../core';
import type { CoupaError } from '../errors';
import { lookUpMany, type LookUp } from './lookup';
import type { ImportClient } from './types';
import { Undecided } from './undecided';

/** What a run has looked up by one field, each value once. */
export class LookedUp {
	private readonly rows = new Map<string, CoupaRecord[]>();
	private readonly unfit = new Map<string, string>();
	private readonly failed = new Map<string, CoupaError>();

	constructor(
		private readonly client: ImportClient,
		private readonly lookUp: LookUp,
	) {}

	/** Looks up those that were not looked up yet; one that could not be is tried again. */
	async load(values: string[]): Promise<void> {
		const missing = values.filter((value) => !this.rows.has(lookUpKey(value)));
		if (missing.length === 0) return;
		const { rows, unfit, failed } = await lookUpMany(this.client, this.lookUp, missing);
		for (const value of missing) {
			const key = lookUpKey(value);
			const error = failed.get(key);
			if (error === undefined) this.failed.delete(key);
			else this.failed.set(key, error);
			if (error === undefined) this.rows.set(key, []);
		}
		for (const [key, reason] of unfit) this.unfit.set(key, reason);
		for (const row of rows) this.rows.get(lookUpKey(this.lookUp.valueOf(row) ?? ''))?.push(row);
	}

	find(value: string): CoupaRecord[] {
		return this.rows.get(lookUpKey(value)) ?? [];
	}

	/** Why Coupa cannot have the value, as a sentence; null where it may. */
	unfitReason(value: string): string | null {
		return this.unfit.get(lookUpKey(value)) ?? null;
	}

	/** Why the value could not be looked up, even alone; null where it was. */
	failureOf(value: string): CoupaError | null {
		return this.failed.get(lookUpKey(value)) ?? null;
	}

	/** @throws Undecided where the value could not be looked up, even alone */
	assertKnown(value: string): void {
		const error = this.failureOf(value);
		if (error !== null) throw notLookedUp(this.lookUp.label, value, error);
	}
}

const LONGEST_SHOWN = 60;

/** It is not known what Coupa has under a value: nothing about the invoice that names it can be decided. */
export function notLookedUp(label: string, value: string, error: CoupaError): Undecided {
	const shown = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
	return new Undecided(`The ${label} “${shown}” could not be looked up. ${error.message}`, error.kind === 'gateway', { cause: error });
}
