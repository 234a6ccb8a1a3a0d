import { randomBytes } from 'node:crypto';
import { cutToBytes, ownValue, sha256 } from '../core';
import type { PackageFolder } from './access';

// <stem>~<UTC>~<nonce><ext>: the last two parts are ours, whatever the delivered name holds (design.md §4).
const CLAIM = /^(.*)~(\d{8}T\d{6}Z)~([0-9a-f]{16})(\.[^.~]*)?$/s;
const LEASE = '.lease';
/** File systems allow 255 bytes; `~UTC~nonce`, the lease's ending and a temporary ending need room. */
const MAX_STEM_BYTES = 180;
/** Digits of the sha256 of a name that was cut, so that names which begin alike stay apart. */
const CUT_MARK_DIGITS = 12;

/** The parts of a claim's file name. */
export interface ClaimName {
	stem: string;
	/** Server time of the claim, ms since the epoch. */
	claimedAt: number;
	nonce: string;
	/** Which run made the claim: the first half of the nonce is the same for all its claims. */
	run: string;
	/** With its dot; empty for none. */
	extension: string;
}

/** The extension with its dot, as spelled; empty for none. */
export function extensionOf(name: string): string {
	const dot = name.lastIndexOf('.');
	return dot > 0 ? name.slice(dot) : '';
}

/** A ZIP, a flat file, or one file of e-invoices: XML, signed XML, or a PDF with XML in it. */
export type PackageKind = 'zip' | 'csv' | 'xml' | 'p7m' | 'pdf';

const KINDS: Readonly<Record<string, PackageKind>> = {
	'.zip': 'zip',
	'.csv': 'csv',
	'.txt': 'csv',
	'.xml': 'xml',
	'.p7m': 'p7m',
	'.pdf': 'pdf',
};

/** What a package is by its name; null for anything else. */
export function packageKind(name: string): PackageKind | null {
	return ownValue(KINDS, extensionOf(name).toLowerCase()) ?? null;
}

/** What the claims of one run have in common: the first half of their nonces. */
export function newRun(): string {
	return randomBytes(4).toString('hex');
}

/**
 * A new, unique claim name for a file of this folder, by the run (`newRun`) that claims it; `at` is the server's time (ms).
 * An older claim in Processing keeps its delivered name; whatever a delivered name looks like, it is kept whole. Stems beyond
 * 180 bytes are cut and end in a hash of the name.
 */
export function newClaimName(name: string, at: number, run: string, folder: PackageFolder = 'processing'): string {
	const delivered = deliveredName({ name, folder });
	const extension = extensionOf(delivered);
	const stem = delivered.slice(0, delivered.length - extension.length);
	const utc = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
	return `${shortStem(stem)}~${utc}~${run}${randomBytes(4).toString('hex')}${extension}`;
}

/** Null when the name is not one of a claim. */
export function parseClaimName(name: string): ClaimName | null {
	const parts = CLAIM.exec(name);
	if (!parts) return null;
	const [, stem = '', utc = '', nonce = '', extension = ''] = parts;
	const claimedAt = Date.parse(utc.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
	return Number.isNaN(claimedAt) ? null : { stem, claimedAt, nonce, run: nonce.slice(0, 8), extension };
}

/** The file name as Scan One delivered it, of a file in one of the folders: only in Processing names are ours. */
export function deliveredName({ name, folder }: { name: string; folder: PackageFolder }): string {
	return folder === 'processing' ? originalName(name) : name;
}

/** The delivered name in that of a claim; the name itself when it is not one of a claim. */
export function originalName(claimName: string): string {
	const parts = parseClaimName(claimName);
	return parts ? parts.stem + parts.extension : claimName;
}

/** What settling puts behind the stem of a package that waits. */
export const WAITING = /-waiting-[0-9a-f]{12}(?=\.|$)/;
/** A file of several e-invoices of which only some wait: the whole file in a ZIP, behind its own extension. */
const WAITING_FILE = /-waiting-[0-9a-f]{12}(\.[A-Za-z0-9]+)\.zip$/;

/** The name that Scan One knows, also of a package that waits or has waited. */
export function nameBeforeWaiting(name: string): string {
	return WAITING_FILE.test(name) ? name.replace(WAITING_FILE, '$1') : name.replace(WAITING, '');
}

export function leaseNameOf(claimName: string): string {
	return claimName + LEASE;
}

/** The claim that a lease stands for; null when the name is not one of a lease. */
export function claimOfLease(name: string): string | null {
	return name.endsWith(LEASE) ? name.slice(0, -LEASE.length) : null;
}

function shortStem(stem: string): string {
	if (Buffer.byteLength(stem) <= MAX_STEM_BYTES) return stem;
	return `${cutToBytes(stem, MAX_STEM_BYTES - CUT_MARK_DIGITS - 1)}-${sha256(stem).slice(0, CUT_MARK_DIGITS)}`;
}
