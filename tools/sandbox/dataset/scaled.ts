import type { CoupaRecord } from '../../../lib/core';
import type { InvoiceFacts, InvoiceLineFacts } from './invoice';
import { purchaseOrder } from './purchase-orders';
import type { OrderLineFacts } from './purchase-orders';
import { supplier } from './suppliers';

/** Extra records for Coupa and the invoices that refer to them. */
export interface ScaledData {
	/** By API resource name; to be added to coupaSeed(). */
	coupa: { suppliers: CoupaRecord[]; purchase_orders: CoupaRecord[] };
	invoices: InvoiceFacts[];
}

const INVOICES_PER_ORDER = 5;
const ORDERS_PER_SUPPLIER = 8;
const GOODS = ['Hex bolts', 'Copy paper', 'Safety gloves', 'Cable ties', 'Pallet wrap', 'LED tubes', 'Filter mats', 'Hydraulic oil'];
const ACCOUNTS = ['10-6200-HS', '10-6200-LS', '10-6200-HQ', '10-6100-HS', '10-6150-HS'];

/**
 * As many invoices as asked for, each backed by a purchase order of its own supplier and fit to be submitted, over five
 * invoices a purchase order and eight purchase orders a supplier. The same `n` and `seed` give the same data; numbers and
 * ids of different seeds (0…99) do not meet.
 */
export function scaledInvoices(n: number, seed = 1): ScaledData {
	const random = generator(seed);
	const orders = Math.ceil(n / INVOICES_PER_ORDER);
	const makers = Array.from({ length: Math.ceil(orders / ORDERS_PER_SUPPLIER) }, (_, index) => maker(seed, index));
	const purchase_orders: CoupaRecord[] = [];
	const invoices: InvoiceFacts[] = [];
	for (let index = 0; index < orders; index++) {
		const seller = makers[Math.floor(index / ORDERS_PER_SUPPLIER)];
		if (!seller) throw new Error('There is a supplier for every purchase order');
		const id = 1_000_000 * (seed + 1) + index;
		const lines = Array.from({ length: 1 + random(3) }, (_, place) => orderLine(random, place));
		const { id: supplierId, name, number } = seller;
		purchase_orders.push(
			purchaseOrder({
				id,
				supplier: { id: Number(supplierId), name: String(name), number: String(number) },
				currency: 'USD',
				terms: 'NET30',
				firstLineId: id * 10,
				lines,
			}),
		);
		const wanted = Math.min(INVOICES_PER_ORDER, n - invoices.length);
		for (let part = 0; part < wanted; part++) invoices.push(invoice(String(number), String(id), lines, seed, invoices.length, random));
	}
	return { coupa: { suppliers: makers, purchase_orders }, invoices };
}

function maker(seed: number, index: number): CoupaRecord {
	const id = 600_000 + seed * 1000 + index;
	return supplier({
		id,
		number: `V-${id}`,
		name: `Scaled Supplier ${seed}-${index} Ltd.`,
		country: 'US',
		city: 'Salem',
		street1: `${index + 1} Volume Road`,
		postalCode: '97301',
		terms: 'NET30',
		remitTo: [`SC-${id}`],
	});
}

/** Ordered are 100 units; each of the order's five invoices bills 20 at most. */
function orderLine(random: (below: number) => number, place: number): OrderLineFacts {
	const price = `${1 + random(90)}.${String(random(100)).padStart(2, '0')}`;
	return {
		description: `${GOODS[random(GOODS.length)]}, lot ${place + 1}`,
		quantity: '100.0',
		price,
		account: ACCOUNTS[random(ACCOUNTS.length)],
	};
}

function invoice(
	supplierNumber: string,
	order: string,
	orderLines: OrderLineFacts[],
	seed: number,
	index: number,
	random: (below: number) => number,
): InvoiceFacts {
	const number = `SC${seed}-${String(index + 1).padStart(6, '0')}`;
	const lines: InvoiceLineFacts[] = orderLines.map((line, place) => ({
		description: line.description,
		price: line.price,
		quantity: String(1 + random(20)),
		order: { number: order, line: String(place + 1) },
	}));
	const kind = (['pdf', 'tiff', 'png'] as const)[index % 3] ?? 'pdf';
	return {
		number,
		supplierNumber,
		date: `2026-05-${String(1 + (index % 28)).padStart(2, '0')}`,
		currency: 'USD',
		submit: 'Yes',
		terms: 'NET30',
		lineLevelTaxation: false,
		...(index % 2 === 0 ? { headerTaxCode: 'OR-STD' } : {}),
		lines,
		image: { fileName: `${number}.${kind === 'tiff' ? 'tif' : kind}`, kind },
		expected: 'imported',
	};
}

/** Whole numbers below a bound that look random and repeat for the same seed (xorshift32). */
function generator(seed: number): (below: number) => number {
	let state = (seed + 1) * 2_654_435_761;
	return (below) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % below;
	};
}
