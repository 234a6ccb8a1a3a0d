import { fitsDecimal, parseDecimal, recordsAt, statusInWords, textAt, type CoupaRecord } from '../../../lib/core';
import { CoupaSaysNo, type CoupaWrites } from './coupa-writes';
import { faultSummary, input, type Faults } from './fields';
import { html, type Html } from './html';
import type { OutgoingPages } from './outgoing';
import { toned } from './parts';
import { sentSince } from './supplier-pages';
import type { PageWorld, Reply, Visit } from './types';

/** The purchase orders in the sandbox Coupa: prices and quantities of their lines can be changed. */
export class OrderPages {
	constructor(
		private readonly world: () => PageWorld,
		private readonly writes: CoupaWrites,
		private readonly outgoing: OutgoingPages,
	) {}

	list(): Reply {
		const rows = this.world()
			.coupa.rows('purchase_orders')
			.map((order) => {
				const status = textAt(order, 'status') ?? '';
				const lines = recordsAt(order, 'order-lines').length;
				return html`<li>
					<p>
						<a href="/orders/${textAt(order, 'id')}">Purchase order ${textAt(order, 'po-number')}</a>
						${toned(status === 'issued' ? 'good' : 'warn', statusInWords(status))}
					</p>
					<p class="hint">${textAt(order, 'supplier', 'name') ?? 'no supplier'} · ${lines} ${lines === 1 ? 'line' : 'lines'}</p>
				</li>`;
			});
		const body = html`<h1>Purchase orders</h1>
			<p class="lead">
				Change a price or a quantity, and the sync sends the order to Scan One. An invoice that its price holds goes on after that.
			</p>
			<ul class="cards">
				${rows}
			</ul>`;
		return { kind: 'page', title: 'Purchase orders', body };
	}

	/** The form of one order; null for one that Coupa does not hold. */
	async page(id: string, isClosed: boolean, faults: Faults = new Map(), typed?: ReadonlyMap<string, string>): Promise<Reply | null> {
		const order = this.found(id);
		if (order === undefined) return null;
		const number = textAt(order, 'po-number') ?? '';
		const currency = textAt(order, 'currency', 'code') ?? '';
		const lines = recordsAt(order, 'order-lines');
		const body = html`<h1>Purchase order ${number}</h1>
			<p class="lead">${textAt(order, 'supplier', 'name')} · ${statusInWords(textAt(order, 'status') ?? '')} · ${currency}</p>
			${faultSummary(faults, 'Nothing was changed')}
			<form method="post" novalidate>
				<ul class="lines">
					${lines.map((line) => lineFields(line, faults, typed))}
				</ul>
				${!isClosed && lines.length > 0 && html`<p><button>Save in Coupa</button></p>`}
			</form>
			${await sentSince(this.outgoing, order, number)}`;
		return { kind: 'page', status: faults.size > 0 ? 422 : 200, title: `Purchase order ${number}`, body };
	}

	/** Saves the lines by Coupa's own rules, or shows them again with what is wrong. */
	async save(id: string, { fields }: Visit): Promise<Reply | null> {
		const order = this.found(id);
		if (order === undefined) return null;
		const faults = new Map<string, string>();
		const lines = recordsAt(order, 'order-lines').map((line) => changedLine(line, fields, faults));
		if (faults.size > 0) return await this.page(id, false, faults, fields);
		try {
			await this.writes.send('PUT', `purchase_orders/${id}`, { 'order-lines': lines });
		} catch (error) {
			if (!(error instanceof CoupaSaysNo)) throw error;
			const first = fieldOf(recordsAt(order, 'order-lines')[0] ?? {}, 'price');
			return await this.page(id, false, new Map([[first, error.message]]), fields);
		}
		return { kind: 'moved', to: `/orders/${id}` };
	}

	private found(id: string): CoupaRecord | undefined {
		return this.world()
			.coupa.rows('purchase_orders')
			.find((order) => textAt(order, 'id') === id);
	}
}

function fieldOf(line: CoupaRecord, part: 'price' | 'quantity'): string {
	return `line-${textAt(line, 'id') ?? ''}-${part}`;
}

function partsOf(line: CoupaRecord): Array<'price' | 'quantity'> {
	return textAt(line, 'quantity') === undefined ? ['price'] : ['quantity', 'price'];
}

function lineFields(line: CoupaRecord, faults: Faults, typed: ReadonlyMap<string, string> | undefined): Html {
	const number = textAt(line, 'line-num') ?? '';
	const labels = { quantity: 'Quantity', price: textAt(line, 'quantity') === undefined ? 'Amount' : 'Price' };
	return html`<li class="line">
		<h2>Line ${number}: ${textAt(line, 'description')}</h2>
		<div class="columns">
			${partsOf(line).map((part) => {
				const name = fieldOf(line, part);
				const value = typed?.get(name) ?? textAt(line, part) ?? '';
				return html`<div>
					<span class="label" aria-hidden="true">${labels[part]}</span>
					${input({ name, label: `${labels[part]} of line ${number}`, value, quiet: true, decimal: true, most: 40 }, faults)}
				</div>`;
			})}
		</div>
	</li>`;
}

function changedLine(line: CoupaRecord, fields: ReadonlyMap<string, string>, faults: Map<string, string>): CoupaRecord {
	const parts = partsOf(line).map((part): [string, string] => {
		const text = fields.get(fieldOf(line, part))?.trim() ?? '';
		const decimal = parseDecimal(text);
		if (decimal === null) faults.set(fieldOf(line, part), `Give the ${part} in figures with a point, for example 12.50.`);
		else if (decimal.lte(0)) faults.set(fieldOf(line, part), `The ${part} has to be above zero.`);
		else if (!fitsDecimal(decimal, 18, 6)) faults.set(fieldOf(line, part), `The ${part} is larger or more exact than Coupa takes.`);
		return [part, decimal?.toFixed() ?? text];
	});
	return { id: line.id ?? null, ...Object.fromEntries(parts) };
}
