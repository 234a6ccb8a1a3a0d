import { MB } from '../core';

/** Largest package in bytes that is taken where no setting says otherwise: whoever fetches a package holds the whole of it in memory. */
export const LARGEST_PACKAGE = 500 * MB;

/** Largest XML of e-invoices in bytes: 10,000 lines have about 30 MB, and attachments may be in it. */
export const LARGEST_E_INVOICE = 100 * MB;

/** Bounds that keep a damaged or hostile ZIP from filling memory (design §4, Read). Sizes in bytes. No setting changes them. */
export interface PackageLimits {
	maxEntries: number;
	maxEntryBytes: number;
	/** What all files together may unpack to, beside UNPACKED_PER_BYTE times what the package has itself. */
	maxTotalBytes: number;
	/** Unpacked to packed size of one entry; entries up to 1 MB are not measured. */
	maxRatio: number;
}

export const defaultLimits: PackageLimits = {
	maxEntries: 2000,
	maxEntryBytes: 200 * MB,
	maxTotalBytes: 32 * MB,
	maxRatio: 200,
};

/**
 * Scans and PDFs are compressed as they are, and a CSV is small beside them: what unpacks to much more is no delivery. It is in memory, or
 * on n8n's disk, as long as the execution.
 */
export const UNPACKED_PER_BYTE = 4;

/** Entries up to this size are not held against `maxRatio`: blank scans compress very well. */
export const unmeasuredBytes = MB;
