import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type CoupaRecord, textAt } from '../../../lib/core';
import { DEFAULT_SCOPES } from '../../../lib/coupa';
import { CLIENT, coupaCredential, startCoupa } from '../../../tools/harness/engine/coupa';
import { Engine, type NodeRun } from '../../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { itemsOf } from './flow';

const SCOPES = [...DEFAULT_SCOPES, 'core.comment.read', 'core.comment.write', 'core.approval.read', 'core.approval.write'];

export const DANA = { id: 4711, login: 'dana.reviewer', email: 'dana@acme.test', fullname: 'Dana Reviewer' };
export const BOB = { id: 4712, login: 'bob.buyer', email: 'bob@acme.test', fullname: 'Bob Buyer' };
const PRICE = { code: 'price_percent', resolved: false, 'breach-amount': '12.5', 'breach-limit': '10', 'failable-type': 'InvoiceLine' };

export interface Seen {
	id: number;
	updatedAt: string;
}

/** A sandbox Coupa with invoices that tolerances hold, and the node before it. */
export class Review {
	private count = 0;
	private earlier = new Set<unknown>();

	private constructor(
		readonly coupa: CoupaSandbox,
		readonly engine: Engine,
	) {}

	static async start(): Promise<Review> {
		const engine = await Engine.load();
		const coupa = await startCoupa({ settings: { requestsPerSecond: Infinity }, clients: [{ ...CLIENT, scopes: SCOPES }] });
		engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa, { scopes: SCOPES.join(' ') });
		for (const user of [DANA, BOB]) coupa.put('users', user);
		return new Review(coupa, engine);
	}

	/** Puts an invoice into Coupa, by default one that a price of its second line holds. */
	invoice(change: CoupaRecord = {}): Seen {
		const id = 880_000 + 10 * ++this.count;
		this.coupa.put('purchase_orders', { id, 'po-number': `PO-${id}`, requester: BOB, status: 'issued' });
		this.coupa.put('invoices', {
			...{ id, 'invoice-number': `R-${this.count}`, 'invoice-date': '2026-05-04T00:00:00-07:00', status: 'ap_hold' },
			...{ 'gross-total': '112.50', currency: { code: 'USD' }, supplier: { id: 1, name: 'Northbrook', number: 'V-1' } },
			'failed-tolerances': [{ ...PRICE, id, 'failable-id': id + 2, 'created-at': '2026-05-05T10:00:00-07:00' }],
			'invoice-lines': [
				{ id: id + 1, 'line-num': 1, 'order-header-num': `PO-${id}`, 'order-line-num': '1' },
				{ id: id + 2, 'line-num': 2, 'order-header-num': `PO-${id}`, 'order-line-num': '2' },
			],
			...change,
		});
		return { id, updatedAt: String(this.now(id)['updated-at']) };
	}

	/** An invoice in approval whose one open step waits for that user. */
	inApproval(approver: CoupaRecord = DANA, change: CoupaRecord = {}): Seen & { approval: number } {
		const seen = this.invoice({ status: 'pending_approval', ...change });
		const approval = { id: seen.id + 5, status: 'pending_approval', position: 1, 'approver-type': 'User', approver };
		this.coupa.put('approvals', {
			...{ ...approval, 'approver-id': approver.id ?? null },
			...{ 'approvable-type': 'InvoiceHeader', 'approvable-id': seen.id },
		});
		return { ...seen, approval: seen.id + 5 };
	}

	/** The invoice as Coupa has it. */
	now(id: number): CoupaRecord {
		return this.coupa.rows('invoices').find((row) => row.id === id) ?? {};
	}

	/** Comments that came since `clear`. */
	comments(): string[] {
		return this.coupa
			.rows('comments')
			.filter(({ id }) => !this.earlier.has(id))
			.map((comment) => textAt(comment, 'comments') ?? '');
	}

	clear(): void {
		this.coupa.clearRequests();
		this.earlier = new Set(this.coupa.rows('comments').map(({ id }) => id));
	}

	/** Steps of writes about the invoice, in their order. */
	written(id: number): string[] {
		return this.coupa
			.requests()
			.filter(({ method, path }) => method !== 'GET' && (path.includes(`/${id}/`) || path.includes(`/${id + 5}/`)))
			.map(({ path }) => path.split('/').at(-1) ?? '');
	}

	async held(parameters: IDataObject = {}): Promise<NodeRun> {
		return await this.engine.execute('coupa', { resource: 'invoice', operation: 'getHeld', returnAll: true, ...parameters });
	}

	async run(seen: Seen, decision: string, parameters: IDataObject = {}): Promise<NodeRun> {
		return await this.engine.execute('coupa', {
			...{ resource: 'invoice', operation: 'decide', decision, seenAt: seen.updatedAt },
			invoice: { __rl: true, mode: 'id', value: String(seen.id) },
			...{ reviewerName: DANA.fullname, reviewerEmail: DANA.email, reviewerCoupaUser: DANA.login },
			...parameters,
		});
	}

	async decide(seen: Seen, decision: string, parameters: IDataObject = {}): Promise<IDataObject> {
		const [item] = itemsOf(await this.run(seen, decision, parameters));
		return (item as INodeExecutionData).json;
	}
}
