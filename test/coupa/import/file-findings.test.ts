import { CHECKS, type CheckLevel, type CheckName, type ImportInput, type ImportResult } from '../../../lib/coupa/import';
import { valueAt, type Problem } from '../../../lib/core';
import { fileOf, head, line } from '../../flat-file/csv-file';
import { pdf, zip } from '../../package/packages';
import { inputsOf } from './support/delivered';
import { codes, World } from './support/world';

type Cells = Record<string, string>;

interface Case {
	check: CheckName;
	/** Code of the reader's finding. */
	code: string;
	header?: Cells;
	line?: Cells;
	/** Files of the package beside the page image; by default none. */
	files?: Record<string, string>;
	/** Place in the record that the value is left out of. */
	leftOut?: Array<string | number>;
	/** Coupa itself does not submit it: at a milder level it stays a draft. */
	coupaHolds?: true;
}

/** One finding of the file for each code that a check judges. */
const CASES: Case[] = [
	{ check: 'dates', code: 'date', header: { 'Delivery Date': '04/05/2026' }, leftOut: ['delivery-date'] },
	{ check: 'decimals', code: 'decimal', header: { 'Shipping Amount': '1,5' }, leftOut: ['shipping-amount'] },
	{ check: 'decimals', code: 'decimalSize', header: { 'Misc Amount': '0.00001' }, leftOut: ['misc-amount'] },
	{ check: 'decimals', code: 'integer', header: { 'Ship To Id': 'dock' }, leftOut: ['ship-to-address', 'id'] },
	{ check: 'requiredColumns', code: 'required', line: { 'Unit of Measure*': '' }, leftOut: ['invoice-lines', 0, 'uom'], coupaHolds: true },
	{ check: 'textLength', code: 'tooLong', header: { Series: 'S'.repeat(31) }, leftOut: ['series'] },
	{ check: 'textIntact', code: 'controlCharacter', header: { Series: 'S\u00011' }, leftOut: ['series'] },
	{ check: 'textIntact', code: 'spreadsheetNumber', header: { Series: '1.23457E+11' }, leftOut: ['series'] },
	{ check: 'textIntact', code: 'spreadsheetGuard', header: { Series: '="00123"' }, leftOut: ['series'] },
	{ check: 'allowedValues', code: 'boolean', header: { 'Split Payment Mechanism': 'perhaps' }, leftOut: ['split-payment-mechanism'] },
	{ check: 'allowedValues', code: 'allowedValue', header: { Status: 'paid' } },
	{
		check: 'cellsAgree',
		code: 'conflictingCells',
		header: { 'Invoice Reference Number (IRN)': '1', invoice_reference_number: '2' },
		leftOut: ['invoice-reference-number'],
	},
	{ check: 'cellsAgree', code: 'accountSegments', line: { 'Account Segment 1': '10', 'Account Segment 3': 'HS' } },
	{ check: 'creditNote', code: 'creditNoteFlag', header: { 'Is Credit Note': 'No' }, leftOut: ['is-credit-note'] },
	{ check: 'taxLevel', code: 'taxLevel', header: { 'Line Level Taxation*': 'Yes', 'Tax Amount': '5' }, leftOut: ['tax-amount'] },
	{ check: 'unknownColumns', code: 'unknownColumn', header: { 'Scan Batch': '7' } },
	{ check: 'formulas', code: 'formulaCell', header: { 'Supplier Note': '=1+1' } },
	{ check: 'attachmentPresent', code: 'attachmentMissing', header: { 'Attachment 1': 'file://lost.txt' } },
	{
		check: 'attachmentPresent',
		code: 'fileAmbiguous',
		header: { 'Attachment 1': 'file://note.txt' },
		files: { 'a/note.txt': 'a', 'b/note.txt': 'b' },
	},
	{ check: 'imagePresent', code: 'imageUrl', header: { 'Image Scan Filename': '', 'Image Scan URL': 'ftp://scans.example/1' } },
	{
		check: 'imagePresent',
		code: 'fileAmbiguous',
		header: { 'Image Scan Filename': 'page.pdf' },
		files: { 'a/page.pdf': 'a', 'b/page.pdf': 'b' },
	},
	{ check: 'poLineExists', code: 'poLineMissing', line: { 'PO Number': '70315' } },
];

