import { createHash } from 'node:crypto';

import { textAt, valueAt } from '../../lib/core';
import type { RecordedRequest } from '../sandbox/coupa';
import type { SampleInvoice } from '../sandbox/scan-one';
import { LockBoxFolders } from './lock-box';
import type { World } from './world';

/** Where one delivered invoice stands, by the sandboxes' own records. */
export interface Standing {
	number: string;
	supplier: string;
	total: string;
	outcome: 'imported' | 'alreadyImported' | 'heldAsDraft' | 'refused' | 'needsBuyer' | 'missing';
	coupaId: number | null;
	status: string | null;
	/** How many invoices of this number and supplier Coupa holds. */
	copies: number;
	imageBytes: number;
	imageIdentical: boolean;
}

export interface ImportCounts {
	received: number;
	imported: number;
	alreadyImported: number;
	heldAsDraft: number;
	refused: number;
	needsBuyer: number;
	imagesIdentical: number;
	/**
	 * Requests that belong to submitted invoices or are shared (token, look-ups), attachments apart, per submitted invoice; when
	 * a delivery is only found again, per invoice found.
	 */
	callsPerInvoice: number;
}

export interface CrashCounts {
	inCoupa: number;
	duplicates: number;
	withImage: number;
}

/** Looks up every delivered invoice in Coupa, the rejected packages and the waiting ones. `known` were in Coupa before this delivery. */
export async function standings(world: World, invoices: SampleInvoice[], known: ReadonlySet<number>): Promise<Standing[]> {
	const folders = new LockBoxFolders(world.lockBox.root);
	const [rejected, waiting] = [new Set(await folders.rejectedNumbers()), new Set(await folders.waitingNumbers())];
	const refusedSubmits = new Set(
		world.coupa.requests().flatMap(({ operation, status, invoiceId }) => (operation === 'submit' && status === 400 ? [invoiceId] : [])),
	);
	const inCoupa = world.coupa.rows('invoices');
	return invoices.map((invoice) => {
		const copies = inCoupa.filter(
			(record) => textAt(record, 'invoice-number') === invoice.number && textAt(record, 'supplier', 'number') === invoice.supplierNumber,
		);
		const [record] = copies;
		const id = record ? Number(valueAt(record, 'id')) : null;
		const image = id === null ? null : world.coupa.imageScan(id);
		const inCoupaAs = id !== null && refusedSubmits.has(id) ? 'heldAsDraft' : id !== null && known.has(id) ? 'alreadyImported' : 'imported';
		return {
			number: invoice.number,
			supplier: invoice.supplierNumber,
			total: invoice.total,
			outcome: record ? inCoupaAs : rejected.has(invoice.number) ? 'refused' : waiting.has(invoice.number) ? 'needsBuyer' : 'missing',
			coupaId: id,
			status: record ? (textAt(record, 'status') ?? null) : null,
			copies: copies.length,
			imageBytes: image?.bytes.length ?? 0,
			imageIdentical: image !== null && createHash('sha256').update(image.bytes).digest('hex') === invoice.image?.sha256,
		};
	});
}

export function importCounts(world: World, all: Standing[]): ImportCounts {
	const count = (outcome: Standing['outcome']) => all.filter((standing) => standing.outcome === outcome).length;
	return {
		received: all.length,
		imported: count('imported'),
		alreadyImported: count('alreadyImported'),
		heldAsDraft: count('heldAsDraft'),
		refused: count('refused'),
		needsBuyer: count('needsBuyer'),
		imagesIdentical: all.filter(({ imageIdentical }) => imageIdentical).length,
		callsPerInvoice: callsPerInvoice(world.coupa.requests(), count('alreadyImported') + count('heldAsDraft')),
	};
}

export function crashCounts(all: Standing[]): CrashCounts {
	return {
		inCoupa: all.filter(({ copies }) => copies > 0).length,
		duplicates: all.reduce((sum, { copies }) => sum + Math.max(0, copies - 1), 0),
		withImage: all.filter(({ imageIdentical }) => imageIdentical).length,
	};
}

function callsPerInvoice(requests: RecordedRequest[], found: number): number {
	const submitted = new Set(requests.filter(({ operation }) => operation === 'submit').map(({ invoiceId }) => invoiceId));
	const counted = requests.filter(
		({ operation, invoiceId }) =>
			operation !== 'attachment' && operation !== 'attachments' && (invoiceId === undefined || submitted.has(invoiceId)),
	);
	const invoices = Math.max(submitted.size, found);
	return invoices === 0 ? 0 : Math.round((counted.length / invoices) * 100) / 100;
}
