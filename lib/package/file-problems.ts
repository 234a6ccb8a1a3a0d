import { type Problem, shownName, shownNames } from '../core';

/** Problems of one kind that are told one by one: an invoice may name eleven files, and a package holds thousands of invoices. */
const MOST_OF_A_KIND = 3;

/** What is wrong with the files of one invoice: a few of each kind, and the others of that kind by name in one more. */
export function condensed(problems: Problem[]): Problem[] {
	const byCode = new Map<string, Problem[]>();
	for (const problem of problems) byCode.set(problem.code, [...(byCode.get(problem.code) ?? []), problem]);
	return [...byCode.values()].flatMap((alike) => {
		const [first, ...others] = alike.slice(MOST_OF_A_KIND);
		return first === undefined || others.length === 0 ? alike : [...alike.slice(0, MOST_OF_A_KIND), together(first, others)];
	});
}

function together(first: Problem, others: Problem[]): Problem {
	const names = others.map(({ value = '' }) => shownName(value));
	return { ...first, message: `${first.message} The same goes for ${others.length} more files that the row names: ${shownNames(names)}.` };
}
