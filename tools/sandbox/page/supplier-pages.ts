import { invisibleIn, statusInWords, textAt, type CoupaRecord } from '../../../lib/core';
import { CoupaSaysNo, type CoupaWrites } from './coupa-writes';
import { faultSummary, input, select, type Faults } from './fields';
import { html, type Html } from './html';
import type { OutgoingPages } from './outgoing';
import { timeOf, toned } from './parts';
import type { PageWorld, Reply, Visit } from './types';

const STATUSES = ['active', 'inactive'];
const MOST_NAME = 100;

/** The suppliers in the sandbox Coupa, to be changed as a buyer would. */
export class SupplierPages {
	constructor(
		private readonly world: () => PageWorld,
		private readonly writes: CoupaWrites,
		private readonly outgoing: OutgoingPages,
	) {}

	list(): Reply {
		const rows = this.world()
			.coupa.rows('suppliers')
			.map((supplier) => {
				const status = textAt(supplier, 'status') ?? '';
				return html`<li>
					<p>
						<a href="/suppliers/${textAt(supplier, 'id')}">${textAt(supplier, 'name')}</a>
						${toned(status === 'active' ? 'good' : 'warn', statusInWords(status))}
					</p>
					<p class="hint">${textAt(supplier, 'number')} · ${textAt(supplier, 'payment-term', 'code') ?? 'no payment terms'}</p>
				</li>`;
			});
		const body = html`<h1>Suppliers</h1>
			<p class="lead">Change one, and the sync sends it to Scan One.</p>
			<ul class="cards">
				${rows}
			</ul>`;
		return { kind: 'page', title: 'Suppliers', body };
	}

	/** The form of one supplier; null for one that Coupa does not hold. */
	async page(id: string, isClosed: boolean, faults: Faults = new Map(), typed?: ReadonlyMap<string, string>): Promise<Reply | null> {
		const supplier = this.found(id);
		if (supplier === undefined) return null;
		const name = textAt(supplier, 'name') ?? '';
		const value = (field: string, held: string | undefined): string => typed?.get(field) ?? held ?? '';
		const status = value('status', textAt(supplier, 'status'));
		const statuses = [...new Set([...STATUSES, textAt(supplier, 'status') ?? 'active'])];
		const term = value('term', textAt(supplier, 'payment-term', 'code'));
		const body = html`<h1>${name}</h1>
			${faultSummary(faults, 'Nothing was changed')}
			<form method="post" novalidate>
				<div class="columns">
					${input({ name: 'name', label: 'Name', value: value('name', name), required: true, most: 300 }, faults)}
					${select({ name: 'status', label: 'Status', value: status, choices: statuses.map((code) => ({ value: code, label: statusInWords(code) })) }, faults)}
					${select({ name: 'term', label: 'Payment terms', value: term, choices: this.terms().map((code) => ({ value: code, label: code })) }, faults)}
				</div>
				${!isClosed && html`<p><button>Save in Coupa</button></p>`}
			</form>
			${await this.sentSince(supplier)}`;
		return { kind: 'page', status: faults.size > 0 ? 422 : 200, title: name, body };
	}

	/** Saves the form by Coupa's own rules, or shows it again with what is wrong. */
	async save(id: string, { fields }: Visit): Promise<Reply | null> {
		const supplier = this.found(id);
		if (supplier === undefined) return null;
		const value = (name: string): string => fields.get(name)?.trim() ?? '';
		const faults = new Map<string, string>();
		const name = value('name');
		if (name === '') faults.set('name', 'A supplier needs a name.');
		else if (name.length > MOST_NAME) faults.set('name', `The name has ${name.length} characters; Coupa takes ${MOST_NAME}.`);
		else if (invisibleIn(name) !== null) faults.set('name', 'The name holds a character that cannot be seen. Type it anew.');
		if (![...STATUSES, textAt(supplier, 'status')].includes(value('status'))) faults.set('status', 'Choose one of the list.');
		if (!this.terms().includes(value('term'))) faults.set('term', 'Choose one of the list.');
		if (faults.size > 0) return await this.page(id, false, faults, fields);
		try {
			await this.writes.send('PUT', `suppliers/${id}`, { name, 'payment-term': { code: value('term') } });
		} catch (error) {
			if (!(error instanceof CoupaSaysNo)) throw error;
			return await this.page(id, false, new Map([['name', error.message]]), fields);
		}
		this.setStatus(id, value('status'));
		return { kind: 'moved', to: `/suppliers/${id}` };
	}

	/** Coupa's API only shows the status (its definition): a buyer changes it on Coupa's own pages. */
	private setStatus(id: string, status: string): void {
		const supplier = this.found(id);
		if (supplier !== undefined && textAt(supplier, 'status') !== status) this.world().coupa.put('suppliers', { ...supplier, status });
	}

	private async sentSince(supplier: CoupaRecord): Promise<Html> {
		return await sentSince(this.outgoing, supplier, textAt(supplier, 'number') ?? '');
	}

	private found(id: string): CoupaRecord | undefined {
		return this.world()
			.coupa.rows('suppliers')
			.find((supplier) => textAt(supplier, 'id') === id);
	}

	private terms(): string[] {
		return this.world()
			.coupa.rows('payment_terms')
			.map((term) => textAt(term, 'code') ?? '');
	}
}

/** When a record was changed last, and the files that brought it to Scan One since. */
export async function sentSince(outgoing: OutgoingPages, record: CoupaRecord, number: string): Promise<Html> {
	const changed = textAt(record, 'updated-at') ?? '';
	return html`<div id="sent" data-live>
		<h2>Sent to Scan One</h2>
		<p>Changed in Coupa: ${timeOf(changed)}</p>
		${await outgoing.list(number, Date.parse(changed) || 0)}
	</div>`;
}
