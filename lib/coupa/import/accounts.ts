import { codeFromSegments, recordsAt, textAt, valueAt, isRecord, type CoupaRecord, ownValue } from '../../core';
import { queryPairs } from '../query';
import { LookedUp } from './looked-up';
import { isBacked } from './orders';
import type { ImportClient } from './types';
import { unfitReason } from './unfit-value';

export const ACCOUNT_FIELDS = ['id', 'code', 'active', 'account-type.id', 'account-type.name'];

/** What Coupa has for an account code in its chart of accounts. */
export type AccountMatch = 'active' | 'inactive' | 'unknown' | 'unknownChart';

/** GL accounts looked up for a run, each one once, one look-up per chart of accounts. */
export class Accounts {
	private readonly known = new Map<string, LookedUp>();
	private readonly charts = new Map<string, CoupaRecord | null>();

	constructor(
		private readonly client: ImportClient,
		private readonly defaultAccounts: Record<string, string>,
	) {}

	async load(invoices: CoupaRecord[]): Promise<void> {
		const wanted = new Map<string, string[]>();
		for (const invoice of invoices) {
			const chart = chartOf(invoice);
			if (chart !== null) wanted.set(chart, [...(wanted.get(chart) ?? []), ...this.codesOf(invoice, chart)]);
		}
		await Promise.all(Array.from(wanted, ([chart, codes]) => this.loadChart(chart, codes)));
	}

	match(chart: string, code: string): AccountMatch {
		const rows = this.known.get(chart)?.find(code) ?? [];
		if (rows.some((row) => textAt(row, 'active') !== 'false')) return 'active';
		if (rows.length > 0) return 'inactive';
		const type = this.charts.get(chart);
		if (type === null) return 'unknownChart';
		// A dynamic chart makes its combinations as they are used (rules.md §7): an unknown one may well be right.
		return type !== undefined && textAt(type, 'dynamic-flag') === 'true' ? 'active' : 'unknown';
	}

	/** How a body names an account: by id where its code is that of one active account, else by code within its chart (rules.md §9). */
	reference(chart: string, code: string): CoupaRecord {
		const [account, second] = (this.known.get(chart)?.find(code) ?? []).filter((row) => textAt(row, 'active') !== 'false');
		const id = second === undefined ? account?.id : undefined;
		return id === undefined ? { code, 'account-type': this.chartReference(chart) } : { id };
	}

	/** How a body names a chart of accounts: by id where an account of it, or the chart itself, was looked up. */
	chartReference(chart: string): CoupaRecord {
		const id = valueAt(this.charts.get(chart) ?? undefined, 'id') ?? valueAt(this.known.get(chart)?.first(), 'account-type', 'id');
		return id === undefined ? { name: chart } : { id };
	}

	/** Why Coupa cannot have that account or chart, as a sentence; null where it may. */
	unfitReason(chart: string, code: string): { of: 'chart' | 'code'; reason: string } | null {
		const reason = unfitChart(chart);
		if (reason !== null) return { of: 'chart', reason };
		const unfitCode = this.known.get(chart)?.unfitReason(code) ?? null;
		return unfitCode === null ? null : { of: 'code', reason: unfitCode };
	}

	/** @throws Undecided where an account of the invoice could not be looked up */
	assertKnown(invoice: CoupaRecord): void {
		const chart = chartOf(invoice);
		if (chart !== null) for (const code of this.codesOf(invoice, chart)) this.known.get(chart)?.assertKnown(code);
	}

	private codesOf(invoice: CoupaRecord, chart: string): string[] {
		const own = accountOwners(invoice)
			.map(({ owner }) => accountCodeOf(owner))
			.filter((code) => code !== null);
		const standard = ownValue(this.defaultAccounts, chart);
		return standard !== undefined && recordsAt(invoice, 'invoice-lines').some(needsAccount) ? [...own, standard] : own;
	}

	private async loadChart(chart: string, codes: string[]): Promise<void> {
		if (unfitChart(chart) !== null) return;
		const known = this.known.get(chart) ?? this.accountsOf(chart);
		this.known.set(chart, known);
		await known.load(codes);
		if (codes.some((code) => known.find(code).length === 0)) await this.loadChartItself(chart);
	}

	private accountsOf(chart: string): LookedUp {
		return new LookedUp(this.client, {
			path: '/api/accounts',
			field: 'code',
			label: 'account code',
			fields: ACCOUNT_FIELDS,
			where: queryPairs([{ field: 'account-type.name', value: chart }]),
			unique: true,
			valueOf: (row) => textAt(row, 'code'),
		});
	}

	/** Only asked when a code is missing: it tells an unknown chart and a dynamic one from a wrong code. */
	private async loadChartItself(chart: string): Promise<void> {
		if (this.charts.has(chart)) return;
		const query = queryPairs([{ field: 'name', value: chart }]);
		for await (const row of this.client.list('/api/account_types', { query, fields: ['id', 'name', 'active', 'dynamic-flag'] })) {
			this.charts.set(chart, row);
			return;
		}
		this.charts.set(chart, null);
	}
}

function unfitChart(chart: string): string | null {
	return unfitReason({ path: '/api/account_types', field: 'name', label: 'chart of accounts' }, chart);
}

/** Name of the chart of accounts an invoice is booked in; null when it names none. */
export function chartOf(invoice: CoupaRecord): string | null {
	return textAt(invoice, 'account-type', 'name')?.trim() || null;
}

/** Everything of an invoice that has an account: lines, charges and their allocations, with path. */
export function accountOwners(invoice: CoupaRecord): Array<{ owner: CoupaRecord; path: string }> {
	return ['invoice-lines', 'invoice-charges'].flatMap((key) =>
		recordsAt(invoice, key).flatMap((owner, index) => [
			{ owner, path: `${key}[${index}]` },
			...recordsAt(owner, 'account-allocations').map((allocation, place) => ({
				owner: allocation,
				path: `${key}[${index}].account-allocations[${place}]`,
			})),
		]),
	);
}

/** The account code of a line or allocation: as given, or its segments joined with `-` (rules.md §7); null for none. */
export function accountCodeOf(owner: CoupaRecord): string | null {
	const account = valueAt(owner, 'account');
	if (!isRecord(account)) return null;
	const code = textAt(account, 'code')?.trim() ?? '';
	if (code !== '') return code;
	return codeFromSegments((number) => textAt(account, `segment-${number}`))?.code ?? null;
}

/** Whether a line stands without purchase order, account and account allocations. */
export function needsAccount(line: CoupaRecord): boolean {
	return !isBacked(line) && !isRecord(valueAt(line, 'account')) && recordsAt(line, 'account-allocations').length === 0;
}
