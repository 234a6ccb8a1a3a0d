import type { Entry } from './entry';

export const reasonInsight: Entry = {
	name: 'reasonInsight',
	one: 'reason insight',
	many: 'reason insights',
	path: '/api/reason_insights',
	definition: 'ReasonInsight',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. DUPLICATE' },
	named: ['code', 'description'],
	simplified: ['code', 'description', 'reason-type'],
	// The page of purchase orders names the path, and no scope or verb: one record by its ID is documented nowhere.
	scopes: { read: null, write: null },
	reads: ['getMany', 'changed'],
	mark: '~',
	source: 'pages 0157, 0233; operations.md, finding 5',
};
