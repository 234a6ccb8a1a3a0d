import { computeTotals } from '../../lib/coupa/import/amounts';
import { textAt } from '../../lib/core';
import { checkEInvoice, toCoupa } from '../../lib/e-invoice';
import { readInvoiceFile } from '../../lib/flat-file';
import { ORDER_NUMBERS, SENT_IN_PRODUCTION } from '../../tools/sandbox/coupa/invoice/draft';
import { schemaProblems } from '../../tools/sandbox/coupa/schema-problems';
import { inZugferd1 } from './support/golden';
import { only } from './support/plain';
import {
	comparable,
	expectedOf,
	featureOf,
	FEATURES,
	formsOf,
	goldenOf,
	hasNoteOfItsOwn,
	resultOf,
	sampleOf,
	SYNTAXES,
} from './support/same-record';

/**
 * One invoice for each feature, in every syntax that can say it, is one record of Coupa's: samples/same has a folder for each, with the golden record and
 * feature.json, which names the syntaxes that cannot say it and where one says less or more, each with its reason.
 */
describe.each(FEATURES)('%s', (name) => {
	const feature = featureOf(name);
	const forms = formsOf(name);

	test('has a sample in each syntax that can say it, and a reason for the others', () => {
		for (const syntax of SYNTAXES) {
			const reason = feature.without[syntax === 'zugferd1' ? 'cii' : syntax];
			for (const form of forms) expect([syntax, sampleOf(name, form, syntax) !== null]).toEqual([syntax, reason === undefined]);
		}
	});

	test.each(forms)('%s is right: the sandbox takes it, and it comes to the total of the invoice', (form) => {
		const { record } = goldenOf(name, form);
		expect(schemaProblems(record, 'InvoiceHeader', { alsoAccepts: [...SENT_IN_PRODUCTION, ...ORDER_NUMBERS] })).toEqual([]);
		const accepted = computeTotals(record)?.accepted.map((total) => total.toFixed(2));
		expect(accepted).toContain(Number(textAt(record, 'supplier-total')).toFixed(2));
	});

	const cases = forms.flatMap((form) =>
		SYNTAXES.filter((syntax) => sampleOf(name, form, syntax) !== null).map((syntax) => [form, syntax] as const),
	);

	test.each(cases)('%s from %s', async (form, syntax) => {
		const text = sampleOf(name, form, syntax) ?? '';
		const golden = goldenOf(name, form);
		const expected = expectedOf(golden, form, feature, syntax);
		if (syntax === 'csv') {
			const { invoices } = await readInvoiceFile(Buffer.from(text));
			expect(invoices.map(({ problems }) => problems)).toEqual([[]]);
			const record = invoices[0]?.record ?? {};
			expect(comparable({ ...golden, record }, false).record).toEqual(expected.record);
			return;
		}
		const invoice = await only(syntax === 'zugferd1' ? inZugferd1(text) : text);
		expect(checkEInvoice(invoice)).toEqual([]);
		expect(comparable(resultOf(toCoupa(invoice, golden.settings)), hasNoteOfItsOwn(feature, syntax))).toEqual(expected);
	});
});
