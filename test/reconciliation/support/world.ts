import { sha256 } from '../../../lib/core';
import {
	amountsOf,
	type CoupaState,
	type DeliveredRow,
	LATE_AFTER,
	type LockBoxAccount,
	reconcile,
	type Reconciliation,
	stateOf,
} from '../../../lib/reconciliation';

const NOW = Date.parse('2026-06-02T06:00:00Z');
const FROM = '2026-06-01T00:00:00.000Z';
const TO = '2026-06-02T06:00:00.000Z';

/** A delivered invoice, in the archive unless said otherwise. */
export function row(number: string, changes: Partial<DeliveredRow> = {}): DeliveredRow {
	return {
		kind: 'invoice',
		number,
		supplierNumber: 'V-20011',
		supplierName: 'Northbrook Fasteners',
		date: '2026-05-30',
		total: '100.10',
		currency: 'USD',
		package: 'a.zip',
		place: 'archive',
		receivedAt: '2026-06-01T08:00:00.000Z',
		inPeriod: true,
		isCopy: false,
		reason: null,
		key: sha256(number),
		file: 'a~20260601T080000Z~0000000000000000.zip',
		position: 1,
		...changes,
	};
}

/** What Coupa has of a delivered invoice. */
export function inCoupa(id: number, number: string, status: string, changes: Record<string, unknown> = {}): CoupaState {
	return stateOf(
		{
			...{ id, 'invoice-number': number, status, 'gross-total': '100.10', 'supplier-total': '100.10', currency: { code: 'USD' } },
			...{ supplier: { number: 'V-20011', name: 'Northbrook Fasteners' }, 'internal-note': `scan-one:${sha256(number)}` },
			...{ exported: false, paid: false, 'created-at': '2026-06-01T08:05:00Z', 'updated-at': '2026-06-01T09:00:00Z' },
			...(changes as Record<string, string>),
		},
		`https://acme.coupahost.com/invoices/${id}`,
	);
}

/** The account of these rows, as Get Delivered gives it. */
function accountOf(rows: DeliveredRow[], changes: Partial<LockBoxAccount> = {}): LockBoxAccount {
	const received = rows.filter(({ inPeriod, isCopy }) => inPeriod && !isCopy);
	return {
		kind: 'lockBox',
		from: FROM,
		to: TO,
		timeZone: 'Europe/Berlin',
		boundTo: 'acme.coupahost.com',
		server: 'sftp.example.com',
		folders: [{ place: 'archive', path: '/Incoming/Archive/Invoices', files: 4, read: 1 }],
		received: { packages: 1, items: received.length, amounts: amountsOf(received) },
		oldestArchived: '2026-05-01T00:00:00.000Z',
		archiveReachesBack: true,
		unread: [],
		...changes,
	};
}

export interface Given {
	api?: CoupaState[];
	delta?: CoupaState[];
	older?: CoupaState[];
	account?: Partial<LockBoxAccount>;
	notLookedUp?: Map<string, string>;
	rejectedAreTaken?: boolean;
}

export function reconciled(rows: DeliveredRow[], given: Given = {}): Reconciliation {
	const { api = [], delta = [], older = [], notLookedUp = new Map(), rejectedAreTaken = false } = given;
	return reconcile({
		accounts: [accountOf(rows, given.account)],
		rows,
		api,
		delta,
		older,
		notLookedUp,
		settings: { late: LATE_AFTER, rejectedAreTaken },
		now: NOW,
	});
}

/** Standing by invoice number. */
export function standings({ rows }: Reconciliation): Record<string, string> {
	return Object.fromEntries(rows.map(({ delivered, standing }) => [delivered.number ?? '?', standing]));
}

/** `code number` of what has to be looked at, in order. */
export function attentions({ attention }: Reconciliation): string[] {
	return attention.map(({ code, row: at, state }) => `${code} ${at?.delivered.number ?? state?.number ?? ''}`.trim());
}
