import type { PreflightLine } from '../../core';
import { CoupaError } from '../errors';
import { answered, limits, ok, type Question } from './line';
import type { PreflightSession } from './session';

/** No attribute of Coupa has this name. */
const UNKNOWN = 'preflight_unknown_attribute';

/** Whether a condition on an unknown field is refused, or passes for no condition at all. Reads only. */
export async function askForStrictness(session: PreflightSession): Promise<PreflightLine[]> {
	const question: Question = {
		id: 'strict.filters',
		area: 'Strictness',
		asked: 'Does Coupa refuse a filter on a field that it does not know?',
	};
	return [
		await answered(question, async () => {
			try {
				const { rows } = await session.asking.page(
					'/api/invoices',
					[
						[UNKNOWN, 'x'],
						['limit', '1'],
					],
					['id'],
				);
				if (rows.length === 0) return ok(question, 'No, but it then returns nothing.');
				return limits(question, 'No: it ignores the filter and returns records as if there were none.', {
					advice:
						'The fields offered in lists are checked before they are sent. Check the spelling of fields that you enter by hand (unchecked fields, API Request): a mistyped one reads everything.',
				});
			} catch (error) {
				if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
				return ok(question, `Yes: ${error.message}`);
			}
		}),
	];
}
