import { MB } from '../core';

/** Bounds that keep a damaged or hostile ZIP from filling memory (design §4, Read). Sizes in bytes. */
export interface PackageLimits {
	maxPackageBytes: number;
	maxEntries: number;
	maxEntryBytes: number;
	maxTotalBytes: number;
	/** Unpacked to packed size of one entry; entries up to 1 MB are not measured. */
	maxRatio: number;
}

export const defaultLimits: PackageLimits = {
	maxPackageBytes: 500 * MB,
	maxEntries: 2000,
	maxEntryBytes: 200 * MB,
	maxTotalBytes: 1024 * MB,
	maxRatio: 200,
};

/** Entries up to this size are not held against `maxRatio`: blank scans compress very well. */
export const unmeasuredBytes = MB;
