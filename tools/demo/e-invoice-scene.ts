import { setTimeout as sleep } from 'node:timers/promises';

import { textAt } from '../../lib/core';
import { line } from '../harness/print';
import { eInvoiceSample, facturX, xRechnung } from '../sandbox/e-invoice';
import { deliver } from '../sandbox/scan-one';
import type { Stage } from './import-scene';
import { LockBoxFolders } from './lock-box';

/** What came of a Factur-X and an XRechnung. */
export interface EInvoiceCounts {
	/** Number, total and status in Coupa of each. */
	invoices: string[];
	/** With a page image: the PDF itself, or the page drawn from the XML. */
	withImage: number;
	archived: number;
}

const LONGEST_MS = 60_000;
const ordered = (quantity: string) => ({
	order: '70320',
	lines: [{ description: 'Präzisionswelle Ø 12 h6', quantity, price: '145.00', orderLine: '1' }],
});
/** The buyer's VAT number in the e-invoices, by which the template's import finds the chart of accounts. */
export const BUYER = 'DE987654321';

/** One Factur-X (a PDF with its XML) and one XRechnung (XML alone) lie in the lock-box beside Scan One's packages; the same template takes them. */
export async function eInvoiceScene({ world, api, workflowId }: Stage): Promise<EInvoiceCounts> {
	const folders = new LockBoxFolders(world.lockBox.root);
	const before = folders.archived().length;
	const files = [
		{ fileName: 'factur-x.pdf', content: await facturX(eInvoiceSample('FX-2026-1', ordered('1'))) },
		{ fileName: 'xrechnung.xml', content: xRechnung(eInvoiceSample('XR-2026-1', ordered('2'))) },
	];
	for (const file of files) await deliver(world.lockBox.root, file);
	line(`Delivered ${files.map(({ fileName }) => fileName).join(', ')}`);
	await api.deactivate(workflowId);
	await api.activate(workflowId);
	const started = Date.now();
	while ((folders.archived().length < before + files.length || !folders.isSettled()) && Date.now() - started < LONGEST_MS) await sleep(300);
	const found = world.coupa.rows('invoices').filter((row) => /^(FX|XR)-2026-1$/.test(textAt(row, 'invoice-number') ?? ''));
	const invoices = found.map((row) => ['invoice-number', 'supplier-total', 'status'].map((key) => textAt(row, key)).join(' ')).sort();
	for (const text of invoices) line(`  ${text}`);
	return {
		invoices,
		withImage: found.filter((row) => (textAt(row, 'image-scan-file-name') ?? textAt(row, 'image-scan') ?? '') !== '').length,
		archived: folders.archived().length - before,
	};
}
