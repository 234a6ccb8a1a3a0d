import { textAt, type CoupaRecord } from '../../core';

/** Records whose status is remembered: some 150 kB. */
export const MOST_STATUSES = 5_000;

/** How the status of a record has changed. */
export interface StatusChange {
	/** Null where it had none before, or where that is not known. */
	previousStatus: string | null;
	/** False for a record that was there before and is not remembered. */
	previousStatusKnown: boolean;
}

/** The last status of each record, of so many that were seen last. */
export class Statuses {
	private readonly last: Map<number, string>;

	/** @param beganAt records created later are new, so that they had no status before */
	constructor(
		kept: Array<[id: number, status: string]>,
		private readonly beganAt: number,
	) {
		this.last = new Map(kept);
	}

	/**
	 * Notes a record; how its status has changed, null where it has not. One that is not remembered counts as changed, rather told once
	 * too often than not at all, unless it was `told` already.
	 */
	changed(row: CoupaRecord, isTold: boolean): StatusChange | null {
		const id = Number(textAt(row, 'id'));
		const status = textAt(row, 'status');
		if (status === undefined) return null;
		const before = this.last.get(id);
		this.note(id, status);
		if (before === status || (before === undefined && isTold)) return null;
		const isNew = Date.parse(textAt(row, 'created-at') ?? '') >= this.beganAt;
		return { previousStatus: before ?? null, previousStatusKnown: before !== undefined || isNew };
	}

	note(id: number, status: string): void {
		this.last.delete(id);
		this.last.set(id, status);
	}

	kept(): Array<[id: number, status: string]> {
		return [...this.last].slice(-MOST_STATUSES);
	}
}
