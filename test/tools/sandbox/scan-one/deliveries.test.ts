import { createHash } from 'node:crypto';
import { recordsAt, textAt } from '../../../../lib/core';
import type { CoupaRecord } from '../../../../lib/core';
import { coupaSeed } from '../../../../tools/sandbox/dataset';
import { sampleDelivery, scaledDelivery } from '../../../../tools/sandbox/scan-one';
import type { DeliveredPackage } from '../../../../tools/sandbox/scan-one';
import { decimal, pdfText, pngPage, readCsv, readPage, tiffPage, totalOf, typeOf, unzip } from './reading';
import type { ReadRow } from './reading';

let packages: DeliveredPackage[];
const entries = new Map<string, Map<string, Buffer>>();
const csvs = new Map<string, { bytes: Buffer; rows: ReadRow[] }>();

beforeAll(async () => {
	packages = await sampleDelivery();
	for (const { fileName, content } of packages) {
		const files = await unzip(content);
		const bytes = files.get(fileName.replace('.zip', '.csv')) ?? Buffer.alloc(0);
		entries.set(fileName, files);
		csvs.set(fileName, { bytes, rows: readCsv(bytes, fileName.endsWith('-a.zip') ? 'windows-1252' : 'utf-8') });
	}
});

function all() {
	return packages.flatMap((file) => file.invoices.map((invoice) => ({ invoice, file, rows: csvs.get(file.fileName)?.rows ?? [] })));
}

function seedBy(resource: string, key: string): Map<string, CoupaRecord> {
	return new Map((coupaSeed()[resource] ?? []).map((record) => [textAt(record, key) ?? '', record]));
}

