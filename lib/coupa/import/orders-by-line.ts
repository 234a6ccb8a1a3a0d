import { recordsAt, textAt, type CoupaRecord } from '../../core';
import type { CoupaError } from '../errors';
import { notLookedUp } from './looked-up';
import { lookUpMany, type LookUp } from './lookup';
import type { ImportClient } from './types';

/** A PO line and the order that it is in. */
export interface OrderAndLine {
	order: CoupaRecord;
	orderLine: CoupaRecord;
}

/** Purchase orders looked up by the ids of their lines, for items that bring `order-line-id` themselves. */
export class OrderLines {
	private readonly found = new Map<string, OrderAndLine>();
	private readonly loaded = new Set<string>();
	private readonly failed = new Map<string, CoupaError>();
	private readonly lookUp: LookUp;

	constructor(
		private readonly client: ImportClient,
		fields: string[],
	) {
		this.lookUp = {
			...{ path: '/api/purchase_orders', field: 'order-lines.id', label: 'PO line ID', fields, isName: true },
			valueOf: () => undefined,
		};
	}

	/** Looks up those that were not looked up yet; what is no id is none. */
	async load(ids: string[]): Promise<void> {
		const missing = ids.filter((id) => isId(id) && !this.loaded.has(id));
		if (missing.length === 0) return;
		const { rows, failed } = await lookUpMany(this.client, this.lookUp, missing);
		for (const id of missing) {
			const error = failed.get(id);
			if (error === undefined) this.loaded.add(id);
			else this.failed.set(id, error);
		}
		for (const order of rows)
			for (const orderLine of recordsAt(order, 'order-lines')) this.found.set(textAt(orderLine, 'id') ?? '', { order, orderLine });
	}

	/** The line of that id with its order; null when Coupa has none. */
	find(id: string): OrderAndLine | null {
		return this.found.get(id) ?? null;
	}

	/** @throws Undecided where it could not be looked up */
	assertKnown(id: string): void {
		const error = this.failed.get(id);
		if (error !== undefined && !this.loaded.has(id)) throw notLookedUp(this.lookUp.label, id, error);
	}
}

function isId(text: string): boolean {
	return /^\d{1,18}$/.test(text);
}
