import type { DeliveredInvoice, Problem } from '../../lib/core';
import { readRejectionReport } from '../../lib/package';
import { rejectionReport } from '../../lib/package/report';

const problem = (message: string, severity: Problem['severity'] = 'error'): Problem => ({ severity, code: 'x', message });
const item = (number: string, supplier: Record<string, string>) =>
	({ invoice: { 'invoice-number': number, supplier }, delivery: { rows: [2] } }) as unknown as DeliveredInvoice;

test('what the report says of each invoice is read back: errors first, each reason once', async () => {
	const report = await rejectionReport('Ä "1".zip', [
		{
			json: item('A-1', { number: 'V-1' }),
			problems: [problem('Hint.', 'warning'), problem('Wrong total.'), problem('Wrong total.'), problem('No date.')],
		},
		{ json: item('A-1', { name: 'Other, Inc.' }), problems: [problem('One.'), problem('Two.'), problem('Three.'), problem('Four.')] },
		{ json: item('A-2', { number: 'V-1' }), problems: [] },
	]);
	expect(readRejectionReport(report)).toEqual([
		{ package: 'Ä "1".zip', number: 'A-1', supplier: 'V-1', reason: 'Wrong total. No date.' },
		{ package: 'Ä "1".zip', number: 'A-1', supplier: 'Other, Inc.', reason: 'One. Two. Three. And 1 more.' },
		{ package: 'Ä "1".zip', number: 'A-2', supplier: 'V-1', reason: 'Refused; no reason was recorded.' },
	]);
});

test.each(['', 'no report', 'a,b\r\n1,2\r\n', '\0\0', 'Package,"Reason\r\n'])('%j is no report', (text) => {
	expect(readRejectionReport(Buffer.from(text))).toEqual([]);
});