describe('findings of the file have the level of their check', () => {
	let world: World;
	let serial = 0;
	beforeAll(async () => {
		world = await World.start();
	});
	afterAll(async () => {
		await world.stop();
	});

	async function captured({ header = {}, line: cells = {}, files = {} }: Omit<Case, 'check' | 'code'>): Promise<ImportInput[]> {
		serial += 1;
		const number = `FILE-${serial}`;
		const standard = {
			'Supplier Number': 'V-20011',
			'Line Level Taxation*': 'No',
			'Submit For Approval?': 'Yes',
			'Image Scan Filename': `${number}.pdf`,
		};
		const csv = fileOf([
			head(number, { ...standard, ...header }),
			line(number, '1', { 'Supplier Number': 'V-20011', 'Account Code': '10-6200-HS', ...cells }),
		]);
		const content = await zip({ 'invoices.csv': csv, [`${number}.pdf`]: await pdf(number), ...files });
		const inputs = await inputsOf({ fileName: `batch-${serial}.zip`, content, invoices: [] });
		return inputs.filter(({ invoice }) => invoice !== null);
	}

	async function imported(finding: Case, level?: CheckLevel): Promise<{ result: ImportResult; input: ImportInput }> {
		const [input] = await captured(finding);
		if (!input) throw new Error('The package gave no invoice');
		// What the finding costs further on is another check's to say.
		const others: Partial<Record<CheckName, CheckLevel>> = {
			unbackedAccount: 'off',
			accountExists: 'off',
		};
		const result = await world.importOne(input, { checks: level === undefined ? others : { ...others, [finding.check]: level } });
		return { result, input };
	}

	const found = ({ problems }: ImportResult, code: string): Problem | undefined => problems.find((problem) => problem.code === code);

	test('every code that a check judges is tried', () => {
		const judged = CHECKS.flatMap(({ name, codes: reads = [] }) => reads.map((code) => `${name} ${code}`));
		const elsewhere = ['requiredColumns noLines', 'numberLength tooLong', 'imagePresent damagedFile', 'attachmentPresent damagedFile'];
		expect([...CASES.map(({ check, code }) => `${check} ${code}`), ...elsewhere].sort()).toEqual(judged.sort());
	});

	const named = CASES.map((finding): [string, Case] => [`${finding.check}: ${finding.code}`, finding]);

	test.each(named)('%s is as stern as its check by default', async (_, finding) => {
		const { result, input } = await imported(finding);
		const check = CHECKS.find(({ name }) => name === finding.check);
		expect(found(result, finding.code)?.severity).toBe(check?.default);
		expect(result.outcome).toBe(check?.default === 'error' ? 'refused' : 'imported');
		if (finding.leftOut) expect(valueAt(input.invoice ?? undefined, ...finding.leftOut)).toBeUndefined();
	});

	test.each(named)('%s: error refuses without a call', async (_, finding) => {
		const before = world.apiCalls().length;
		const { result } = await imported(finding, 'error');
		expect([result.outcome, found(result, finding.code)?.severity]).toEqual(['refused', 'error']);
		const calls = world.calls().slice(before);
		// The finding on a PO line names the lines of the order.
		if (finding.code === 'poLineMissing') expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
		else expect(calls).toEqual([]);
	});

	test.each(named)('%s: draft keeps it a draft', async (_, finding) => {
		const { result } = await imported(finding, 'draft');
		expect(result).toMatchObject({ outcome: 'heldAsDraft', submitted: false, status: 'draft' });
		expect(found(result, finding.code)).toMatchObject({ severity: 'warning', keepsDraft: true });
	});

	test.each(named)('%s: warning goes on, with the finding told once', async (_, finding) => {
		const { result } = await imported(finding, 'warning');
		expect([result.outcome, result.submitted]).toEqual(finding.coupaHolds ? ['heldAsDraft', false] : ['imported', true]);
		expect(codes(result).filter((code) => code === finding.code || code === finding.check)).toEqual([finding.code]);
		expect(found(result, finding.code)).toMatchObject({ severity: 'warning', message: expect.any(String) });
		if (finding.leftOut?.length === 1) expect(Number(world.invoice(result.invoiceId)[String(finding.leftOut[0])] ?? 0)).toBe(0);
	});

	test.each(named)('%s: off is not even mentioned', async (_, finding) => {
		const { result } = await imported(finding, 'off');
		expect(result.outcome).toBe(finding.coupaHolds ? 'heldAsDraft' : 'imported');
		expect(codes(result)).toEqual(finding.coupaHolds ? ['notSubmittable'] : []);
	});

	test('a number that is too long goes to Coupa unchanged, when its check says so', async () => {
		const number = 'N'.repeat(41);
		const [input] = await captured({ header: { 'Invoice Number*': number }, line: { 'Invoice Number*': number } });
		expect(input?.invoice).toMatchObject({ 'invoice-number': number });
		if (!input) return;
		expect(await world.importOne(input)).toMatchObject({ outcome: 'refused', problems: [{ code: 'tooLong', column: 'Invoice Number' }] });
		const result = await world.importOne(input, { checks: { numberLength: 'draft' } });
		expect(codes(result)).toContain('tooLong');
		expect(codes(result)).not.toContain('numberLength');
	});

	test.each<[string, CheckName, Omit<Case, 'check' | 'code'>]>([
		['a quantity', 'decimals', { line: { Quantity: '1,5' } }],
		['a line number', 'decimals', { line: { 'Line Number': 'one' } }],
	])('%s that cannot be read refuses whatever the level: the line would mean something else', async (_, check, cells) => {
		const [input] = await captured(cells);
		if (!input) return;
		expect(await world.importOne(input, { checks: { [check]: 'warning' } })).toMatchObject({ outcome: 'refused', invoiceId: null });
	});

	test('a PO line that is not named can wait for the buyer', async () => {
		const { result } = await imported({ check: 'poLineExists', code: 'poLineMissing', line: { 'PO Number': '70315' } }, 'needsBuyer');
		expect(result).toMatchObject({ outcome: 'needsBuyer', invoiceId: null, problems: [{ code: 'poLineMissing', severity: 'error' }] });
	});

	test('an invoice date that cannot be read is not told again as missing', async () => {
		const [input] = await captured({ header: { 'Invoice Date*': '04/05/2026' } });
		if (!input) return;
		const result = await world.importOne(input, { checks: { dates: 'draft' }, validateOnly: true });
		expect([result.outcome, codes(result)]).toEqual(['heldAsDraft', ['date']]);
	});

	test('an image is judged once, by the limit of the import, whatever the reader thought of it', async () => {
		const [input] = await captured({ header: {} });
		if (!input) return;
		const told: Problem = { severity: 'error', code: 'imageSize', path: 'image-scan', message: 'Above the limit of the reader.' };
		expect(codes(await world.importOne({ ...input, problems: [told] }, { validateOnly: true }))).toEqual([]);
		const small = await world.importOne({ ...input, problems: [told] }, { validateOnly: true, imageMaxBytes: 10 });
		expect([small.outcome, codes(small)]).toEqual(['refused', ['imageSize']]);
		const missing = await captured({ header: { 'Image Scan Filename': 'lost.pdf' } });
		expect(codes(await world.importOne(missing[0] ?? input, { validateOnly: true }))).toEqual(['imagePresent']);
	});

	test('of two invoices whose numbers differ in case only the first is imported', async () => {
		const standard = { 'Supplier Number': 'V-20011', 'Line Level Taxation*': 'No', 'Image Scan Filename': 'page.pdf' };
		const account = { 'Supplier Number': 'V-20011', 'Account Code': '10-6200-HS' };
		const csv = fileOf([
			head('Twin-1', standard),
			line('Twin-1', '1', account),
			head('TWIN-1', { ...standard, 'Supplier Number': 'v-20011' }),
			line('TWIN-1', '1', { ...account, 'Supplier Number': 'v-20011' }),
		]);
		const content = await zip({ 'invoices.csv': csv, 'page.pdf': await pdf('page') });
		const inputs = await inputsOf({ fileName: 'twins.zip', content, invoices: [] });
		const results = await world.import(inputs);
		expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'refused']);
		expect(results[1]?.problems).toMatchObject([
			{ code: 'duplicateInFile', column: 'Invoice Number', message: expect.stringContaining('first at row 3') },
		]);
		// Alone it is refused as well: it must not take the place of the first one's draft.
		expect(await world.importOne(inputs[1] as ImportInput)).toMatchObject({ outcome: 'refused' });
	});

	test('a later invoice of a number does not come in because the first one is refused', async () => {
		const [first] = await captured({ header: { 'Delivery Date': '04/05/2026' } });
		const [later] = await captured({});
		if (!first || !later) return;
		const number = first.invoice?.['invoice-number'] ?? null;
		const twin: ImportInput = {
			...later,
			invoice: { ...later.invoice, 'invoice-number': String(number).toLowerCase() },
			delivery: { ...first.delivery, position: 2 },
		};
		const results = await world.import([first, twin]);
		expect(results.map(({ outcome, problems }) => [outcome, problems[0]?.code])).toEqual([
			['refused', 'date'],
			['refused', 'duplicateInPackage'],
		]);
	});
});
