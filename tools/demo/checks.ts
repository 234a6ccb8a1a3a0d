import { deepStrictEqual } from 'node:assert';

import type { CrashCounts, ImportCounts } from './counts';
import type { EInvoiceCounts } from './e-invoice-scene';
import { line } from '../harness/print';
import type { LogCounts } from './log-scene';
import type { OkToPayCounts } from './ok-to-pay-scene';
import type { PaymentCounts } from './payments-scene';
import type { PreflightCounts } from './preflight-scene';
import type { ReconciliationCounts } from './reconciliation-scene';
import type { ReviewCounts } from './review-scene';
import type { StatusCounts } from './status-scene';
import type { SyncCounts, SyncRound } from './sync-scene';

/** What the sample delivery must come to (its README says which invoices are which). */
const FIRST = { received: 25, imported: 20, alreadyImported: 0, heldAsDraft: 1, refused: 3, needsBuyer: 1, imagesIdentical: 21 };
const AGAIN = { ...FIRST, imported: 0, alreadyImported: 20 };
/** Of the 21 invoices in Coupa, two are drafts. */
const STATUS_ROWS = 19;
const DECIDED = ['Approved, 2026-06-03T00:00:00-07:00', 'AP Hold, Price %: 12.5, limit 10', 'Disputed, Wrong quantity'];
const REVIEWED: ReviewCounts = {
	...{ asked: 5, reasons: 'Price % on line 1: 12.5, limit 10', status: 'disputed', named: 1 },
	row: ['Dispute', 'ap@example.test', 'decided'],
};
/** The demo's credential asks for the default scopes, and no invoice can be looked at yet. */
const PREFLIGHT = {
	blocked: ['template.export-purchase-orders-to-scan-one', 'template.review-what-tolerances-hold'],
	// How far clock and pace are ok is up to the machine.
	...{ okOrLimits: 50, notAsked: 43 },
};
const PAID: PaymentCounts = {
	outcomes: ['alreadyRecorded', 'alreadyRecorded', 'noInvoice', 'refused'],
	payments: ['1 paid', '1 open'],
	archived: 2,
	left: 0,
};
const OK_TO_PAY: OkToPayCounts = { files: [1, 1], states: ['sent', 'accepted', 'refused', 'voided', 'sent', 'sent'], markedUnseen: 0 };
const E_INVOICES: EInvoiceCounts = { invoices: ['FX-2026-1 172.55 draft', 'XR-2026-1 345.10 draft'], withImage: 2, archived: 2 };
const AFTER_KILL: CrashCounts = { inCoupa: 21, duplicates: 0, withImage: 21 };
/** Each package came twice; of the 25 invoices eight were decided in Coupa. What is late depends on which these are. */
const RECONCILED = {
	addsUp: true,
	received: 50,
	standings: {
		...{ paid: 2, exported: 1, approved: 2, inApproval: 11, held: 1, disputed: 1, draft: 2, ended: 1, refused: 3, waiting: 1 },
		deliveredAgain: 25,
	},
	attention: { voided: 1, deliveredAgain: 3 },
};
/** Files and data rows that each run of the sync puts into the lock-box. */
const SYNCED = { accounts: '1 / 30', suppliers: '1 / 12', remitTo: '1 / 14', purchaseOrders: '1 / 37', purchaseOrderLines: '1 / 21' };
const NOTHING = { accounts: '0 / 0', suppliers: '0 / 0', remitTo: '0 / 0', purchaseOrders: '0 / 0', purchaseOrderLines: '0 / 0' };
const CHANGED = { accounts: '0 / 0', suppliers: '1 / 2', remitTo: '1 / 2', purchaseOrders: '1 / 2', purchaseOrderLines: '1 / 1' };
// Three for each invoice; eleven that the 20 invoices share: token, look-ups, near duplicates, the look before the submit, those of single checks.
const MAX_CALLS_PER_INVOICE = 3.6;
const MAX_TARBALL_BYTES = 1.5 * 1024 * 1024;
/** Some 75 on a quiet machine of two cores. */
const MAX_WORK_SECONDS = 90;

export interface DemoReport {
	preflight: PreflightCounts;
	sync: SyncCounts;
	status: StatusCounts;
	log: { first: LogCounts; again: LogCounts };
	review: ReviewCounts;
	okToPay: OkToPayCounts;
	payments: PaymentCounts;
	reconciliation: ReconciliationCounts;
	eInvoices: EInvoiceCounts;
	import: { first: ImportCounts; again: ImportCounts; afterKill: CrashCounts };
	originalsArchived: number;
	workSeconds: number;
	tarballBytes: number;
}

