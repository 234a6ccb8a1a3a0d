import { setTimeout as wait } from 'node:timers/promises';
import { LARGEST_IMAGE } from '../../core';
import type { IntentChoice } from './attachment-intent';
import type { BankSource } from './bank-source';
import type { ChartSettings } from './from-facts/charts';
import type { TaxCodeRow } from './from-facts/tax-codes';
import { NO_BANDS, type OrderBands } from './order-bands';
import type { TagForm } from './tags';

/**
 * What a finding of a check does: `error` refuses the invoice, `needsBuyer` leaves it to the buyer, `draft` lets it in
 * but keeps it a draft, `warning` is only reported, `off` is skipped.
 */
export type CheckLevel = 'error' | 'needsBuyer' | 'draft' | 'warning' | 'off';

export type CheckName =
	| 'requiredColumns'
	| 'numberLength'
	| 'textLength'
	| 'allowedValues'
	| 'cellsAgree'
	| 'unknownColumns'
	| 'formulas'
	| 'textIntact'
	| 'lookAlikes'
	| 'importMarks'
	| 'sameTotal'
	| 'nearDuplicate'
	| 'dates'
	| 'invoiceAge'
	| 'currency'
	| 'decimals'
	| 'currencyDecimals'
	| 'controlTotal'
	| 'taxLevel'
	| 'creditNote'
	| 'imagePresent'
	| 'imageType'
	| 'imageSize'
	| 'attachmentPresent'
	| 'supplierExists'
	| 'supplierTaxNumber'
	| 'chartDecided'
	| 'taxCodeDecided'
	| 'unitKnown'
	| 'supplierActive'
	| 'supplierName'
	| 'remitToCode'
	| 'paymentTerm'
	| 'contractInForce'
	| 'requesterActive'
	| 'taxCodeActive'
	| 'remitToAddress'
	| 'bankDetails'
	| 'ibanValid'
	| 'bankDetailsCompared'
	| 'poExists'
	| 'poSupplier'
	| 'poIssued'
	| 'poLineExists'
	| 'poLineOpen'
	| 'lineClass'
	| 'poLineFit'
	| 'poCurrency'
	| 'poChart'
	| 'servicePeriod'
	| OrderUseCheck
	| 'poLineCompared'
	| 'quantityDecimals'
	| 'freightOnPo'
	| 'unbackedAccount'
	| 'accountExists'
	| 'splitComplete';

/** Checks that compare an invoice with its PO lines. Off unless the settings say otherwise, because Coupa judges the same when an invoice is submitted. */
export const ORDER_USE_CHECKS = ['overReceived', 'overOrdered', 'overPrice'] as const;

type OrderUseCheck = (typeof ORDER_USE_CHECKS)[number];

/** What to do with an invoice of the same supplier and number that this delivery did not bring. */
type ExistingChoice = 'refuse' | 'import';

/** The options of Coupa → Invoice → Import. */
export interface ImportSettings {
	submit: 'asFileSays' | 'always' | 'never';
	/** Looks everything up and checks it, writes nothing. */
	validateOnly: boolean;
	/**
	 * `orderLineId` sends the documented `order-line-id`; `numbers` sends `order-header-num` and `order-line-num`, which
	 * are documented as output only although public connectors send them (rules.md §9 ⚠).
	 */
	matchPurchaseOrdersBy: 'orderLineId' | 'numbers';
	/** A PO line that the file does not name, or not rightly: the only one that fits is proposed in the finding, or taken. */
	matchPoLines: 'propose' | 'takeOnlyFit';
	existing: {
		numberReused: ExistingChoice;
		abandoned: ExistingChoice;
		voided: ExistingChoice;
		rejected: ExistingChoice;
		disputed: ExistingChoice;
	};
	/** What becomes of a correction of our own draft that changes its total or remit-to address, where it would be submitted. */
	moneyCorrections: 'keepDraft' | 'submit';
	imageRequired: boolean;
	/** Largest page image that is sent, in bytes. Coupa names no limit for REST. */
	imageMaxBytes: number;
	attachFiles: boolean;
	/** What attachments are for, and so who sees them (`attachment[intent]`). */
	attachmentIntent: IntentChoice;
	tagForm: TagForm;
	/** Level of each check; what is left out has its default (CHECKS). */
	checks: Partial<Record<CheckName, CheckLevel>>;
	/** Allowed difference to the control total by currency code, as decimal text; 0 where none is given. */
	controlTotalBand: Record<string, string>;
	/** How far PO-backed lines may go over their PO line. */
	orderBands: OrderBands;
	/** Where the file says to which account the supplier wants to be paid; empty: that is not compared. */
	bankDetails: BankSource[];
	/** Numbers of suppliers by what e-invoices call them; they win over what Coupa has. */
	supplierAliases: Array<{ identifier: string; supplierNumber: string }>;
	/** Charts of accounts by what e-invoices call the buyer. */
	eInvoiceCharts: ChartSettings;
	/** Tax codes by what e-invoices call a tax; they win over what Coupa has. */
	eInvoiceTaxCodes: TaxCodeRow[];
	/** Account code for lines without PO and account, by name of the chart of accounts. */
	defaultAccounts: Record<string, string>;
	/** Invoices worked on at the same time. */
	parallelInvoices: number;
	/** Milliseconds since the epoch: how old an invoice is. */
	now(): number;
	/** Waits before each new look-up after a POST whose answer was lost: Coupa's list may lag behind (design §4). */
	lostAnswerWaitsMs: number[];
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const DEFAULT_IMPORT_SETTINGS: ImportSettings = {
	submit: 'asFileSays',
	validateOnly: false,
	matchPurchaseOrdersBy: 'orderLineId',
	matchPoLines: 'propose',
	existing: { numberReused: 'refuse', abandoned: 'import', voided: 'import', rejected: 'refuse', disputed: 'refuse' },
	moneyCorrections: 'keepDraft',
	imageRequired: true,
	imageMaxBytes: LARGEST_IMAGE,
	attachFiles: true,
	attachmentIntent: 'Internal',
	tagForm: 'nested',
	checks: {},
	controlTotalBand: {},
	orderBands: NO_BANDS,
	bankDetails: [],
	supplierAliases: [],
	eInvoiceCharts: { rows: [], standard: '' },
	eInvoiceTaxCodes: [],
	defaultAccounts: {},
	parallelInvoices: 6,
	now: Date.now,
	lostAnswerWaitsMs: [2_000, 10_000, 30_000, 60_000],
	sleep: async (milliseconds, signal) => {
		await wait(milliseconds, undefined, { signal });
	},
};

/** The settings with a default for each one left out; `existing` is merged key by key. */
export function withDefaults(settings: Partial<ImportSettings>): ImportSettings {
	return {
		...DEFAULT_IMPORT_SETTINGS,
		...given(settings),
		existing: { ...DEFAULT_IMPORT_SETTINGS.existing, ...given(settings.existing ?? {}) },
	};
}

/** Whether any check that compares invoices with their PO lines is on. */
export function comparesOrders({ checks }: Pick<ImportSettings, 'checks'>): boolean {
	return ORDER_USE_CHECKS.some((name) => (checks[name] ?? 'off') !== 'off');
}

function given<Settings extends object>(settings: Settings): Partial<Settings> {
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<Settings>;
}
