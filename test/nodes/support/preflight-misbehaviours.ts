import type { CoupaSettings } from '../../../tools/sandbox/coupa';
import { WRITING } from './preflight';

/** One thing that a Coupa may do otherwise, and the lines that change from ok because of it. */
interface Misbehaviour {
	set: Partial<CoupaSettings>;
	lines: Record<string, 'limits' | 'blocks'>;
	seen: RegExp;
	choose?: string;
	parameters?: object;
}

export const MISBEHAVIOURS: Record<string, Misbehaviour> = {
	'tokens that live ten minutes': { set: { accessTokenSeconds: 600 }, lines: { token: 'limits' }, seen: /10 minutes/ },
	'a response filter that hides fields by default': {
		set: { hiddenKeys: { suppliers: ['remit-to-addresses'] } },
		lines: { 'filters.supplier.default': 'limits' },
		seen: /remit-to-addresses/,
		choose: 'Selected Fields',
	},
	'a response filter that hides what is asked for by name': {
		set: { hiddenKeys: { accounts: ['code'] }, filtersHideNamed: true },
		lines: { 'filters.account.import': 'blocks', 'filters.account.default': 'limits' },
		seen: /code hidden although asked for by name/,
	},
	'no list of custom fields': {
		set: { customFieldAttributes: null },
		lines: { 'customFields.definitions': 'limits' },
		seen: /no such list/,
	},
	'a clock two minutes ahead': { set: { clockAheadMs: 120_000 }, lines: { 'time.clock': 'limits' }, seen: /120 seconds ahead/ },
	'no header Date': { set: { clockAheadMs: null }, lines: { 'time.clock': 'limits' }, seen: /no header Date/ },
	'pages of 20 rows': { set: { largestPage: 20 }, lines: { 'pages.size': 'limits' }, seen: /Only 20/ },
	'fewer requests than the credential allows': {
		set: { requestsPerSecond: 20, burst: 4, retryAfterSeconds: 0.1 },
		lines: { 'pages.pace': 'limits' },
		seen: /[1-9]\d* refused as too many/,
		choose: '500',
	},
	'filters on unknown fields that are ignored': {
		set: { unknownParameters: 'ignore' },
		lines: { 'strict.filters': 'limits' },
		seen: /ignores the filter/,
	},
	'a list that lags': {
		set: { listLagMs: 2_600 },
		lines: { 'test.listLag': 'limits' },
		seen: /After (2\.[6-9]|3\.\d) seconds/,
		parameters: WRITING,
	},
	'a list that lags longer than is waited': {
		set: { listLagMs: 4_000 },
		lines: { 'test.listLag': 'limits' },
		seen: /Not within/,
		parameters: { ...WRITING, options: { longestListLag: 1 } },
	},
	'page images that are not shown': {
		set: { showsImages: false },
		lines: { 'test.image': 'blocks' },
		seen: /does not show it/,
		parameters: WRITING,
	},
	'unknown references that are refused': {
		set: { unknownReferences: 'refuse' },
		lines: { 'test.references': 'limits' },
		seen: /refuses the invoice.*payment-term/,
		parameters: WRITING,
	},
	'unknown custom fields that are refused': {
		set: { unknownCustomFields: 'refuse' },
		lines: { 'test.unknownField': 'limits' },
		seen: /preflight-unknown-field is not known/,
		parameters: WRITING,
	},
	'no matching by numbers': {
		set: { acceptsOrderNumbers: false },
		lines: { 'test.orderNumbers': 'limits' },
		seen: /^No, line \S+ of PO \S+ by its numbers was refused/,
		choose: 'Order Line ID',
		parameters: WRITING,
	},
	'numbers that are checked at submit': {
		set: { duplicateRule: 'submit' },
		lines: { 'test.numberAtCreation': 'limits' },
		seen: /a second draft was created/,
		choose: 'Refuse',
		parameters: WRITING,
	},
	'drafts that cannot be created': {
		set: { requiredOnInvoice: ['remit-to-address'] },
		lines: { 'test.draft': 'blocks' },
		seen: /remit-to-address can't be blank/,
		parameters: WRITING,
	},
};
