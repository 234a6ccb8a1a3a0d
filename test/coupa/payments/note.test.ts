import { hasPaymentId, marksIn, paymentNotes, timesStanding } from '../../../lib/coupa/payments/note';

const identity = { id: '4500012345', date: '2026-05-20', amount: '119.00' };
const MARK = '[ERP payment 4500012345, 2026-05-20, 119.00]';

test.each([
	['', MARK],
	['4500012345', MARK],
	['Transfer run 12', `Transfer run 12 ${MARK}`],
	['Ours [ERP payment 1, 2026-01-01, 5.00] indeed', `Ours  indeed ${MARK}`],
])('a text %j becomes %j, and is read back', (text, notes) => {
	const made = paymentNotes(identity, text);
	expect([made.notes, made.isCut]).toEqual([notes, false]);
	expect(marksIn(made.notes)).toEqual([identity]);
	expect([...made.foreign]).toEqual([...(text.match(/\[ERP.*\]/) ?? [])]);
});

test('a text that is too long loses its end, never the mark', () => {
	const made = paymentNotes(identity, 'ü'.repeat(255));
	expect([Array.from(made.notes).length, made.isCut, made.notes.endsWith(`ü… ${MARK}`)]).toEqual([255, true, true]);
});

test('an ID with commas and blanks is read back', () => {
	const odd = { ...identity, id: 'Check 12, page 2, 2026' };
	expect(marksIn(paymentNotes(odd, 'x').notes)).toEqual([odd]);
});

test.each([
	['somebody wrote around it', `seen by AP ${MARK} thanks`, true],
	['another ID', MARK.replace('12345', '12346'), false],
	['an ID that begins alike', MARK.replace('12345', '123451'), false],
	['another day', MARK.replace('-20,', '-21,'), false],
	['another amount', MARK.replace('119.00', '119.01'), false],
	['the same amount otherwise written', MARK.replace('119.00', '119.0000'), true],
])('%s', (_what, notes, isSame) => {
	expect(timesStanding([{ notes, 'amount-paid': '1.00', 'payment-date': '2020-01-01' }], identity)).toBe(isSame ? 1 : 0);
});

test.each([
	['4500012345', true],
	['Check 4500012345.', true],
	['4500012345-2', false],
	['X4500012345', false],
	['a/4500012345', false],
	['', false],
])('notes %j without a mark name the ID: %s', (notes, named) => {
	expect(hasPaymentId({ notes }, identity.id)).toBe(named);
});

test('marks without end take no time', () => {
	const started = performance.now();
	expect(marksIn('[ERP payment 1, 2026-05-20, '.repeat(20_000))).toEqual([]);
	expect(performance.now() - started).toBeLessThan(500);
});