/** Prints each check with its result; false when one failed. */
export function demoChecks(report: DemoReport): boolean {
	const { first, again, afterKill } = report.import;
	const { callsPerInvoice, ...firstCounts } = first;
	const { sync, status, log, reconciliation } = report;
	const { blocked, counts } = report.preflight;
	const results: Array<[what: string, passed: boolean]> = [
		[
			'preflight: 50 questions are answered with ok or limits, 43 not asked; what blocks are the scopes of two templates that have to be added',
			same({ blocked, okOrLimits: counts.ok + counts.limits, notAsked: counts.notAsked }, PREFLIGHT),
		],
		[
			'reference data, first run: 30 accounts, 12 suppliers, 14 remit-to addresses, 14 purchase orders with their lines',
			same(arrived(sync.first), SYNCED),
		],
		['reference data, nothing changed: no file', same(arrived(sync.again), NOTHING)],
		['reference data, three changes: only what changed', same(arrived(sync.afterChange), CHANGED)],
		[
			'reference data: every cell as in Coupa, after each run',
			[sync.first, sync.again, sync.afterChange].every(({ wrongCells }) => wrongCells === 0),
		],
		['first delivery: 20 imported, 1 held as draft, 3 refused, 1 needs the buyer, 21 identical images', same(firstCounts, FIRST)],
		['delivered again: nothing new, the same outcomes', same(again, { ...AGAIN, callsPerInvoice: again.callsPerInvoice })],
		[
			'import log: a row for each of the 25 invoices as the sandboxes have it; delivered again, the same rows',
			[log.first, log.again].every((counts) => same(counts, { rows: 25, wrongRows: 0 })),
		],
		[
			`invoice status: a file with all ${status.expected} delivered invoices as in Coupa, then none, then the three that were decided`,
			same(status, { files: [1, 0, 1], rows: STATUS_ROWS, wrongRows: 0, expected: STATUS_ROWS, decided: DECIDED }),
		],
		['review: five held invoices asked for, one disputed through the form, the reviewer named in Coupa', same(report.review, REVIEWED)],
		[
			'OK to pay: one accepted and marked, one refused and sent again corrected, one voided and sent as a void',
			same(report.okToPay, OK_TO_PAY),
		],
		['payments of the ERP: each once on its invoice, what fits none is reported, both files archived', same(report.payments, PAID)],
		[
			'reconciliation: all 50 delivered invoices have one standing, and their amounts add up to the cent',
			same(withoutLate(reconciliation.whole), RECONCILED),
		],
		['reconciliation: a deleted package, a voided invoice and a missing payment are shown', gapsAreShown(reconciliation.withGaps)],
		[
			'e-invoices: a Factur-X and an XRechnung are in Coupa, each with a page image; both files archived',
			same(report.eInvoices, E_INVOICES),
		],
		['killed and started again: the same 21 exactly once, each with its image', same(afterKill, AFTER_KILL)],
		['the archive holds the three originals', report.originalsArchived === 3],
		[
			`Coupa calls per submitted invoice: ${callsPerInvoice} of at most ${MAX_CALLS_PER_INVOICE}`,
			callsPerInvoice > 0 && callsPerInvoice <= MAX_CALLS_PER_INVOICE,
		],
		[`own work: ${report.workSeconds} s of at most ${MAX_WORK_SECONDS} s`, report.workSeconds <= MAX_WORK_SECONDS],
		[
			`tarball: ${Math.round(report.tarballBytes / 1024)} kB of at most ${MAX_TARBALL_BYTES / 1024} kB`,
			report.tarballBytes <= MAX_TARBALL_BYTES,
		],
	];
	for (const [what, passed] of results) line(`${passed ? 'ok    ' : 'FAILED'} ${what}`);
	return results.every(([, passed]) => passed);
}

function withoutLate({ attention: { notPaid, ...attention }, ...round }: ReconciliationCounts['whole']) {
	return { ...round, attention: notPaid === undefined || notPaid === 1 ? attention : { ...attention, notPaid } };
}

/** Two are voided: the one of the OK to pay as well. The invoices of a deleted package that are in Coupa are gaps, each once. */
function gapsAreShown({ addsUp, attention }: ReconciliationCounts['withGaps']): boolean {
	return addsUp && (attention.notInArchive ?? 0) > 0 && attention.voided === 2 && (attention.notPaid ?? 0) > 0;
}

/** Files and rows by table. */
function arrived({ arrivals }: SyncRound): Record<string, string> {
	return Object.fromEntries(Object.entries(arrivals).map(([table, { files, rows }]) => [table, `${files} / ${rows}`]));
}

function same(actual: object, expected: object): boolean {
	try {
		deepStrictEqual(actual, expected);
		return true;
	} catch {
		return false;
	}
}
