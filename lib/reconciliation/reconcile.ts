import { shownName } from '../core';
import type { CoupaState } from './coupa-state';
import type { CurrencyAmount, DeliveredRow, LockBoxAccount } from './delivered';
import { daysSince, findingsOf, sinceWhen, stateFindings } from './findings';
import { distinct, Known } from './found';
import { addedUp, amountsOf, decimalOf, type Priced } from './money';
import { placeOf, type PlaceContext } from './place';
import type { ReconcileSettings } from './settings';
import { type Finding, isInCoupa, rankOf, severityOf, type Standing, standingInCoupa, type StandingRow, STANDINGS } from './standing';
import { checksOf, type Check } from './checks';

/** All that a reconciliation goes by; nothing of it is remembered from earlier runs. */
export interface ReconcileInput {
	/** What was looked at, one for each lock-box: at least one. */
	accounts: LockBoxAccount[];
	rows: DeliveredRow[];
	/** What Coupa's API and its files of changes say. */
	api: CoupaState[];
	delta: CoupaState[];
	/** Invoices from before the period that are still open, as the API says. */
	older: CoupaState[];
	/** Why numbers could not be looked up, by `lookUpKey`. */
	notLookedUp: ReadonlyMap<string, string>;
	settings: ReconcileSettings;
	/** ms since the epoch. */
	now: number;
}

/** One line of what somebody has to look at. */
export interface Attention extends Finding {
	severity: 'gap' | 'late' | 'note';
	row: StandingRow | null;
	state: CoupaState | null;
}

export interface Reconciliation {
	accounts: LockBoxAccount[];
	/** Every invoice received within the period, in the order in which they came. */
	rows: StandingRow[];
	/** What came in, as it was counted at the lock-box. */
	received: CurrencyAmount[];
	/** By standing, those that occur: amounts of the files, and those of Coupa. */
	sums: Array<{ standing: Standing; count: number; amounts: CurrencyAmount[]; inCoupa: CurrencyAmount[] }>;
	/** Whether everything adds up, and what does not. */
	checks: Check[];
	/** Worst first, the oldest first among equals. */
	attention: Attention[];
	now: number;
}

/**
 * Accounts for every delivered invoice: each row received within the period has one standing, and the sums of the standings are what came in. What
 * does not add up is in `checks`.
 */
export function reconcile(input: ReconcileInput): Reconciliation {
	const { accounts, now, settings } = input;
	const known = new Known(input.rows, input.api, input.delta);
	const context: PlaceContext = { known, settings, notLookedUp: input.notLookedUp };
	const ordered = input.rows.toSorted(byArrival);
	const first = new Map<string, DeliveredRow>();
	for (const row of ordered) if (!row.isCopy && row.key !== null && !first.has(row.key)) first.set(row.key, row);
	const stand = (row: DeliveredRow): StandingRow => {
		const counted = row.key === null ? undefined : first.get(row.key);
		const placed = placeOf(row, row.isCopy || counted === undefined || counted === row ? null : counted, context);
		const { standing, state, reason } = placed;
		const since = (state === null || !isInCoupa(standing) ? null : sinceWhen(state, standing)) ?? row.receivedAt;
		const ageDays = Number.isNaN(Date.parse(since)) ? null : Math.max(0, Math.floor(daysSince(since, now)));
		return { delivered: row, standing, state, reason, findings: findingsOf(row, placed, known, settings.late, now), ageDays };
	};
	const rows = ordered.filter(({ inPeriod, isCopy }) => inPeriod && !isCopy).map(stand);
	const received = addedUp(accounts.flatMap((account) => account.received.amounts));
	const sums = sumsOf(rows);
	const carried = ordered.filter((row) => isCarriedOver(row, first)).map(stand);
	const attention = [
		...[...rows, ...carried].flatMap((row) => row.findings.map((finding) => attentionTo(finding, row, row.state))),
		...deliveredAgain(rows),
		...ordered
			.filter((row) => isSentBackWithin(row, accounts) && !known.isDeliveredBefore(row))
			.map((row) => attentionTo(archiveGap(accounts, 'It was sent back to Scan One'), stand(row), null)),
		...notInArchive(known, accounts).flatMap((state) =>
			[archiveGap(accounts, 'It is in Coupa with the mark of the import'), ...lateOrEnded(state, input)].map((finding) =>
				attentionTo(finding, null, state),
			),
		),
		...olderFindings(input, rows),
		...accounts.flatMap(({ unread }) => unread.map(unreadPackage)),
	].sort(worstFirst);
	return { accounts, rows, received, sums, checks: checksOf(accounts, rows, received, sums), attention, now };
}

function byArrival(left: DeliveredRow, right: DeliveredRow): number {
	return (
		Date.parse(left.receivedAt) - Date.parse(right.receivedAt) ||
		(left.file < right.file ? -1 : left.file > right.file ? 1 : left.position - right.position)
	);
}

