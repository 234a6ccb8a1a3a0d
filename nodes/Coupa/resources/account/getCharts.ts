import { accountSources } from '../../../../lib/coupa';
import type { CoupaOperation } from '../../operations/operation';

/** The active charts of accounts, and whether their accounts are read as accounts or, in dynamic charts, as lookup values (rules.md §7). */
export const getCharts: CoupaOperation = {
	face: {
		value: 'getCharts',
		name: 'Get Charts of Accounts',
		action: 'Get charts of accounts',
		description: 'List the charts of accounts and how to read the accounts of each one',
	},
	scopes: ['core.accounting.read'],
	description: [
		{
			displayName:
				'Charts with dynamic accounts have no accounts to list: read their segment values instead (Export to File, file "Lookup Values"). Filter by account-type.ID to read a single chart.',
			name: 'aboutCharts',
			type: 'notice',
			default: '',
		},
	],
	async execute(_context, { client }) {
		const sources = await accountSources(client);
		return sources.map(({ chart, kind }) => ({
			json: {
				id: chart.id,
				name: chart.name,
				dynamic: kind === 'lookupValue',
				file: kind === 'lookupValue' ? 'lookupValuesExport' : 'accountImport',
			},
		}));
	},
};
