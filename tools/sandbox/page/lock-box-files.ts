import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { keysOf, textAt, type CoupaRecord } from '../../../lib/core';
import { readInvoiceFile } from '../../../lib/flat-file';
import { FOLDER_PATTERNS, objectFolder, originalName } from '../../../lib/lock-box';
import { openPackage, readRejectionReport, type RejectionReason } from '../../../lib/package';

/** The folders that packages move through, in the order they do. */
const PLACES = ['incoming', 'processing', 'waiting', 'rejected', 'archive'] as const;
export type Place = (typeof PLACES)[number];

/** What an object's folder is called in the lock-box: `Incoming/Archive/Invoices`. */
export function folderOf(place: Place): string {
	return objectFolder(FOLDER_PATTERNS[place], 'Invoices');
}

/** An invoice in a package, as its rows have it. */
export interface PackagedInvoice {
	number: string;
	supplierNumber: string;
	total: string;
}

/** A package somewhere in the lock-box. */
export interface PackageFile {
	/** As it was delivered, whatever a claim calls it. */
	name: string;
	place: Place;
	path: string;
	size: number;
	/** When it was last written, ms since the epoch: a move keeps it. */
	time: number;
}

/** Every package in the lock-box, the newest first. What vanishes while it is looked at has moved on: the next look shows it. */
export async function packageFiles(root: string): Promise<PackageFile[]> {
	const all = await Promise.all(PLACES.map(async (place) => await filesIn(root, place)));
	return all.flat().sort((left, right) => right.time - left.time || left.name.localeCompare(right.name));
}

async function filesIn(root: string, place: Place): Promise<PackageFile[]> {
	const found: PackageFile[] = [];
	for (const { name, path, size, time } of await listed(join(root, folderOf(place)))) {
		if (!/\.(?:zip|csv)$/i.test(name) || (place === 'rejected' && name.endsWith('.csv'))) continue;
		found.push({ name: originalName(name), place, path, size, time });
	}
	return found;
}

interface Listed {
	name: string;
	path: string;
	size: number;
	time: number;
}

/** The plain files of a folder; none where there is no such folder yet. */
export async function listed(folder: string): Promise<Listed[]> {
	const names = await readdir(folder).catch(() => []);
	const found = await Promise.all(
		names
			.filter((name) => !name.startsWith('.'))
			.map(async (name): Promise<Listed[]> => {
				const path = join(folder, name);
				const stats = await stat(path).catch(() => null);
				return stats?.isFile() ? [{ name, path, size: stats.size, time: stats.mtimeMs }] : [];
			}),
	);
	return found.flat();
}

/** Reads packages once: what lies in the lock-box is never changed, only moved. */
export class PackageReader {
	private readonly known = new Map<string, PackagedInvoice[]>();

	/** The invoices in a package; none in one that does not read, or that has just moved on. */
	async invoicesIn({ name, path, size, time }: PackageFile): Promise<PackagedInvoice[]> {
		const key = JSON.stringify([name, size, time]);
		const known = this.known.get(key);
		if (known !== undefined) return known;
		const bytes = await readFile(path).catch(() => null);
		if (bytes === null) return [];
		const invoices = await packaged(bytes, name).catch(() => []);
		this.known.set(key, invoices);
		return invoices;
	}
}

async function packaged(bytes: Buffer, name: string): Promise<PackagedInvoice[]> {
	const { csv } = await openPackage(bytes, name);
	if (csv === null) return [];
	return (await readInvoiceFile(csv.bytes)).invoices.map(({ record }) => ({
		number: textAt(record, 'invoice-number') ?? '',
		supplierNumber: textAt(record, 'supplier', 'number') ?? '',
		total: textAt(record, 'supplier-total') ?? '',
	}));
}

/** Why invoices went back, by the reports beside the rejected packages. */
export async function rejectionReasons(root: string): Promise<RejectionReason[]> {
	const reports = (await listed(join(root, folderOf('rejected')))).filter(({ name }) => name.endsWith('.csv'));
	const read = await Promise.all(reports.map(async ({ path }) => readRejectionReport(await readFile(path).catch(() => Buffer.alloc(0)))));
	return read.flat();
}

/** The invoice in Coupa that a packaged one became; with an import mark first, because a number can be used twice. */
export function inCoupa(invoices: CoupaRecord[], { number, supplierNumber }: PackagedInvoice): CoupaRecord | undefined {
	const fitting = invoices.filter(
		(record) => textAt(record, 'invoice-number') === number && textAt(record, 'supplier', 'number') === supplierNumber,
	);
	return fitting.find((record) => keysOf(record).current.length > 0) ?? fitting[0];
}
