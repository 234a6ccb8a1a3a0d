import type { CoupaRecord } from '../../lib/core';
import type { GeneratedTable } from '../sandbox/coupa';
import { supplier } from '../sandbox/dataset/suppliers';

const FIRST_ID = 100_001;
const LATEST_CHANGE = Date.parse('2026-05-01T00:00:00Z');
const MINUTE = 60_000;
const FIRST_ENTRY = Date.parse('2016-01-01T00:00:00Z');
/** A year, one change every few minutes: what lies within a sync's overlap is a handful, as in a company at work. */
const YEAR_OF_MINUTES = 365 * 24 * 60;

/**
 * Suppliers as a Coupa of some years has them: ids with gaps (one in seven, and some hundred in a row, were deleted), last
 * changed at any time of one year, one remit-to address each. The same count gives the same records.
 */
export function benchSuppliers(count: number): CoupaRecord[] {
	return Array.from({ length: count }, (_, index) => benchSupplier(index, count));
}

/** Id of the supplier at a place, counted from 0. */
export function supplierId(index: number): number {
	return FIRST_ID + index + Math.floor(index / 6) + 300 * Math.floor(index / 5_000);
}

/** The same suppliers as a table that needs no memory, entered one a minute: `created-at` rises with the id, as in any table. */
export function deepSuppliers(count: number): GeneratedTable {
	return {
		rows: count,
		idAt: supplierId,
		createdAt,
		recordAt: (place) => ({ ...benchSupplier(place, count), 'created-at': new Date(createdAt(place)).toISOString() }),
	};
}

/** When the supplier at a place of `deepSuppliers` was entered, ms since the epoch. */
export function createdAt(place: number): number {
	return FIRST_ENTRY + place * MINUTE;
}

function benchSupplier(index: number, count: number): CoupaRecord {
	const id = supplierId(index);
	// A stride that shares no factor with the count spreads the changes over the ids.
	const place = (index * 7_919) % count;
	const updatedAt = new Date(LATEST_CHANGE - Math.floor((place / count) * YEAR_OF_MINUTES) * MINUTE)
		.toISOString()
		.replace('.000Z', '+00:00');
	const record = supplier({
		id,
		number: `V-${id}`,
		name: index % 10 === 0 ? `Größer, Kopp & "Söhne" ${index} GmbH` : `Bench Supplier ${index} Ltd.`,
		country: 'US',
		city: 'Salem',
		street1: `${index + 1} Volume Road`,
		postalCode: '97301',
		terms: 'NET30',
		remitTo: [`RT-${id}`],
	});
	const remitTos = record['remit-to-addresses'] as CoupaRecord[];
	return {
		...record,
		'updated-at': updatedAt,
		'remit-to-addresses': remitTos.map((remitTo) => ({ ...remitTo, id: 10 * id, 'updated-at': updatedAt })),
	};
}
