import type { CoupaRecord, Json } from '../../../lib/core';
import type { Attribute } from '../../../lib/coupa/schema';
import type { RecordedRequest } from './types';

/** What the next fitting request is answered with; nothing is done for it. */
export interface Fault {
	/** Which requests it is for; without it, the next one whatever it is. */
	match?: (request: RecordedRequest) => boolean;
	status: number;
	headers?: Record<string, string>;
	body?: Json | string;
}

/** A field that the admin has added to the records of a resource. */
export interface CustomField {
	/** As records spell it: `cost-owner`. */
	name: string;
	/** As the definitions have it; `reference` for a lookup, whose value is an object. */
	type: Attribute['type'];
	/** Of references: the definition they name. */
	of?: string;
	/** On the record itself instead of under `custom-fields` (page 0010). */
	flat?: true;
}

/**
 * What differs from company to company, what Coupa's documents leave open or contradict (✘/⚠ in rules.md), and faults. The
 * defaults are the documented behaviour where there is one. All of it may be changed while the sandbox runs.
 */
export interface CoupaSettings {
	/** Life of a token, s (rules.md §1: 86399). */
	accessTokenSeconds: number;
	tokenFormat: 'jwt' | 'opaque';
	/** A token younger than this is refused with 401, ms (rules.md §1: leave at least 5 s between minting and use). */
	tokenUsableAfterMs: number;
	/** A scope that the client does not hold: refuse the token, or grant the rest in silence (rules.md §1 ✘). */
	unheldScopes: 'invalid_scope' | 'grantHeld';
	/** Client id and secret in a Basic header, as one public client sends them (rules.md §1 ~). */
	acceptsBasicClientAuth: boolean;

	/** rules.md §4: 25 requests a second, a burst of 20. `Infinity` switches the limit off. */
	requestsPerSecond: number;
	burst: number;
	/** Beyond the limit: hold the request back, at most `burst` of them at once (rules.md §4), or refuse it with 429 (✘, third parties). */
	overLimit: 'queue' | '429';
	/** Value of Retry-After beside a 429, s; null leaves it out (rules.md §4 ✘). */
	retryAfterSeconds: number | null;

	/** The company's time zone: dates without time are its midnight (rules.md §2). */
	utcOffset: string;
	/** Who the API client acts as: created-by and updated-by (rules.md §13). */
	integrationUser: CoupaRecord;
	/** Attributes that an invoice must have to be posted; rules.md §9: the table's list without what public clients leave out. */
	requiredOnInvoice: string[];
	/** When a number used twice by one supplier is refused (rules.md §9 ⚠). */
	duplicateRule: 'post' | 'submit' | 'never';
	/** Invoices in these states do not occupy their number (✘). */
	numberFreedBy: string[];
	/** `order-header-num`/`po-number` + `order-line-num` match the PO line; they are documented as output only (rules.md §9 ⚠). */
	acceptsOrderNumbers: boolean;
	/** States in which PUT may change an invoice (✘). */
	editableStatuses: string[];
	/** States from which abandon works (rules.md §11: not stated). */
	abandonableStatuses: string[];
	/** Abandon is refused without a reason insight (operations.md, finding 5 ~). */
	abandonNeedsReason: boolean;
	/** Whether the integration user may decide approvals that wait for others (rules.md §13 ✘). */
	decidesForOthers: boolean;
	/** States from which an invoice can be disputed: those before approval (✘, inferred). */
	disputableStatuses: string[];
	/** States in which payments can be recorded (0407, of the loader). */
	payableStatuses: string[];
	/** Verbs by which payments are recorded: page 0213 has PUT, Coupa's playbook POST (operations.md, finding 14 ⚠). */
	paymentVerbs: Array<'PUT' | 'POST'>;
	/** Where a clean submit leads (rules.md §11: not stated). */
	statusAfterSubmit: string;
	/** Accounts whose budget period is closed: submit refuses them. */
	closedPeriodAccounts: string[];
	/** How far a line may exceed its PO line, percent as decimal text; null switches the check off. Beyond it: ap_hold. */
	priceTolerancePercent: string | null;
	quantityTolerancePercent: string | null;
	/** Verb of the requests that make errors and history records of the integration monitor (rules.md §16 ⚠). */
	monitorRecordMethod: 'POST' | 'PUT';
	/** Setting or resetting `exported` moves `updated-at` (✘). */
	exportedMovesUpdatedAt: boolean;
	/** GET of one attachment that is a file: its bytes (operations.json), or the record as any other (R39 ⚠). */
	attachmentsAnswerWithBytes: boolean;
	/** Custom fields that the company has set up, by resource; a resource that is not named takes whatever is sent. */
	customFields: Record<string, CustomField[]>;
	/** The list that `/api/custom_field_attributes` answers with; null for 404 (operations.md, finding 1 ✘). */
	customFieldAttributes: CoupaRecord[] | null;
	/** Keys an admin's default response filter takes out, by resource; they still come when `fields` names them (rules.md §3). */
	hiddenKeys: Record<string, string[]>;
	/** Admin-defined response filters: name → resource and the value of `fields` it stands for (rules.md §3). */
	responseFilters: Record<string, { resource: string; fields: Json[] }>;

