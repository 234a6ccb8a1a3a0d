import { textAt } from '../../lib/core';
import type * as EInvoices from '../../lib/e-invoice';
import { buildRejectedPackage, type PackageContent, PageNotDrawn, readInvoicePackage, readRejectionReport } from '../../lib/package';
import { eInvoiceSample, xRechnung } from '../../tools/sandbox/e-invoice';
import { file, invoiceRow, lineRow } from '../flat-file/csv-file';
import { delivery, pdf, zip } from './packages';

type Step = 'readEInvoiceXml' | 'mapToCoupa' | 'checkingEInvoice' | 'drawInvoicePage' | 'embeddedXml';

/** The step that fails, and of which invoice (BT-1); null for none. */
let fault: { step: Step; number: string } | null = null;

const failing = (step: Step, number: string | undefined): void => {
	if (fault?.step === step && (fault.number === number || number === undefined)) throw new Error('nobody thought of this');
};

jest.mock('../../lib/e-invoice', () => {
	const actual = jest.requireActual<typeof EInvoices>('../../lib/e-invoice');
	const ofInvoice =
		<Rest extends unknown[], Result>(step: Step, work: (invoice: EInvoices.EInvoice, ...rest: Rest) => Result) =>
		(invoice: EInvoices.EInvoice, ...rest: Rest) => {
			failing(step, invoice.document.text('BT-1'));
			return work(invoice, ...rest);
		};
	return {
		...actual,
		readEInvoiceXml: async (bytes: Buffer, signal?: AbortSignal) => {
			const read = await actual.readEInvoiceXml(bytes, signal);
			failing('readEInvoiceXml', read.invoices[0]?.document.text('BT-1'));
			return read;
		},
		embeddedXml: async (bytes: Buffer, signal?: AbortSignal) => {
			await Promise.resolve();
			failing('embeddedXml', undefined);
			return await actual.embeddedXml(bytes, signal);
		},
		mapToCoupa: ofInvoice('mapToCoupa', actual.mapToCoupa),
		checkingEInvoice: ofInvoice('checkingEInvoice', actual.checkingEInvoice),
		drawInvoicePage: ofInvoice('drawInvoicePage', actual.drawInvoicePage),
	};
});

afterEach(() => {
	fault = null;
});

const xml = (number: string) => xRechnung(eInvoiceSample(number));
const three = async () => await zip({ '1.xml': xml('R-1'), '2.xml': xml('R-2'), '3.xml': xml('R-3') });
const read = async (bytes: Buffer, step: Step, signal?: AbortSignal): Promise<PackageContent> => {
	fault = { step, number: 'R-2' };
	return await readInvoicePackage(bytes, 'e.zip', { delivery, signal });
};
const seen = ({ items }: PackageContent) =>
	items.map(({ json }) => [
		textAt(json.invoice ?? {}, 'invoice-number') ?? null,
		json.problems.map(({ severity, code }) => `${severity} ${code}`),
	]);

test('an invoice whose mapping throws is refused with its number and seller, and its neighbours go on', async () => {
	const content = await read(await three(), 'mapToCoupa');
	expect(seen(content)).toEqual([
		['R-1', []],
		['R-2', ['error eInvoiceFault']],
		['R-3', []],
	]);
	const { json, files } = content.items[1] ?? {};
	expect(json?.problems[0]?.message).toContain('nobody thought of this');
	expect(json?.delivery).toMatchObject({ entry: '2.xml', position: 2, invoices: 3, items: 3 });
	expect(await files?.find(({ entry }) => entry === '2.xml')?.read()).toEqual(xml('R-2'));
	const back = await buildRejectedPackage({ content, originalName: 'e.zip', items: [{ position: 2 }] });
	expect(readRejectionReport(back.report)).toMatchObject([{ number: 'R-2', supplier: 'Müller & Söhne Präzisionstechnik GmbH' }]);
});

test('an invoice whose checks throw stays a draft', async () => {
	const content = await read(await three(), 'checkingEInvoice');
	expect(seen(content)).toEqual([
		['R-1', []],
		['R-2', ['warning eInvoiceUnchecked']],
		['R-3', []],
	]);
	expect(content.items[1]?.json).toMatchObject({ invoice: { 'supplier-total': '59.50' }, problems: [{ keepsDraft: true }] });
});

test('a file whose reading throws is refused, and the others go on', async () => {
	expect(seen(await read(await three(), 'readEInvoiceXml'))).toEqual([
		['R-1', []],
		['R-3', []],
		[null, ['error eInvoiceFault']],
	]);
});

test('a PDF that cannot be looked into for such a reason is refused by name, and the invoice beside it goes in with a drawn page', async () => {
	const content = await read(await zip({ '1.xml': xml('R-1'), '1.pdf': await pdf('R-1') }), 'embeddedXml');
	expect(seen(content)).toEqual([
		['R-1', []],
		[null, ['error eInvoiceFault']],
	]);
	expect(seen(await readInvoicePackage(await pdf('R-1'), 'a.pdf', { delivery }))).toEqual([[null, ['error eInvoiceFault']]]);
});

test('the row of a CSV leads, whatever becomes of its e-invoice', async () => {
	const content = await read(await zip({ 'a.csv': file(invoiceRow('R-2'), lineRow('R-2')), '2.xml': xml('R-2') }), 'mapToCoupa');
	expect(content.items.map(({ files }) => files.map(({ binary, entry }) => `${binary} ${entry ?? ''}`))).toEqual([['attachment1 2.xml']]);
});

test('a page that cannot be drawn says so when it is read', async () => {
	const content = await read(await three(), 'drawInvoicePage');
	const pages = content.items.map(({ files }) => files.find(({ binary }) => binary === 'imageScan'));
	expect((await pages[0]?.read())?.toString('latin1', 0, 5)).toBe('%PDF-');
	await expect(pages[1]?.read()).rejects.toBeInstanceOf(PageNotDrawn);
	await expect(pages[1]?.read()).rejects.toMatchObject({ problem: { code: 'pageNotDrawn', keepsDraft: true, severity: 'warning' } });
});

test.each(['readEInvoiceXml', 'mapToCoupa', 'checkingEInvoice'] as const)(
	'a cancellation during %s is no fault of the invoice',
	async (step) => {
		const cancelled = new AbortController();
		const bytes = await three();
		const reading = read(bytes, step, cancelled.signal);
		cancelled.abort(new Error('cancelled'));
		await expect(reading).rejects.toThrow('cancelled');
	},
);
