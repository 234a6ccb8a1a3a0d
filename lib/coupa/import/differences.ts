import type { CoupaRecord, Problem } from '../../core';
import type { InvoiceBody } from './body';
import { comparedFields, compareWithSent } from './compare';
import { idOf } from './existing';
import type { Work } from './work';

/** What Coupa left out of what was sent; keys its answer does not show are read once with explicit fields. */
export async function differences(work: Work, sent: InvoiceBody, answer: CoupaRecord): Promise<Problem[]> {
	const first = compareWithSent(sent, answer);
	if (first.notShown.length === 0) return first.differences;
	const second = compareWithSent(sent, await work.read(idOf(answer), comparedFields(sent)));
	if (second.notShown.length === 0) return second.differences;
	const message = `Coupa does not show whether it stored ${second.notShown.join(', ')}. Have the response filter of the API user include these fields.`;
	return [...second.differences, { severity: 'warning', code: 'notShown', message }];
}