function sumsOf(rows: StandingRow[]): Reconciliation['sums'] {
	return STANDINGS.map((standing) => {
		const all = rows.filter((row) => row.standing === standing);
		const states = all.flatMap(({ state, delivered }) => (state !== null && isInCoupa(standing) ? [pricedInCoupa(state, delivered)] : []));
		return {
			standing,
			count: all.length,
			amounts: amountsOf(all.map(({ delivered }) => delivered)),
			inCoupa: amountsOf(states),
		};
	}).filter(({ count }) => count > 0);
}

/** Of the totals that Coupa computes the one that the file means, where there is such a one. */
function pricedInCoupa(state: CoupaState, { total }: DeliveredRow): Priced {
	const delivered = decimalOf(total);
	const same = delivered === null ? undefined : state.computedTotals.find((one) => decimalOf(one)?.eq(delivered));
	return { total: same ?? totalInCoupa(state), currency: state.currency };
}

/** The total to show of an invoice in Coupa: as Coupa has computed it, else as the supplier stated it. */
export function totalInCoupa({ computedTotals: [computed], statedTotal }: CoupaState): string | null {
	return computed ?? statedTotal;
}

/** Received before the period and still not settled, or still waiting for the buyer. */
function isCarriedOver(row: DeliveredRow, first: ReadonlyMap<string, DeliveredRow>): boolean {
	if (row.inPeriod) return false;
	if (!row.isCopy) return row.place === 'incoming' || row.place === 'processing';
	return row.place === 'waiting' && (row.key === null || first.get(row.key)?.inPeriod !== true);
}

/** What was sent back later may be of packages that came after the period. */
function isSentBackWithin({ isCopy, place, receivedAt }: DeliveredRow, accounts: LockBoxAccount[]): boolean {
	return isCopy && place === 'rejected' && isWithin(receivedAt, accounts);
}

/** Invoices that Coupa has from the import, made within the period, of which the lock-box shows no package. */
function notInArchive(known: Known, accounts: LockBoxAccount[]): CoupaState[] {
	return known.states.filter(
		(state) => (state.keys?.current.length ?? 0) > 0 && isWithin(state.createdAt ?? '', accounts) && !known.isDelivered(state),
	);
}

function isWithin(time: string, accounts: LockBoxAccount[]): boolean {
	return accounts.some(({ from, to }) => Date.parse(time) >= Date.parse(from) && Date.parse(time) < Date.parse(to));
}

function archiveGap(accounts: LockBoxAccount[], where: string): Finding {
	const unread = accounts.some((account) => account.unread.length > 0) ? 'It may be in a package that could not be read. Else: ' : '';
	const purged = accounts.every(({ archiveReachesBack }) => archiveReachesBack)
		? 'Its package was deleted from the archive, or its mark was copied by hand.'
		: 'Its package was deleted or purged: the archive does not reach back to the beginning of the period.';
	return {
		code: 'notInArchive',
		message: `${where}, but no package in the lock-box holds it. ${unread}${purged}`,
	};
}

/** One line for each package, which usually came again as a whole. */
function deliveredAgain(rows: StandingRow[]): Attention[] {
	const byPackage = new Map<string, StandingRow[]>();
	for (const row of rows.filter(({ standing }) => standing === 'deliveredAgain')) {
		const { package: name, receivedAt } = row.delivered;
		const place = JSON.stringify([name, receivedAt, row.reason]);
		const known = byPackage.get(place);
		if (known) known.push(row);
		else byPackage.set(place, [row]);
	}
	return [...byPackage.values()].flatMap(([first, ...others]): Attention[] => {
		if (first === undefined) return [];
		const many = others.length === 0 ? 'An invoice' : `${others.length + 1} invoices`;
		const message = `${many} of ${shownName(first.delivered.package)}, counted once. ${first.reason ?? ''}`;
		return [attentionTo({ code: 'deliveredAgain', message }, others.length === 0 ? first : null, null)];
	});
}

function lateOrEnded(state: CoupaState, { settings, now }: Pick<ReconcileInput, 'settings' | 'now'>): Finding[] {
	return stateFindings(state, standingInCoupa(state), settings.late, now);
}

function olderFindings({ older, settings, now }: ReconcileInput, rows: StandingRow[]): Attention[] {
	const shown = new Set(rows.flatMap(({ state }) => state?.id ?? []));
	return distinct(older)
		.filter(({ id }) => !shown.has(id))
		.flatMap((state) =>
			stateFindings(state, standingInCoupa(state), settings.late, now).map((finding) => attentionTo(finding, null, state)),
		);
}

function unreadPackage({ file, place, reason }: LockBoxAccount['unread'][number]): Attention {
	return attentionTo({ code: 'unreadPackage', message: `${file} (${place}) could not be read. ${reason}` }, null, null);
}

function attentionTo(finding: Finding, row: StandingRow | null, state: CoupaState | null): Attention {
	return { ...finding, severity: severityOf(finding.code), row, state };
}

function worstFirst(left: Attention, right: Attention): number {
	return rankOf(left.code) - rankOf(right.code) || timeOf(left) - timeOf(right);
}

function timeOf({ row, state }: Attention): number {
	const time = Date.parse(row?.delivered.receivedAt ?? state?.createdAt ?? '');
	return Number.isNaN(time) ? Infinity : time;
}