	/** Such a filter takes a key out even where `fields` names it (✘). */
	filtersHideNamed: boolean;
	/** A parameter that a list does not know: refused, or passed over as if it had not been sent (✘). */
	unknownParameters: 'refuse' | 'ignore';
	/** A reference of an invoice that names nothing: dropped without a word (rules.md §2), or refused. */
	unknownReferences: 'drop' | 'refuse';
	/** A custom field of an invoice that no list of `customFields` has: kept, dropped without a word, or refused (✘). */
	unknownCustomFields: 'keep' | 'drop' | 'refuse';
	/** Rows of a page at most, whatever `limit` says (rules.md §3: 50). */
	largestPage: number;
	/** How far the header `Date` is ahead of this machine's clock, ms; null leaves the header out, as some gateways do. */
	clockAheadMs: number | null;
	/** A page image that was taken is shown at its invoice. */
	showsImages: boolean;

	/** Longest address, from the path on, in bytes; a longer one gets 414 and a web page, as from the servers and gateways before Coupa. */
	longestTarget: number;
	/** Every answer waits this long before the work is done, ms; 700 to 1,200 for a page at real tenants. */
	latencyMs: number;
	/** What each row costs that an offset skips, µs, waited after the work is done; 0.41 at real tenants. */
	skippedRowMicros: number;
	/** A new invoice is found by id at once, by lists only after this time, ms. */
	listLagMs: number;
	/** Used up one by one, each by the first request it fits. */
	failNext: Fault[];
	/** Used up one by one: the work is done and kept, the answer never comes. */
	dropAnswers: Array<{ match?: (request: RecordedRequest) => boolean }>;
}

/** The settings a sandbox starts with; a new object each time. */
export function defaultSettings(): CoupaSettings {
	return {
		accessTokenSeconds: 86_399,
		tokenFormat: 'jwt',
		tokenUsableAfterMs: 0,
		unheldScopes: 'invalid_scope',
		acceptsBasicClientAuth: false,
		requestsPerSecond: 25,
		burst: 20,
		overLimit: '429',
		retryAfterSeconds: 1,
		utcOffset: '-07:00',
		integrationUser: { id: 77, login: 'int.batch', email: 'int.batch@example.test', fullname: 'Ines Tegrator' },
		requiredOnInvoice: ['account-type', 'invoice-date', 'invoice-number', 'line-level-taxation'],
		duplicateRule: 'post',
		numberFreedBy: ['abandoned', 'voided'],
		acceptsOrderNumbers: false,
		editableStatuses: ['draft'],
		abandonableStatuses: [
			'new',
			'draft',
			'ap_hold',
			'on_hold',
			'pending_receipt',
			'disputed',
			'pending_approval',
			'booking_hold',
			'rejected',
		],
		abandonNeedsReason: false,
		decidesForOthers: true,
		disputableStatuses: ['new', 'ap_hold', 'on_hold', 'pending_receipt', 'pending_approval', 'booking_hold', 'pending_action'],
		payableStatuses: ['approved'],
		paymentVerbs: ['PUT'],
		statusAfterSubmit: 'pending_approval',
		closedPeriodAccounts: [],
		priceTolerancePercent: '5',
		quantityTolerancePercent: '0',
		monitorRecordMethod: 'POST',
		exportedMovesUpdatedAt: true,
		attachmentsAnswerWithBytes: true,
		customFields: {},
		customFieldAttributes: null,
		hiddenKeys: {},
		responseFilters: {},
		filtersHideNamed: false,
		unknownParameters: 'refuse',
		unknownReferences: 'drop',
		unknownCustomFields: 'keep',
		largestPage: 50,
		clockAheadMs: 0,
		showsImages: true,
		longestTarget: 4_096,
		latencyMs: 0,
		skippedRowMicros: 0,
		listLagMs: 0,
		failNext: [],
		dropAnswers: [],
	};
}
