import { detailsOf, Flow, itemsOf } from './support/flow';
import { csv } from './support/csv';

let flow: Flow;
beforeAll(async () => {
	flow = await Flow.start();
});
afterAll(async () => {
	await flow.stop();
});

/** What the option Checks says of a check, as the node stores it. */
const level = (name: string, set: string) => ({ checks: { check: [{ name, level: set }] }, imageRequired: false });

/** Findings that the file alone shows: the check they belong to, their code, and the cells that make them. */
const FINDINGS: Array<[check: string, code: string, cells: Record<string, string>]> = [
	['dates', 'date', { 'Delivery Date': '04/05/2026' }],
	['decimals', 'decimal', { 'Shipping Amount': '1,5' }],
	['textLength', 'tooLong', { Series: 'S'.repeat(31) }],
	['allowedValues', 'boolean', { 'Split Payment Mechanism': 'perhaps' }],
	['creditNote', 'creditNoteFlag', { 'Is Credit Note': 'No' }],
	['unknownColumns', 'unknownColumn', { 'Scan Batch': '7' }],
	['formulas', 'formulaCell', { 'Supplier Note': '=1+1' }],
	['attachmentPresent', 'attachmentMissing', { 'Attachment 1': 'file://lost.txt' }],
	['imagePresent', 'imageUrl', { 'Image Scan URL': 'ftp://scans.example/1' }],
];

const LEVELS: Array<[set: string, outcome: string, severity: string | undefined]> = [
	['error', 'refused', 'error'],
	['draft', 'heldAsDraft', 'warning'],
	['warning', 'imported', 'warning'],
	['off', 'imported', undefined],
];

const cases = FINDINGS.flatMap(([check, code, cells]) =>
	LEVELS.map(([set, outcome, severity]) => ({ check, code, cells, set, outcome, severity })),
);

test.each(cases)('$check set to $set: $code ends as $outcome', async ({ check, code, cells, set, outcome, severity }) => {
	const captured = await flow.capturedFrom(csv({ number: `CHK-${code}-${set}`, own: cells }), `${code}-${set}.csv`);
	const reported = captured[0]?.json.problems as Array<{ code: string }>;
	expect(reported.map((problem) => problem.code)).toEqual([code]);
	const [item] = itemsOf(await flow.import(captured, level(check, set)));
	expect(item?.json.outcome).toBe(outcome);
	const told = detailsOf(item).problems.map((problem) => [problem.code, problem.severity]);
	expect(told).toEqual(severity === undefined ? [] : [[code, severity]]);
});
