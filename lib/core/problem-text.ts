import { shownLine } from './names';
import type { Problem } from './problem';

/** Characters of a value that are repeated beside its place. */
const LONGEST_VALUE = 60;
/** What one text shows: a cell of a table, a paragraph of an e-mail. */
const MOST_LINES = 20;
const LONGEST_LINE = 500;

/** The message with its place in front where it does not name that itself: the reader keeps place and message apart. */
export function placedMessage({ row, column, value = '', message }: Problem): string {
	if (column === undefined || message.includes(column) || (value !== '' && message.includes(value))) return message;
	const shown = value === '' ? '' : ` “${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}”`;
	return `${row === undefined ? '' : `row ${row}, `}${column}${shown}: ${message}`;
}

/** What a problem does to the invoice, the gravest first. */
const EFFECTS: Array<{ says: string; of: (problem: Problem) => boolean }> = [
	{ says: 'For the buyer', of: ({ forBuyer }) => forBuyer === true },
	{ says: 'Error', of: ({ severity }) => severity === 'error' },
	{ says: 'Keeps it a draft', of: ({ keepsDraft }) => keepsDraft === true },
	{ says: 'Warning', of: () => true },
];

/**
 * All problems in one text, a line each, the gravest first: `Error: row 3, Price “12,x”: …`. Null for none. What does not fit is counted in
 * the last line.
 */
export function problemsText(problems: Problem[]): string | null {
	if (problems.length === 0) return null;
	const ordered = problems
		.map((problem) => ({ problem, effect: EFFECTS.findIndex(({ of }) => of(problem)) }))
		.sort((left, right) => left.effect - right.effect);
	const lines = ordered
		.slice(0, MOST_LINES)
		.map(({ problem, effect }) => shownLine(`${EFFECTS[effect]?.says ?? ''}: ${placedMessage(problem)}`, LONGEST_LINE));
	const left = ordered.length - lines.length;
	return [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}
