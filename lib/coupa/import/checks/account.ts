import { isRecord, recordsAt, textAt, valueAt, ownValue } from '../../../core';
import { accountCodeOf, accountOwners, chartOf, needsAccount } from '../accounts';
import { BUYER_LEVELS, FILE_LEVELS, type Check, type Finding } from './check';

export const unbackedAccount: Check = {
	name: 'unbackedAccount',
	label: 'Account on lines without a PO',
	description: 'A line without a purchase order has an account, unless a default account is set for its chart.',
	default: 'draft',
	levels: FILE_LEVELS,
	find: ({ invoice, settings }) => {
		const chart = chartOf(invoice);
		if (chart !== null && ownValue(settings.defaultAccounts, chart) !== undefined) return [];
		return recordsAt(invoice, 'invoice-lines').flatMap((line, index) =>
			needsAccount(line)
				? [
						{
							column: 'Account Code',
							path: `invoice-lines[${index}].account`,
							value: '',
							message: `Line ${textAt(line, 'line-num') ?? index + 1} has neither purchase order nor account: AP has to code it.`,
						},
					]
				: [],
		);
	},
};

export const accountExists: Check = {
	name: 'accountExists',
	label: 'Account exists in its chart',
	description: 'Every account code is an active account in the chart of accounts that the invoice names.',
	default: 'error',
	levels: BUYER_LEVELS,
	find: ({ invoice, references, settings }) => {
		const chart = chartOf(invoice);
		if (chart === null) return [];
		const coded = accountOwners(invoice).flatMap(({ owner, path }) => {
			const code = accountCodeOf(owner);
			const given = valueAt(owner, 'account');
			const key = isRecord(given) && textAt(given, 'code') === undefined ? '' : '.code';
			return code === null ? [] : [{ code, path: `${path}.account${key}` }];
		});
		const standard = ownValue(settings.defaultAccounts, chart);
		const uncoded = recordsAt(invoice, 'invoice-lines').findIndex(needsAccount);
		if (standard !== undefined && uncoded >= 0) coded.push({ code: standard, path: `invoice-lines[${uncoded}].account.code` });
		return coded
			.map(({ code, path }) => {
				const unfit = references.accounts.unfitReason(chart, code);
				return unfit === null ? unusable(references.accounts.match(chart, code), chart, code, path) : impossible(unfit, chart, code, path);
			})
			.filter((finding) => finding !== null);
	},
};

/** What Coupa cannot have was not looked up. */
function impossible({ of, reason }: { of: 'chart' | 'code'; reason: string }, chart: string, code: string, path: string): Finding {
	return of === 'code'
		? { column: 'Account Code', path, value: code, message: reason }
		: { column: 'Chart of Accounts', path: 'account-type.name', value: chart, message: reason };
}

function unusable(match: string, chart: string, code: string, path: string): Finding | null {
	const place = { column: 'Account Code', path, value: code };
	switch (match) {
		case 'inactive':
			return {
				...place,
				message: `Account ${code} of chart "${chart}" is not active in Coupa: use its successor, or have it activated.`,
			};
		case 'unknownChart':
			return {
				column: 'Chart of Accounts',
				path: 'account-type.name',
				value: chart,
				message: `Coupa has no chart of accounts "${chart}", so account ${code} cannot be used: write the name of the chart as it is in Coupa.`,
			};
		case 'unknown':
			return { ...place, message: `Chart "${chart}" has no account ${code}: check the code on the page image.` };
		default:
			return null;
	}
}
