import type { EncodingChoice, DeliveredInvoice } from '../../../../../lib/core';
import { lookUpKey, parseDecimal, readIsoDate, shownText, textAt } from '../../../../../lib/core';
import { computeTotals } from '../../../../../lib/coupa';
import type { DateFormat } from '../../../../../lib/flat-file';
import type { StockedFile } from '../../../../../lib/lock-box';
import { readInvoicePackage, readRejectionReport } from '../../../../../lib/package';
import type { DeliveredRow } from '../../../../../lib/reconciliation';
import type { ChosenFile } from './stock';

/** How packages are read: as Get Many reads them, so that an invoice has the same key here. */
export interface RowReading {
	encoding: EncodingChoice;
	dateFormat: DateFormat;
	signal?: AbortSignal;
}

const LONGEST_REASON = 500;

/** Reasons for which invoices were sent back, by package and number. */
export class Rejections {
	private readonly reasons = new Map<string, { file: StockedFile; number: string; supplier: string; reason: string; isUsed: boolean }>();

	/** Keeps what one report says. */
	add(file: StockedFile, bytes: Buffer): void {
		for (const { package: name, number, supplier, reason } of readRejectionReport(bytes))
			this.reasons.set(place(name || file.delivered, number), { file, number, supplier, reason, isUsed: false });
	}

	/** Why an invoice of a rejected package was sent back; null where no report says it. */
	reasonOf(delivered: string, number: string | null): string | null {
		const found = this.reasons.get(place(delivered, number ?? ''));
		if (found === undefined) return null;
		found.isUsed = true;
		return found.reason;
	}

	/** Of reports whose package Scan One has taken away already. */
	withoutPackage(): DeliveredRow[] {
		return [...this.reasons.values()]
			.filter(({ isUsed }) => !isUsed)
			.map(({ file, number, supplier, reason }, index) => ({
				...common({ file, inPeriod: false }),
				kind: 'invoice' as const,
				number,
				supplierNumber: supplier,
				supplierName: null,
				date: null,
				total: null,
				currency: null,
				reason,
				key: null,
				position: index + 1,
			}));
	}
}

/** Each invoice of a package, and the rows and files in it that belong to none. Its files are looked at one by one and not kept. */
export async function rowsOf(chosen: ChosenFile, bytes: Buffer, reading: RowReading, rejections: Rejections): Promise<DeliveredRow[]> {
	const { file } = chosen;
	const { encoding, dateFormat, signal } = reading;
	const receivedAt = new Date(file.receivedAt).toISOString();
	const content = await readInvoicePackage(bytes, file.isCopy ? file.name : file.delivered, {
		delivery: { package: file.delivered, claim: null, receivedAt, boundTo: null, claimedUntil: null, encoding },
		dateFormat,
		image: { severity: 'warning' },
		...(signal && { signal }),
	});
	return content.items.map(({ json }) => rowOf(chosen, json, rejections));
}

function rowOf(chosen: ChosenFile, { invoice, problems, delivery, eInvoice }: DeliveredInvoice, rejections: Rejections): DeliveredRow {
	const { file } = chosen;
	const number = filled(textAt(invoice, 'invoice-number'));
	const rejected = file.place === 'rejected' ? rejections.reasonOf(file.delivered, number) : null;
	const [problem] = problems;
	const unfit = invoice === null ? shownText(problem?.message ?? 'It holds no invoice.', LONGEST_REASON) : null;
	return {
		...common(chosen),
		kind: invoice === null ? 'noInvoice' : 'invoice',
		number,
		supplierNumber: filled(textAt(invoice, 'supplier', 'number')),
		supplierName: filled(textAt(invoice, 'supplier', 'name')) ?? eInvoice?.seller.name ?? null,
		date: dayOf(textAt(invoice, 'invoice-date')),
		total: totalOf(invoice),
		currency: filled(textAt(invoice, 'currency', 'code')),
		reason: rejected ?? unfit,
		key: delivery.key,
		position: delivery.position,
	};
}

function common({ file, inPeriod }: ChosenFile) {
	return {
		package: file.delivered,
		place: file.place,
		receivedAt: new Date(file.receivedAt).toISOString(),
		inPeriod,
		isCopy: file.isCopy,
		file: file.name,
	};
}

/** The control total, else what lines, charges and taxes come to; null where neither can be read. */
function totalOf(invoice: DeliveredInvoice['invoice']): string | null {
	if (invoice === null) return null;
	const stated = filled(textAt(invoice, 'supplier-total'));
	const total = stated === null ? (computeTotals(invoice)?.total ?? null) : parseDecimal(stated);
	return total === null ? null : total.toFixed();
}

function dayOf(date: string | undefined): string | null {
	const read = readIsoDate(date ?? '');
	return typeof read === 'string' ? filled(date) : read.day;
}

function filled(text: string | undefined): string | null {
	return text === undefined || text.trim() === '' ? null : text.trim();
}

function place(delivered: string, number: string): string {
	return JSON.stringify([delivered, lookUpKey(number)]);
}
