import { readInvoicePackage } from '../../../lib/package';
import { crossIndustryInvoice, eInvoiceSample, facturX, xRechnung } from '../../sandbox/e-invoice';
import { check, median, type PartResult } from '../figures';
import type { Scale } from '../scale';

const LINES = 20;
/** Readings before the clock starts: what the engine compiles is no cost of an invoice. */
const WARM_UP = 20;
const GOAL_MS = 50;
const SOURCE = { claim: null, receivedAt: '2026-05-05T06:30:00Z', boundTo: null, claimedUntil: null, encoding: 'auto' as const };

/** A common invoice of 20 lines in each form that suppliers send: from the bytes to the record, its findings and its files. */
export async function eInvoice(_n8n: unknown, scale: Scale): Promise<PartResult> {
	const sample = eInvoiceSample('BENCH-1', {
		lines: Array.from({ length: LINES }, (_, index) => ({ description: `Part ${index + 1}`, quantity: '4', price: `${12 + index}.50` })),
	});
	const files = { 'ubl.xml': xRechnung(sample), 'cii.xml': crossIndustryInvoice(sample), 'factur-x.pdf': await facturX(sample) };
	const read: Array<{ name: string; ms: number; pageMs: number; lines: number }> = [];
	for (const [name, bytes] of Object.entries(files)) read.push({ name, ...(await measured(name, bytes, scale.eInvoices)) });
	return {
		figures: { eInvoiceMs: Math.max(...read.map(({ ms }) => ms)) },
		checks: read.map(({ name, ms, pageMs, lines }) =>
			check(name, ms <= GOAL_MS && lines === LINES, `${lines} lines in ${ms.toFixed(1)} ms; its page image in ${pageMs.toFixed(1)} ms`),
		),
		detail: { read },
	};
}

async function measured(name: string, bytes: Buffer, rounds: number): Promise<{ ms: number; pageMs: number; lines: number }> {
	const reading: number[] = [];
	const pages: number[] = [];
	let lines = 0;
	for (let round = 0; round < WARM_UP + rounds; round++) {
		const started = performance.now();
		const { items } = await readInvoicePackage(bytes, name, { delivery: { package: name, ...SOURCE } });
		const isRead = performance.now();
		await items[0]?.files.find(({ role }) => role === 'imageScan')?.read();
		if (round < WARM_UP) continue;
		reading.push(isRead - started);
		pages.push(performance.now() - isRead);
		const list = items[0]?.json.invoice?.['invoice-lines'];
		lines = Array.isArray(list) ? list.length : 0;
	}
	return { ms: median(reading), pageMs: median(pages), lines };
}
