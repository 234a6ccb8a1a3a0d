import { compare } from '../core';
import type { PackageContent, PackageItem } from './read-package';

/** Place of an e-invoice in its file, and how many invoices the file has. */
export interface EInvoicePlace {
	entry: string;
	/** 1-based. */
	position: number;
	of: number;
}

/**
 * Which invoices of which files are still to be settled, for a package of ours that waits: a file of several e-invoices cannot be divided, so
 * the whole of it waits, and those that are settled already stay out when it is tried again.
 */
export interface OpenInvoices {
	/** Whether the file was a package by itself. */
	kind: 'zip' | 'file';
	/** By name of the file, the places in it. Files that are not listed are open as a whole. */
	files: Map<string, ReadonlySet<number>>;
}

/** File in a waiting package that lists them. */
const NAME = '.open-invoices.json';
/** A place takes some 7 characters. */
const MOST_BYTES = 16 * 1024 * 1024;
const WAITING = /-waiting-[0-9a-f]{12}(?![0-9a-f])/;

/** What the list of a waiting package of these items holds; null where each of their files is open as a whole. */
export function openInvoicesFile({ kind }: PackageContent, items: PackageItem[]): { name: string; bytes: Buffer } | null {
	const files = new Map<string, { positions: number[]; of: number }>();
	for (const { entry, position, of } of items.flatMap(({ eInvoices }) => eInvoices)) {
		const known = files.get(entry) ?? { positions: [], of };
		known.positions.push(position);
		files.set(entry, known);
	}
	const partly = [...files]
		.filter(([, { positions, of }]) => new Set(positions).size < of)
		.map(([entry, { positions }]) => [entry, [...new Set(positions)].sort((one, other) => one - other)] as const)
		.sort(([one], [other]) => compare(one, other));
	if (partly.length === 0) return null;
	return { name: NAME, bytes: Buffer.from(JSON.stringify({ kind: kind === 'file' ? 'file' : 'zip', files: partly })) };
}

/** Whether a file of a package is that list: only packages that wait have one. */
export function isOpenInvoicesFile(packageName: string, { name, size }: { name: string; size: number }): boolean {
	return name === NAME && size <= MOST_BYTES && WAITING.test(packageName);
}

/** Reads the list; null for what is none. */
export function readOpenInvoices(bytes: Buffer): OpenInvoices | null {
	const given = parsed(bytes);
	if (!isObject(given) || (given.kind !== 'zip' && given.kind !== 'file') || !Array.isArray(given.files)) return null;
	const files = new Map<string, ReadonlySet<number>>();
	for (const file of given.files as unknown[]) {
		if (!Array.isArray(file)) return null;
		const [entry, positions] = file as unknown[];
		if (typeof entry !== 'string' || !Array.isArray(positions) || !positions.every(isPosition)) return null;
		files.set(entry, new Set(positions));
	}
	return files.size === 0 ? null : { kind: given.kind, files };
}

function parsed(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString('utf8'));
	} catch {
		return null;
	}
}

function isObject(value: unknown): value is { kind?: unknown; files?: unknown } {
	return typeof value === 'object' && value !== null;
}

function isPosition(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) > 0;
}
