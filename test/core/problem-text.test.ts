import { placedMessage, type Problem, problemsText } from '../../lib/core';

const problem = (message: string, more: Partial<Problem> = {}): Problem => ({ severity: 'error', code: 'test', message, ...more });

test('no problem, no text', () => {
	expect(problemsText([])).toBeNull();
});

test('a line for each, the gravest first, with what each does to the invoice and where it is', () => {
	const text = problemsText([
		problem('The supplier has another name in Coupa.', { severity: 'warning' }),
		problem('The line has no account.', { severity: 'warning', keepsDraft: true }),
		problem('It is not a decimal.', { row: 3, column: 'Price', value: '12,x' }),
		problem('The supplier is inactive.', { forBuyer: true }),
	]);
	expect(text?.split('\n')).toEqual([
		'For the buyer: The supplier is inactive.',
		'Error: row 3, Price “12,x”: It is not a decimal.',
		'Keeps it a draft: The line has no account.',
		'Warning: The supplier has another name in Coupa.',
	]);
});

test('a problem keeps to its line, whatever it repeats from a file', () => {
	expect(problemsText([problem('Not known:\nRow 9: all is well\u202e\u0000')])).toBe('Error: Not known: Row 9: all is well');
	expect(problemsText([problem('x'.repeat(100_000))])?.length).toBeLessThan(510);
});

test('of very many problems the first are shown and the others counted', () => {
	const lines = problemsText(Array.from({ length: 5_000 }, (_, index) => problem(`Number ${index}`)))?.split('\n') ?? [];
	expect(lines).toHaveLength(21);
	expect(lines[19]).toBe('Error: Number 19');
	expect(lines[20]).toBe('… and 4980 more');
});

test('a place is named once', () => {
	expect(placedMessage(problem('Price is not a decimal.', { row: 3, column: 'Price' }))).toBe('Price is not a decimal.');
	expect(placedMessage(problem('It is missing.', { row: 3, column: 'Price' }))).toBe('row 3, Price: It is missing.');
});