describe('the sample delivery', () => {
	it('is 3 packages with 25 invoices and the outcomes of the figures', () => {
		const outcomes = all().map(({ invoice }) => invoice.expected);
		const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
		expect(packages.map(({ invoices }) => invoices.length)).toEqual([9, 8, 8]);
		expect([count('imported'), count('heldAsDraft'), count('needsBuyer'), count('refused')]).toEqual([20, 1, 1, 3]);
		expect(
			all()
				.filter(({ invoice }) => invoice.expected === 'imported' && !invoice.submitted)
				.map(({ invoice }) => invoice.number),
		).toEqual(['NCH-2026-04']);
		expect(new Set(all().map(({ invoice }) => `${invoice.number} ${invoice.supplierNumber}`)).size).toBe(25);
	});

	it('has the same bytes every time', async () => {
		const again = await sampleDelivery();
		expect(again.map(({ fileName, content }) => [fileName, sha256(content)])).toEqual(
			packages.map(({ fileName, content }) => [fileName, sha256(content)]),
		);
	});

	it('lists in its CSVs exactly the invoices it promises, in that order', () => {
		for (const { fileName, invoices } of packages) {
			const rows = csvs.get(fileName)?.rows.filter(({ kind }) => kind === 'Invoice') ?? [];
			expect(rows.map(({ cells }) => [cells['Invoice Number'], cells['Supplier Number'], cells['Invoice Control Total']])).toEqual(
				invoices.map(({ number, supplierNumber, total }) => [number, supplierNumber, total]),
			);
		}
	});

	it('adds up exactly, but for the one that is 0.01 off', () => {
		const off = all().map(
			({ invoice, rows }) => [invoice.number, decimal(invoice.total).minus(totalOf(invoice.number, rows)).toFixed()] as const,
		);
		expect(off.filter(([, difference]) => difference !== '0')).toEqual([['NB-77123', '0.01']]);
	});

	it('writes three layouts: Windows-1252; BOM and CRLF; reversed columns without asterisks', () => {
		const [a, b, c] = packages.map(({ fileName }) => csvs.get(fileName)?.bytes ?? Buffer.alloc(0));
		expect(() => new TextDecoder('utf-8', { fatal: true }).decode(a)).toThrow();
		expect(a?.includes(Buffer.from([0x84]))).toBe(true); // „
		expect(a?.includes('\r')).toBe(false);
		expect(b?.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
		expect(b?.toString().match(/[^\r]\n/)).toBeNull();
		expect(c?.subarray(0, 1).toString()).toBe('"');
		expect(c?.includes('*')).toBe(false);
		expect(c?.toString().split('\n')[0]).toMatch(/^"Invoice",.*"Lock-Box Batch".*"Invoice Number"$/);
		expect(a?.toString('latin1').split('\n')[0]).toMatch(/^"Invoice","Invoice Number\*","Supplier Number","Invoice Date\*"/);
	});

	it('covers every row kind, a quoted newline, charges, several taxes, a credit note before its invoice and three sorts of attachment', () => {
		const kinds = new Set(all().flatMap(({ rows }) => rows.map(({ kind }) => kind)));
		expect([...kinds].sort()).toEqual(['Account Allocation', 'Invoice', 'Invoice Charge', 'Invoice Line', 'Invoice Tax Line', 'Tag']);
		expect(all()[0]?.rows.some(({ cells }) => cells.Description?.includes('couverts\nMenu "Été"'))).toBe(true);
		const numbers = packages[0]?.invoices.map(({ number }) => number) ?? [];
		expect(numbers.indexOf('NB-C-77119')).toBeLessThan(numbers.indexOf('NB-77121'));
		const credit = csvs.get(packages[0]?.fileName ?? '')?.rows.find(({ cells }) => cells['Is Credit Note'] === 'Yes')?.cells;
		expect(credit).toMatchObject({
			'Invoice Number': 'NB-C-77119',
			'Original invoice number': 'NB-77121',
			'Original invoice date': '2026-04-25',
			'Invoice Control Total': '-39.98',
		});
		expect(all().find(({ invoice }) => invoice.number === 'DO-5503')?.invoice.attachments).toEqual([
			{
				kind: 'file',
				fileName: 'Attachments/DO-5503/fitting-report.txt',
				sha256: sha256(entries.get('scan-one-20260505-c.zip')?.get('Attachments/DO-5503/fitting-report.txt') ?? Buffer.alloc(0)),
			},
			{ kind: 'link', url: 'https://delta-office.example/orders/5503' },
			{ kind: 'text', text: 'Left over offcuts were taken back' },
		]);
	});
});

describe('the sample delivery against the Coupa it is for', () => {
	it('names suppliers, terms, tax codes, remit-tos, accounts and units that Coupa has', () => {
		const [suppliers, terms, taxes, accounts, uoms, currencies] = [
			seedBy('suppliers', 'number'),
			seedBy('payment_terms', 'code'),
			seedBy('tax_codes', 'code'),
			seedBy('accounts', 'code'),
			seedBy('uoms', 'code'),
			seedBy('currencies', 'code'),
		];
		for (const { invoice, rows } of all()) {
			const supplier = suppliers.get(invoice.supplierNumber);
			expect([invoice.number, textAt(supplier, 'status')]).toEqual([
				invoice.number,
				invoice.expected === 'needsBuyer' ? 'inactive' : 'active',
			]);
			expect(Array.from(invoice.number).length).toBeLessThanOrEqual(40);
			for (const { kind, cells } of rows.filter(({ cells: own }) => own['Invoice Number'] === invoice.number)) {
				const taxCode = cells['Tax Code'] ?? cells['Line Tax Code'];
				if (taxCode) expect(taxes.has(taxCode)).toBe(true);
				if (cells['Account Code']) expect(textAt(accounts.get(cells['Account Code']), 'active')).toBe('true');
				if (cells['Unit of Measure']) expect(uoms.has(cells['Unit of Measure'])).toBe(true);
				if (kind !== 'Invoice') continue;
				expect(terms.has(cells['Payment Terms'] ?? '')).toBe(true);
				expect(currencies.has(cells.Currency ?? '')).toBe(true);
				expect(cells['Chart of Accounts']).toBe('Demo Chart');
				if (cells['Supplier Name']) expect(cells['Supplier Name']).toBe(textAt(supplier, 'name'));
				const active = recordsAt(supplier, 'remit-to-addresses')
					.filter((remitTo) => remitTo.active === true)
					.map((remitTo) => remitTo['remit-to-code']);
				if (cells['Remit To Code'] || active.length > 1) expect(active).toContain(cells['Remit To Code']);
			}
		}
	});

	it('is backed by issued purchase orders of the supplier, in class, currency, price and what is left to invoice', () => {
		const orders = seedBy('purchase_orders', 'po-number');
		const invoiced = new Map<string, ReturnType<typeof decimal>>();
		let backed = 0;
		for (const { invoice, rows } of all()) {
			const currency = rows.find(({ kind, cells }) => kind === 'Invoice' && cells['Invoice Number'] === invoice.number)?.cells.Currency;
			for (const { cells } of rows.filter((row) => row.kind === 'Invoice Line' && row.cells['Invoice Number'] === invoice.number)) {
				const order = orders.get(cells['PO Number'] ?? '');
				if (!cells['PO Number']) {
					expect(
						Boolean(cells['Account Code']) ||
							rows.some(
								(row) =>
									row.kind === 'Account Allocation' &&
									row.cells['Invoice Number'] === invoice.number &&
									row.cells['Invoice Line Number'] === cells['Line Number'],
							),
					).toBe(true);
					continue;
				}
				backed++;
				const line = recordsAt(order, 'order-lines').find((candidate) =>
					cells['PO Line Number']
						? candidate['line-num'] === cells['PO Line Number']
						: candidate['source-part-num'] === cells['Supplier Part Number'],
				);
				expect([textAt(order, 'status'), textAt(line, 'status')]).toEqual(['issued', 'issued']);
				expect(textAt(order, 'supplier', 'number')).toBe(invoice.supplierNumber);
				expect(textAt(order, 'currency', 'code')).toBe(currency);
				expect(textAt(line, 'type')).toBe(cells.Quantity ? 'OrderQuantityLine' : 'OrderAmountLine');
				if (cells.Quantity) expect(decimal(cells.Price).toFixed()).toBe(decimal(textAt(line, 'price')).toFixed());
				const used = (invoiced.get(textAt(line, 'id') ?? '') ?? decimal(textAt(line, 'invoiced'))).plus(
					cells.Quantity ?? cells.Price ?? '0',
				);
				invoiced.set(textAt(line, 'id') ?? '', used);
				expect(used.lte(textAt(line, 'received') ?? '0')).toBe(true);
				expect(used.lte(textAt(line, 'quantity') ?? textAt(line, 'price') ?? '0')).toBe(true);
			}
		}
		expect(backed).toBe(23);
	});

	it('splits accounts completely', () => {
		const shares = (number: string, column: string) =>
			all()
				.find(({ invoice }) => invoice.number === number)
				?.rows.filter(({ kind, cells }) => kind === 'Account Allocation' && cells['Invoice Number'] === number)
				.reduce((sum, { cells }) => sum.plus(cells[column] ?? '0'), decimal('0'))
				.toFixed();
		expect(shares('ZŁ/2026/04/0012', 'Percent')).toBe('100');
		expect(shares('DO-5503', 'Amount')).toBe('180');
	});
});

describe('page images', () => {
	it('are in the package with the promised hash, are what they are called, and are small', () => {
		const missing: string[] = [];
		for (const { invoice, file, rows } of all()) {
			const named =
				rows.find(({ kind, cells }) => kind === 'Invoice' && cells['Invoice Number'] === invoice.number)?.cells['Image Scan Filename'] ??
				'';
			const image = entries.get(file.fileName)?.get(named);
			if (!image) {
				missing.push(invoice.number);
				expect(invoice.image).toBeNull();
				continue;
			}
			expect(invoice.image).toEqual({ fileName: named, sha256: sha256(image) });
			expect(typeOf(image)).toBe(named.split('.').at(-1));
			expect(image.length).toBeLessThanOrEqual(60_000);
		}
		expect(missing).toEqual(['DO-5502']);
	});

	it('show number, supplier number, lines and total', () => {
		const seen = { pdf: 0, tif: 0, png: 0 };
		for (const { invoice, file } of all()) {
			if (!invoice.image) continue;
			const image = entries.get(file.fileName)?.get(invoice.image.fileName) ?? Buffer.alloc(0);
			const kind = invoice.image.fileName.split('.').at(-1) as keyof typeof seen;
			const text = kind === 'pdf' ? pdfText(image) : readPage(kind === 'png' ? pngPage(image) : tiffPage(image));
			seen[kind]++;
			expect(text).not.toContain('\u2592');
			expect(text).toContain(`Supplier no. ${invoice.supplierNumber}`);
			expect(text).toMatch(new RegExp(`TOTAL [A-Z]{3} +${invoice.total.replace('.', '\\.')}$`, 'm'));
			if (/^[\x20-\x7e]+$/.test(invoice.number)) expect(text).toContain(`   ${invoice.number}`);
		}
		expect(seen).toEqual({ pdf: 14, tif: 5, png: 5 });
		const müller = pdfText(entries.get('scan-one-20260505-a.zip')?.get('Rechnung-Müller-4711.pdf') ?? Buffer.alloc(0));
		expect(müller).toContain('Müller & Söhne Präzisionstechnik GmbH');
		expect(müller).toMatch(/Präzisionswelle Ø 12 h6 +4 +145\.00 +580\.00/);
		expect(readPage(tiffPage(entries.get('scan-one-20260505-b.zip')?.get('SK-8-015.tif') ?? Buffer.alloc(0)))).toMatch(
			/Precision screws +1250 +18 +22500/,
		);
	});
});

describe('a scaled delivery', () => {
	it('is the asked number of invoices that add up and stay within their own purchase orders', async () => {
		const { coupa, packages: volume } = await scaledDelivery(47, 20);
		expect(volume.map(({ invoices }) => invoices.length)).toEqual([20, 20, 7]);
		const orders = new Map((coupa.purchase_orders ?? []).map((order) => [textAt(order, 'po-number') ?? '', order]));
		const suppliers = new Set((coupa.suppliers ?? []).map((supplier) => textAt(supplier, 'number')));
		expect([orders.size, suppliers.size]).toEqual([10, 2]);
		for (const { fileName, content, invoices } of volume) {
			const rows = readCsv((await unzip(content)).get(fileName.replace('.zip', '.csv')) ?? Buffer.alloc(0), 'utf-8');
			for (const invoice of invoices) {
				expect(totalOf(invoice.number, rows).toFixed(2)).toBe(invoice.total);
				expect(suppliers.has(invoice.supplierNumber)).toBe(true);
				expect(invoice).toMatchObject({ expected: 'imported', submitted: true });
			}
			for (const { cells } of rows.filter(({ kind }) => kind === 'Invoice Line')) {
				const line = recordsAt(orders.get(cells['PO Number'] ?? ''), 'order-lines').find(
					(candidate) => candidate['line-num'] === cells['PO Line Number'],
				);
				expect(textAt(line, 'price')).toBe(cells.Price);
				expect(Number(cells.Quantity)).toBeLessThanOrEqual(20);
			}
		}
	});

	it('is the same for the same seed and another one for another seed', async () => {
		const [one, same, other] = [await scaledDelivery(5, 5, 1), await scaledDelivery(5, 5, 1), await scaledDelivery(5, 5, 2)];
		expect(same).toEqual(one);
		const ids = (scaled: typeof one) => [...(scaled.coupa.purchase_orders ?? []), ...(scaled.coupa.suppliers ?? [])].map(({ id }) => id);
		expect(ids(other).some((id) => ids(one).includes(id))).toBe(false);
		expect(other.packages[0]?.invoices[0]?.number).not.toBe(one.packages[0]?.invoices[0]?.number);
	});
});

function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}
