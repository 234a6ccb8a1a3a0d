import type { Entry } from './entry';

export const contractTerm: Entry = {
	name: 'contractTerm',
	one: 'contract term',
	many: 'contract terms',
	path: '/api/contracts/:id/contract_terms',
	below: { of: ['contract'], list: 'contract_terms' },
	definition: 'ContractTerm',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Volume 2026' },
	named: ['name', 'contract-term-type'],
	simplified: [
		...['name', 'contract-term-type', 'type', 'use-pct-discounts'],
		...['1', '2', '3', '4', '5'].flatMap((tier) => [`tier-${tier}-upper-bound`, `tier-${tier}-disc-pct`]),
	],
	scopes: { read: 'core.contract.read', write: 'core.contract.write' },
	reads: ['get', 'getMany'],
	writes: {
		create: { kind: 'create', needs: ['name', 'contract-term-type', 'tier-1-upper-bound'], source: 'page 0150' },
		update: { kind: 'update', source: 'page 0150' },
	},
	source: 'page 0150',
};
