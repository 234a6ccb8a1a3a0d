import { createHash } from 'node:crypto';
import { controlTotal, sampleInvoices, scaledInvoices } from '../dataset';
import type { ExpectedOutcome, InvoiceFacts } from '../dataset';
import type { CoupaRecord } from '../../../lib/core';
import { PLAIN_LAYOUT } from './delivery-csv';
import type { CsvLayout } from './delivery-csv';
import { packageOf } from './package';
import type { DeliveryFile, PackedInvoice } from './package';

/** What must have become of one invoice of a delivery when the import is through. */
export interface SampleInvoice {
	number: string;
	supplierNumber: string;
	/** The file's control total, with the currency's decimals. */
	total: string;
	expected: ExpectedOutcome;
	/** True when it is to end up submitted; false for a draft, and for what does not reach Coupa. */
	submitted: boolean;
	/** Null when the package does not hold the image it names. */
	image: { fileName: string; sha256: string } | null;
	attachments: Array<{ kind: 'file'; fileName: string; sha256: string } | { kind: 'link'; url: string } | { kind: 'text'; text: string }>;
	/** Why it is not imported. */
	reason?: string;
}

/** One package and what it holds, in the order of its CSV. */
export interface DeliveredPackage extends DeliveryFile {
	invoices: SampleInvoice[];
}

const LAYOUTS: Record<'a' | 'b' | 'c', CsvLayout> = {
	a: { ...PLAIN_LAYOUT, encoding: 'windows-1252' },
	b: { ...PLAIN_LAYOUT, encoding: 'utf8-bom', newline: '\r\n', supplierNames: true },
	c: { ...PLAIN_LAYOUT, asterisks: false, columns: 'reversed', ownColumn: { name: 'Lock-Box Batch', value: '2026-05-05/3' } },
};

/**
 * The sample delivery: three packages with 25 invoices, of which 20 are imported (NCH-2026-04 stays a draft as its file
 * says), SJP-0094 is held as a draft, HL-7781 needs the buyer and NB-77123, DO-5502 and NB-77125 are refused. The same bytes every time.
 */
export async function sampleDelivery(): Promise<DeliveredPackage[]> {
	const batches = sampleInvoices();
	return [
		await delivery('scan-one-20260505-a.zip', batches.a, LAYOUTS.a),
		await delivery('scan-one-20260505-b.zip', batches.b, LAYOUTS.b),
		await delivery('scan-one-20260505-c.zip', batches.c, LAYOUTS.c),
	];
}

/** `n` plain invoices that are all imported and submitted, in packages of `perPackage`, with the records Coupa must hold beside its seed. */
export async function scaledDelivery(
	n: number,
	perPackage = 100,
	seed = 1,
): Promise<{ coupa: Record<string, CoupaRecord[]>; packages: DeliveredPackage[] }> {
	const { coupa, invoices } = scaledInvoices(n, seed);
	const packages: DeliveredPackage[] = [];
	for (let start = 0; start < invoices.length; start += perPackage) {
		const name = `scan-one-volume-${seed}-${String(packages.length + 1).padStart(4, '0')}.zip`;
		packages.push(await delivery(name, invoices.slice(start, start + perPackage), PLAIN_LAYOUT));
	}
	return { coupa: { ...coupa }, packages };
}

async function delivery(name: string, invoices: InvoiceFacts[], layout: CsvLayout): Promise<DeliveredPackage> {
	const { fileName, content, packed } = await packageOf(name, invoices, layout);
	return { fileName, content, invoices: packed.map(expectedOf) };
}

function expectedOf({ invoice, files: own }: PackedInvoice): SampleInvoice {
	const files = new Map(own.map(({ fileName, content }) => [fileName, createHash('sha256').update(content).digest('hex')]));
	const imageHash = files.get(invoice.image.fileName);
	return {
		number: invoice.number,
		supplierNumber: invoice.supplierNumber,
		total: controlTotal(invoice),
		expected: invoice.expected,
		submitted: invoice.expected === 'imported' && invoice.submit !== 'No',
		image: imageHash === undefined ? null : { fileName: invoice.image.fileName, sha256: imageHash },
		attachments: (invoice.attachments ?? []).map((attachment) =>
			attachment.kind === 'file'
				? { kind: 'file' as const, fileName: attachment.path, sha256: files.get(attachment.path) ?? '' }
				: attachment,
		),
		...(invoice.reason === undefined ? {} : { reason: invoice.reason }),
	};
}
