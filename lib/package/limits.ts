import { MB } from '../core';

/** Largest package in bytes that is taken where no setting says otherwise: whoever fetches a package holds the whole of it in memory. */
export const LARGEST_PACKAGE = 500 * MB;

/** Bounds that keep a damaged or hostile ZIP from filling memory (design §4, Read). Sizes in bytes. No setting changes them. */
export interface PackageLimits {
	maxEntries: number;
	maxEntryBytes: number;
	/** What all files may unpack to; packages that are large themselves may unpack to twice their size. */
	maxTotalBytes: number;
	/** Unpacked to packed size of one entry; entries up to 1 MB are not measured. */
	maxRatio: number;
}

export const defaultLimits: PackageLimits = {
	maxEntries: 2000,
	maxEntryBytes: 200 * MB,
	maxTotalBytes: 1024 * MB,
	maxRatio: 200,
};

/** Entries up to this size are not held against `maxRatio`: blank scans compress very well. */
export const unmeasuredBytes = MB;
