import assert from 'node:assert/strict';

import { textAt, valueAt } from '../../lib/core';
import { supplierExport } from '../../lib/flat-file';
import { accumulated, referenceFiles, wrongCells } from '../../tools/demo/reference-data';
import { endState, sha256 } from '../../tools/harness/crash/end-state';
import { check } from '../e2e/checks';
import type { QueueWorld } from './world';

/** Of those that are wrong, so many are named. */
const SHOWN = 10;
/** A little more than one run of all would take (3.1): runs of 200 invoices share fewer look-ups. */
const CALLS_PER_INVOICE = 3.2;

/** Every invoice once in Coupa, submitted once, with its image; every package once in the archive; nothing left over. */
export async function checkExactlyOnce({ coupa, lockBox, packages }: QueueWorld): Promise<void> {
	const delivered = packages.flatMap(({ invoices }) => invoices);
	const inCoupa = coupa.rows('invoices');
	await check(`Coupa holds each of the ${delivered.length} invoices once`, () => {
		const found = inCoupa.map((invoice) => textAt(invoice, 'invoice-number') ?? '');
		const missing = delivered.map(({ number }) => number).filter((number) => !found.includes(number));
		const twice = found.filter((number, index) => found.indexOf(number) !== index);
		assert.deepEqual(few({ missing, twice }), { missing: [], twice: [] });
		assert.equal(found.length, delivered.length);
	});
	await check('each was submitted once', () => {
		assert.deepEqual([...new Set(inCoupa.map((invoice) => textAt(invoice, 'status')))], ['pending_approval']);
		const submits = new Map<number, number>();
		for (const { operation, status, invoiceId } of coupa.requests())
			if (operation === 'submit' && invoiceId !== undefined && status !== null && status < 300)
				submits.set(invoiceId, (submits.get(invoiceId) ?? 0) + 1);
		assert.deepEqual([...submits].filter(([, times]) => times !== 1).slice(0, SHOWN), []);
		assert.equal(submits.size, delivered.length);
	});
	await check('each has its page image', () => {
		const images = new Map(delivered.map(({ number, image }) => [number, image?.sha256]));
		const different = inCoupa.filter(
			(invoice) =>
				images.get(textAt(invoice, 'invoice-number') ?? '') !== sha256(coupa.imageScan(Number(valueAt(invoice, 'id')))?.bytes ?? ''),
		);
		assert.deepEqual(different.map((invoice) => textAt(invoice, 'invoice-number')).slice(0, SHOWN), []);
	});
	await check('each package is in the archive once and whole, and nothing is left over', () => {
		const { incoming, processing, archive, rejected, waiting } = endState(coupa, lockBox);
		assert.deepEqual({ incoming, processing, rejected, waiting }, { incoming: [], processing: [], rejected: [], waiting: [] });
		assert.deepEqual(archive, packages.map(({ fileName, content }) => `${fileName} ${sha256(content)}`).sort());
	});
}

/** Without faults, two workers ask Coupa no more than one process does. */
export async function checkCalls({ coupa, packages }: QueueWorld): Promise<void> {
	const count = packages.reduce((sum, { invoices }) => sum + invoices.length, 0);
	const calls = coupa.requests().filter(({ operation }) => !operation.startsWith('attachment')).length / count;
	await check(`Coupa calls per invoice: ${calls.toFixed(3)} (at most ${CALLS_PER_INVOICE})`, () => {
		assert(calls <= CALLS_PER_INVOICE);
	});
}

/** What lies in the lock-box, all files taken together, is what Coupa holds. */
export async function checkSynced({ coupa, lockBox }: QueueWorld): Promise<void> {
	await check(`all ${coupa.rows('suppliers').length} suppliers are in the lock-box as Coupa has them`, () => {
		const files = referenceFiles(lockBox.root, 'Suppliers', supplierExport);
		const rows = accumulated(supplierExport, files, ({ cells }) => cells.Id ?? '');
		const inOrder = coupa.rows('suppliers').map((record) => textAt(record, 'id') ?? '');
		assert.deepEqual(
			wrongCells(
				supplierExport,
				rows.toSorted((left, right) => inOrder.indexOf(left.cells.Id ?? '') - inOrder.indexOf(right.cells.Id ?? '')),
				coupa.rows('suppliers'),
			),
			[],
		);
	});
}

function few(lists: Record<string, string[]>): Record<string, string[]> {
	return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.slice(0, SHOWN)]));
}
