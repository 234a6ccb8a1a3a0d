import { textAt, valueAt, type CoupaRecord, type PreflightLine } from '../../core';
import { answered, blocks, limits, listed, ok, type Question } from './line';
import { usersOf, type PreflightSession } from './session';

/** Whether the accounts of each chart can be listed (rules.md §7). */
export async function askForCharts(session: PreflightSession): Promise<PreflightLine[]> {
	const question: Question = {
		id: 'charts',
		area: 'Charts of Accounts',
		asked: 'Which active charts of accounts are there, and do any of them have dynamic accounts?',
		templates: usersOf(session, 'account.getAll', 'account.exportToFile'),
	};
	return [await answered(question, async () => await charts(session, question))];
}

async function charts({ asking }: PreflightSession, question: Question): Promise<PreflightLine> {
	const found = await asking.newest('/api/account_types', 50, ['id', 'name', 'active', 'dynamic-flag']);
	const active = found.filter((chart) => chart.active !== false);
	if (active.length === 0)
		return blocks(question, 'None: this credential sees no active chart of accounts.', {
			advice: 'Every invoice needs one. Have your Coupa admin let the API client see the charts of accounts.',
		});
	const names = (some: CoupaRecord[]) => listed(some.map((chart) => textAt(chart, 'name') ?? '?'));
	// The documents spell it with an underscore in answers too.
	const flag = (chart: CoupaRecord) => valueAt(chart, 'dynamic-flag') ?? valueAt(chart, 'dynamic_flag');
	const dynamic = active.filter((chart) => flag(chart) === true);
	if (dynamic.length > 0)
		return limits(
			question,
			`${active.length} active, of which with dynamic accounts: ${names(dynamic)}. Without: ${names(active.filter((chart) => flag(chart) !== true)) || 'none'}.`,
			{
				advice:
					'Dynamic charts have no accounts to list: send the values of their segments instead. Account codes of such a chart are not checked before the import.',
				setting: 'GL Account → Export to File → File',
				choose: 'Lookup values (Lookup Values Export)',
			},
		);
	if (active.every((chart) => flag(chart) === undefined))
		return limits(question, `${active.length} active (${names(active)}), but Coupa does not show whether they have dynamic accounts.`, {
			advice: 'Look in Coupa (Setup, Charts of Accounts) whether one of them has dynamic accounts: their accounts are lookup values.',
		});
	return ok(question, `${active.length} active, none with dynamic accounts: ${names(active)}.`);
}
